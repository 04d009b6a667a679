/** `lsgan sample RUN`: pictures and numbers of a trained generator. */
import { join, resolve } from "node:path";

import { checkWritten } from "../../runs/generator-use.ts";
import type { SampleRequest } from "../../runs/generator-use.ts";
import { EXIT_CODES } from "../../shared/errors.ts";
import { askWorker } from "../ask-worker.ts";
import { tellWritten } from "../tell-written.ts";
import { resolveTrainedRun } from "../trained-run.ts";

export interface SampleOptions {
  readonly count: number;
  readonly seed: number;
  readonly labels?: readonly number[];
  readonly out?: string;
}

/** Writes a grid, interpolation strips and the numbers behind them; returns the exit code. */
export async function sample(run: string, options: SampleOptions): Promise<number> {
  const directory = resolveTrainedRun(run);
  const { count, seed, labels = null, out } = options;
  const output = resolve(out ?? join(directory, "sampled"));
  const request: SampleRequest = { directory, output, count, seed, labels };
  tellWritten(checkWritten(await askWorker("--sample", request), "the worker's answer"));
  return EXIT_CODES.ok;
}
