/** Trains the classifier that metrics use: the same data, seed and executor give the same weights, bit for bit. */
import type { OptimizerSpec } from "../../config/spec.ts";
import { createBatches } from "../../data/batches.ts";
import type { Dataset } from "../../data/dataset.ts";
import { sampleSizeOf } from "../../data/dataset.ts";
import { valuesOf } from "../../data/samples.ts";
import { createExecutor } from "../../engine/create-executor.ts";
import type { TrainingSession } from "../../engine/executor.ts";
import { initializeVariables } from "../../gan/initialize.ts";
import {
  CLASSIFIER_CLASSES,
  CLASSIFIER_INPUT,
  CLASSIFIER_LAYERS,
} from "../../metrics/classifier-layers.ts";
import { predictedClasses } from "../../metrics/classifier.ts";
import { featureMatrix } from "../../metrics/features.ts";
import { seed as brandSeed } from "../../shared/brand.ts";
import { createFeed } from "../feed.ts";
import { buildClassifierPlan, CLASSIFIER } from "./classifier-plan.ts";
import { shiftImages } from "./shifted-batches.ts";

export const CLASSIFIER_SETTINGS = {
  epochs: 40,
  batchSize: 50,
  seed: 1,
  /** Pixels that an image is moved by at most, in either direction. */
  shift: 2,
  /** Every so many-th row of the data measures the accuracy, and is not trained on. */
  heldOutEvery: 6,
} as const;

export interface TrainedClassifier {
  /** By `<index>-<kind>/<variable>`. */
  readonly weights: ReadonlyMap<
    string,
    { readonly shape: readonly number[]; readonly data: Float32Array }
  >;
  readonly trainedOn: number;
  readonly measuredOn: number;
  /** Share of right classes among the rows that were not trained on. */
  readonly accuracy: number;
}

/** `data` are labelled images of the classifier's shape. */
export async function trainClassifier(
  data: Dataset,
  { executor, threads }: { readonly executor: string; readonly threads: number },
): Promise<TrainedClassifier> {
  const { epochs, batchSize, heldOutEvery } = CLASSIFIER_SETTINGS;
  const seed = brandSeed(CLASSIFIER_SETTINGS.seed);
  const isHeldOut = (row: number): boolean => row % heldOutEvery === heldOutEvery - 1;
  const fitted = selectRows(data, (row) => !isHeldOut(row));
  const heldOut = selectRows(data, isHeldOut);
  const steps = Math.floor(fitted.labels.length / batchSize) * epochs;
  const plan = buildClassifierPlan({
    layers: CLASSIFIER_LAYERS,
    inputShape: CLASSIFIER_INPUT,
    classes: CLASSIFIER_CLASSES,
    batchSize,
    optimizer: optimizerOver(steps),
  });
  const initial = initializeVariables(plan.variables, seed);
  const session = await (await createExecutor(executor)).prepare(plan, initial, { threads });
  try {
    const still = createBatches(
      { ...data, ...fitted, size: fitted.labels.length, draws: null },
      { seed, batchSize, shuffle: true, stepsPerEpoch: null },
    );
    const [height = 1, width = 1] = CLASSIFIER_INPUT;
    const batches = shiftImages(still, { height, width, reach: CLASSIFIER_SETTINGS.shift, seed });
    const latent = { size: 1, distribution: "normal" } as const;
    const feed = createFeed({ plan, session, batches, latent, latents: "fresh", seed });
    for (let step = 0; step < steps; step++) {
      feed(0, step);
      await session.runPhase(0);
    }
    const accuracy = await measureAccuracy(session, heldOut);
    await session.pull();
    const weights = plan.variables.map(({ name, shape }) => {
      const values = session.variables.get(name) ?? new Float32Array();
      return [name.slice(CLASSIFIER.length + 1), { shape, data: values.slice() }] as const;
    });
    return {
      weights: new Map(weights),
      trainedOn: fitted.labels.length,
      measuredOn: heldOut.labels.length,
      accuracy,
    };
  } finally {
    await session.dispose();
  }
}

/** Adam with a rate that falls to nothing, so that the last weights need no choosing. */
const optimizerOver = (steps: number): OptimizerSpec => ({
  kind: "adam",
  learningRate: 1e-3,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-7,
  weightDecay: 0.01,
  convention: "keras",
  schedule: { kind: "cosine", end: 0, updates: steps },
  gradientClip: { kind: "none" },
  weightLimit: null,
});

async function measureAccuracy(session: TrainingSession, heldOut: LabelledRows): Promise<number> {
  const logits = await session.sample(heldOut.samples);
  const predictions = predictedClasses(featureMatrix(logits, CLASSIFIER_CLASSES));
  const right = predictions.filter((predicted, row) => predicted === heldOut.labels[row]);
  return right.length / predictions.length;
}

interface LabelledRows {
  readonly samples: Float32Array;
  readonly labels: Uint8Array | Uint16Array;
}

function selectRows(data: Dataset, isMember: (row: number) => boolean): LabelledRows {
  const { kind, samples, labels, sampleShape } = data;
  if (samples === null || labels === null || sampleShape.join() !== CLASSIFIER_INPUT.join())
    throw new Error(`Expected labelled images of 28 × 28, got \`${kind}\``);
  const size = sampleSizeOf(data);
  return {
    samples: valuesOf(samples, size).filter((_, i) => isMember(Math.floor(i / size))),
    labels: labels.filter((_, row) => isMember(row)),
  };
}
