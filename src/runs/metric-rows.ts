/**
 * metrics.csv of a run: every scalar in long form, `step,tag,value`, in the order they were logged. A new attempt starts
 * the file again. Values that are not finite are written as pandas reads them: NaN, Infinity, -Infinity.
 */
import { mkdirSync } from "node:fs";

import { createAppendFile } from "../shared/append-file.ts";
import { runPaths } from "./paths.ts";

export interface MetricRows {
  /** One row for each value; tags hold neither commas nor quotes. */
  readonly append: (step: number, values: Readonly<Record<string, number>>) => void;
  readonly flush: () => void;
  readonly close: () => void;
}

/** Starts metrics.csv of a run directory again. Rows wait in memory until `flush`, or a few seconds. */
export function openMetricRows(directory: string): MetricRows {
  mkdirSync(directory, { recursive: true });
  const file = createAppendFile(runPaths(directory).metrics);
  const write = (text: string): void => {
    file.write(Buffer.from(text));
  };
  write("step,tag,value\n");
  return {
    append: (step, values) => {
      const rows = Object.entries(values).map(([tag, value]) => `${step},${tag},${value}\n`);
      if (rows.length > 0) write(rows.join(""));
    },
    flush: file.flush,
    close: file.close,
  };
}
