/** A small complete spec, for tests of what is done with specs. */
import type { CellSpec } from "../../src/config/experiment.ts";
import type { ObjectiveSpec } from "../../src/config/spec.ts";

const DESCENT = {
  kind: "sgd",
  learningRate: 0.1,
  momentum: 0,
  nesterov: false,
  convention: "keras",
  schedule: { kind: "constant" },
  gradientClip: { kind: "none" },
  weightLimit: null,
} as const;

export const CELL_SPEC: CellSpec = {
  dataset: {
    kind: "mixture",
    modes: { kind: "ring", count: 8, radius: 1, doubledTop: false },
    standardDeviation: 0.01,
  },
  latent: { size: 2, distribution: "normal" },
  generator: { layers: [{ kind: "relu" }] },
  discriminator: { layers: [{ kind: "tanh" }] },
  objective: leastSquares(0, 1, 1),
  optimizer: {
    generator: DESCENT,
    discriminator: DESCENT,
    shared: false,
  },
  training: {
    steps: 10,
    batchSize: 4,
    discriminatorSteps: 1,
    order: "discriminator-first",
    latents: "fresh",
    discriminatorBatch: "full",
    realAndFake: "separate",
    fakesForDiscriminator: "training",
    generatorAverage: null,
  },
  evaluation: { everySteps: 5, samples: 10, metrics: [], primary: null },
  extensions: {},
};

export function leastSquares(
  a: number,
  b: number,
  c: number,
  discriminatorScale: "none" | "labels" = "none",
): ObjectiveSpec {
  return {
    kind: "least-squares",
    labels: { a, b, c },
    discriminatorFactor: 0.5,
    generatorFactor: 0.5,
    reduction: "mean",
    discriminatorScale,
    gradientPenalty: { kind: "none" },
  };
}
