/** `lsgan export RUN`: a trained pair of networks for other programs. */
import { join, resolve } from "node:path";

import { checkWritten } from "../../runs/generator-use.ts";
import type { ExportRequest } from "../../runs/generator-use.ts";
import { EXIT_CODES } from "../../shared/errors.ts";
import { askWorker } from "../ask-worker.ts";
import { tellWritten } from "../tell-written.ts";
import { resolveTrainedRun } from "../trained-run.ts";

export interface ExportOptions {
  readonly out?: string;
}

/** Writes generator.onnx, discriminator.onnx, weights.safetensors and export.json; returns the exit code. */
export async function exportRun(run: string, { out }: ExportOptions): Promise<number> {
  const directory = resolveTrainedRun(run);
  const output = resolve(out ?? join(directory, "export"));
  const request: ExportRequest = { directory, output };
  tellWritten(checkWritten(await askWorker("--export", request), "the worker's answer"));
  return EXIT_CODES.ok;
}
