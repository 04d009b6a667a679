/**
 * The event file in a sweep's root: the HParams table's columns, the Custom Scalars charts and the question. Readers
 * take one experiment of all they find, so a later call replaces the file of an earlier one.
 */
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { eventFileNames } from "./event-file.ts";
import { createEventWriter } from "./event-writer.ts";
import type { HParam, MetricColumn } from "./hparams.ts";
import type { Category } from "./layout.ts";

export interface SweepEvents {
  readonly name: string;
  readonly question: string | null;
  /** What varies: every value that occurs, by the name the runs' hparams have. */
  readonly axes: Readonly<Record<string, readonly HParam[]>>;
  /** Columns of the table; tags of the runs, such as `eval/matched-share`. */
  readonly metrics: readonly MetricColumn[];
  readonly charts: readonly Category[];
}

/** Writes `directory`'s event file anew, before the first run starts. */
export function writeSweepEvents(directory: string, sweep: SweepEvents): void {
  mkdirSync(directory, { recursive: true });
  for (const name of eventFileNames(directory)) rmSync(join(directory, name));
  const writer = createEventWriter(directory);
  const description = sweep.question ?? "";
  writer.experiment({ name: sweep.name, description, axes: sweep.axes, metrics: sweep.metrics });
  writer.layout(sweep.charts);
  if (sweep.question !== null) writer.text("question", 0, sweep.question);
  writer.close();
}
