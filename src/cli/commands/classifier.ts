/** `lsgan classifier`: trains the classifier that the classifier metrics use. */
import { join, resolve } from "node:path";

import type { DatasetSpec } from "../../config/spec.ts";
import { ensureData } from "../../data/registry.ts";
import type { ClassifierRequest } from "../../runs/classifier-request.ts";
import { checkWritten } from "../../runs/generator-use.ts";
import { EXIT_CODES } from "../../shared/errors.ts";
import { askWorker } from "../ask-worker.ts";
import { dataFolder } from "../fetch-data.ts";
import { PACKAGE_FOLDER } from "../package.ts";
import { tellWritten } from "../tell-written.ts";

export interface ClassifierOptions {
  readonly split: "train" | "test-training";
  readonly dataDir?: string;
  readonly out?: string;
}

/** Writes mnist.safetensors and mnist.json; returns the exit code. */
export async function classifier({ split, dataDir, out }: ClassifierOptions): Promise<number> {
  const dataset: DatasetSpec = {
    kind: "mnist",
    split,
    limit: null,
    shuffle: true,
    stepsPerEpoch: null,
  };
  const folder = dataFolder(dataDir);
  await ensureData(dataset, { folder });
  const request: ClassifierRequest = {
    dataset,
    dataFolder: folder === null ? null : resolve(folder),
    output: resolve(out ?? join(PACKAGE_FOLDER, "experiments/classifiers")),
    executor: "onnx",
  };
  tellWritten(checkWritten(await askWorker("--classifier", request), "the worker's answer"));
  return EXIT_CODES.ok;
}
