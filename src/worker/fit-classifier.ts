/** The classifier of metrics: trained, and written as safetensors with a description beside them. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { loadDataset } from "../data/registry.ts";
import {
  CLASSIFIER_CLASSES,
  CLASSIFIER_INPUT,
  CLASSIFIER_LAYERS,
  FEATURE_DIMENSION,
  FEATURE_LAYER,
} from "../metrics/classifier-layers.ts";
import type { ClassifierRequest } from "../runs/classifier-request.ts";
import type { Written } from "../runs/generator-use.ts";
import { writeSafetensors } from "../runs/safetensors.ts";
import { writeJson } from "../shared/files.ts";
import { RESULTS_VERSION } from "../shared/results-version.ts";
import { CLASSIFIER_SETTINGS, trainClassifier } from "../training/classifier/train-classifier.ts";

/** Does what the request in `file` asks for. @throws LabError DATA_MISSING or DATA_CORRUPT */
export async function fitClassifier(file: string): Promise<Written> {
  // Written by our own parent a moment ago.
  const request = JSON.parse(readFileSync(file, "utf8")) as ClassifierRequest;
  const data = await loadDataset(request.dataset, { folder: request.dataFolder });
  const trained = await trainClassifier(data, { executor: request.executor, threads: 1 });
  const weights = join(request.output, `${data.kind}.safetensors`);
  const description = join(request.output, `${data.kind}.json`);
  writeSafetensors(weights, trained.weights);
  const digest = createHash("sha256").update(readFileSync(weights)).digest("hex");
  writeJson(description, {
    digest,
    accuracy: trained.accuracy,
    trainedOn: trained.trainedOn,
    measuredOn: trained.measuredOn,
    classes: CLASSIFIER_CLASSES,
    input: CLASSIFIER_INPUT,
    features: { layer: FEATURE_LAYER, dimension: FEATURE_DIMENSION },
    layers: CLASSIFIER_LAYERS,
    dataset: request.dataset,
    dataDigest: data.digest,
    settings: CLASSIFIER_SETTINGS,
    executor: request.executor,
    resultsVersion: RESULTS_VERSION,
  });
  const percent = (100 * trained.accuracy).toFixed(1);
  return {
    files: [weights, description],
    notes: [
      `${percent} % of ${String(trained.measuredOn)} images that were not trained on are classified rightly`,
      `SHA-256 of the weights: ${digest}`,
    ],
  };
}
