/** Small settings that tests start from. */
import type { CellSpec } from "../../src/config/experiment.ts";
import type {
  InitializerSpec,
  LayerSpec,
  ObjectiveSpec,
  OptimizersSpec,
} from "../../src/config/spec.ts";
import type { LayerSpecOf } from "../../src/gan/layers/layer.ts";

const GLOROT: InitializerSpec = { kind: "glorot-uniform" };
const ZEROS: InitializerSpec = { kind: "zeros" };

export const dense = (units: number, options: Partial<LayerSpecOf<"dense">> = {}): LayerSpec => ({
  kind: "dense",
  units,
  bias: true,
  initializer: GLOROT,
  biasInitializer: ZEROS,
  ...options,
});

export const batchNormalization = (momentum = 0.8): LayerSpec => ({
  kind: "batch-normalization",
  momentum,
  epsilon: 1e-3,
});

export const leaky: LayerSpec = { kind: "leaky-relu", slope: 0.2 };

export const leastSquares = (
  options: Partial<Extract<ObjectiveSpec, { readonly kind: "least-squares" }>> = {},
): ObjectiveSpec => ({
  kind: "least-squares",
  labels: { a: 0, b: 1, c: 1 },
  discriminatorFactor: 0.5,
  generatorFactor: 0.5,
  reduction: "mean",
  discriminatorScale: "none",
  gradientPenalty: { kind: "none" },
  ...options,
});

export const crossEntropy = (
  options: Partial<Extract<ObjectiveSpec, { readonly kind: "cross-entropy" }>> = {},
): ObjectiveSpec => ({
  kind: "cross-entropy",
  reduction: "mean",
  realSmoothing: 0,
  gradientPenalty: { kind: "none" },
  ...options,
});

/** What every optimizer has, at its default. */
export const COMMON = {
  convention: "keras",
  schedule: { kind: "constant" },
  gradientClip: { kind: "none" },
  weightLimit: null,
} as const;

const adam = {
  ...COMMON,
  kind: "adam",
  learningRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
  epsilon: 1e-7,
  weightDecay: 0,
} as const;
export const ADAM: OptimizersSpec = { generator: adam, discriminator: adam, shared: false };

/** A tiny pair on two-dimensional data: batch normalisation and every training option at its default. */
export function cell({
  training,
  ...rest
}: Partial<Omit<CellSpec, "training">> & {
  readonly training?: Partial<CellSpec["training"]>;
} = {}): CellSpec {
  return {
    dataset: {
      kind: "mixture",
      modes: { kind: "ring", count: 8, radius: 1, doubledTop: false },
      standardDeviation: 0.01,
    },
    latent: { size: 3, distribution: "normal" },
    generator: { layers: [dense(4), leaky, batchNormalization(), dense(2), { kind: "tanh" }] },
    discriminator: { layers: [dense(5), leaky, dense(1)] },
    objective: leastSquares(),
    optimizer: ADAM,
    training: {
      steps: 1,
      batchSize: 4,
      discriminatorSteps: 1,
      order: "discriminator-first",
      latents: "fresh",
      discriminatorBatch: "full",
      realAndFake: "separate",
      fakesForDiscriminator: "training",
      generatorAverage: null,
      ...training,
    },
    evaluation: { everySteps: 1, samples: 1, metrics: [], primary: null },
    extensions: {},
    ...rest,
  };
}

const wide = (units: number): LayerSpec[] => [dense(units), leaky, batchNormalization()];
const first: Partial<LayerSpecOf<"dense">> = {
  initializer: { kind: "normal", mean: 0, standardDeviation: 0.02 },
};

/** The seed article's run. */
export const SEED_CELL = cell({
  latent: { size: 100, distribution: "normal" },
  generator: {
    layers: [
      dense(128, first),
      leaky,
      batchNormalization(),
      ...wide(256),
      ...wide(512),
      dense(784),
      { kind: "tanh" },
      { kind: "reshape", shape: [28, 28, 1] },
    ],
  },
  discriminator: {
    layers: [
      { kind: "flatten" },
      dense(128, first),
      leaky,
      dense(256),
      leaky,
      dense(512),
      leaky,
      dense(1),
    ],
  },
  objective: leastSquares({ generatorFactor: 1 }),
  optimizer: { ...ADAM, shared: true },
  training: {
    batchSize: 32,
    discriminatorBatch: "half",
    realAndFake: "joint",
    fakesForDiscriminator: "inference",
    generatorAverage: null,
  },
});

const orthogonal = (units: number): LayerSpec =>
  dense(units, { initializer: { kind: "orthogonal", gain: 1.4 } });

/** The paper's mixture of Gaussians. */
export const RING_CELL = cell({
  latent: { size: 256, distribution: "normal" },
  generator: {
    layers: [orthogonal(128), { kind: "tanh" }, orthogonal(128), { kind: "tanh" }, orthogonal(2)],
  },
  discriminator: {
    layers: [orthogonal(128), { kind: "tanh" }, orthogonal(128), { kind: "tanh" }, orthogonal(1)],
  },
  objective: leastSquares({ reduction: "sum" }),
  training: { batchSize: 512, order: "simultaneous", latents: "shared" },
});
