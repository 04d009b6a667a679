import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { openMetricRows } from "../../src/runs/metric-rows.ts";
import { missingPython, runPython } from "../tensorboard/python.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "rows-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const content = (): string => readFileSync(join(folder, "metrics.csv"), "utf8");

describe("openMetricRows", () => {
  test("writes one row for each value, in the order they came", () => {
    const rows = openMetricRows(folder);
    rows.append(0, { "eval/share": 0.25 });
    rows.append(10, { "loss/d": 1e-7, "loss/g": -3 });
    rows.close();
    expect(content()).toBe("step,tag,value\n0,eval/share,0.25\n10,loss/d,1e-7\n10,loss/g,-3\n");
  });

  test("a new attempt starts the file again", () => {
    const before = openMetricRows(folder);
    before.append(0, { x: 1 });
    before.close();
    const after = openMetricRows(folder);
    after.close();
    expect(content()).toBe("step,tag,value\n");
  });

  test("rows wait for a flush, so that a step costs no system call", () => {
    const rows = openMetricRows(folder);
    rows.append(0, { x: 1 });
    expect(content()).toBe("");
    rows.flush();
    expect(content()).toBe("step,tag,value\n0,x,1\n");
    rows.close();
  });

  const missing = missingPython("pandas");
  test.skipIf(missing !== null)(
    `pandas reads numbers, also those that are not finite${missing === null ? "" : ` (skipped: ${missing})`}`,
    () => {
      const rows = openMetricRows(folder);
      rows.append(1, { a: NaN, b: Infinity, c: -Infinity, d: 0.1 });
      rows.close();
      const program = `
import json, sys, pandas
frame = pandas.read_csv(sys.argv[1])
print(json.dumps([str(frame["value"].dtype), [repr(float(v)) for v in frame["value"]]]))`;
      expect(runPython(program, join(folder, "metrics.csv"))).toEqual([
        "float64",
        ["nan", "inf", "-inf", "0.1"],
      ]);
    },
  );
});
