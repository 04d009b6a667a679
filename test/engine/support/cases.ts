/** What executors are compared on: every layer kind, objective, optimizer and order of a step, as small as can be. */
import type { CellSpec } from "../../../src/config/experiment.ts";
import type { LayerSpec } from "../../../src/config/spec.ts";
import {
  ADAM,
  batchNormalization,
  cell,
  COMMON,
  crossEntropy,
  dense,
  leaky,
  leastSquares,
} from "../../gan/specs.ts";

/** For networks that join labels. */
export const CLASSES = 3;

export interface Case {
  readonly name: string;
  readonly spec: CellSpec;
  readonly sampleShape: readonly number[];
}

const vectors = (name: string, changes: Parameters<typeof cell>[0]): Case => ({
  name,
  spec: cell(changes),
  sampleShape: [2],
});

/** A kind of layer between dense layers of both networks. */
const between = (...layers: readonly LayerSpec[]): Case =>
  vectors(layers[0]?.kind ?? "", {
    generator: { layers: [dense(4), ...layers, dense(2)] },
    discriminator: { layers: [dense(4), ...layers, dense(1)] },
  });

const convolution = (
  kind: "conv2d" | "conv2d-transpose",
  filters: number,
  stride: number,
): LayerSpec => ({
  ...(kind === "conv2d" ? { kind } : { kind, outputSize: null }),
  filters,
  kernel: 3,
  stride,
  padding: "same",
  bias: true,
  initializer: { kind: "glorot-uniform" },
  biasInitializer: { kind: "zeros" },
});

/** Layers over 4×4 pictures: in D, and in G where they keep the size. */
const pictures = (name: string, discriminator: LayerSpec[], generator: LayerSpec[] = []): Case => ({
  name,
  sampleShape: [4, 4, 1],
  spec: cell({
    generator: {
      layers: [dense(16), { kind: "reshape", shape: [4, 4, 1] }, ...generator, { kind: "tanh" }],
    },
    discriminator: { layers: [...discriminator, { kind: "flatten" }, dense(1)] },
  }),
});

export const LAYER_CASES: readonly Case[] = [
  ...(["relu", "tanh", "sigmoid", "selu", "softplus", "silu"] as const).map((kind) =>
    between({ kind }),
  ),
  between({ kind: "elu", alpha: 0.7 }),
  between(leaky),
  between(batchNormalization()),
  between({ kind: "dropout", rate: 0.4, channels: false }),
  between({ kind: "layer-normalization", over: "features", epsilon: 1e-3 }),
  between({ kind: "gated" }, dense(4)),
  between({
    kind: "maxout",
    units: 4,
    pieces: 3,
    bias: true,
    initializer: { kind: "glorot-uniform" },
    biasInitializer: { kind: "glorot-uniform" },
  }),
  between({ kind: "residual", layers: [dense(4), leaky], shortcut: [], scale: 0.5 }),
  between({ kind: "repeat", times: 2, layers: [dense(4), { kind: "tanh" }] }),
  pictures("conv2d", [convolution("conv2d", 2, 2), leaky], [convolution("conv2d", 1, 1)]),
  pictures("conv2d-transpose", [leaky], [convolution("conv2d-transpose", 1, 1)]),
  pictures("dropout, channels", [
    convolution("conv2d", 3, 1),
    { kind: "dropout", rate: 0.4, channels: true },
  ]),
  pictures("upsample", [{ kind: "upsample", factor: 2, interpolation: "nearest" }]),
  pictures("upsample, bilinear", [{ kind: "upsample", factor: 2, interpolation: "bilinear" }]),
  pictures("average-pool", [{ kind: "average-pool", size: 2, stride: 2, padding: "same" }]),
  pictures("max-pool", [{ kind: "max-pool", size: 2, stride: 2, padding: "same" }]),
  pictures("global-pool", [
    convolution("conv2d", 3, 1),
    { kind: "global-pool", reduction: "mean" },
  ]),
  between({ kind: "minibatch-stddev", epsilon: 1e-6 }),
  between({ kind: "join-label", size: 3, initializer: { kind: "glorot-uniform" } }),
  vectors("pack", {
    discriminator: { layers: [{ kind: "pack", count: 2 }, dense(5), leaky, dense(1)] },
  }),
];

export const OBJECTIVE_CASES: readonly Case[] = [
  ...[
    { a: -1, b: 1, c: 0 },
    { a: 0, b: 1, c: 0.5 },
  ].map((labels) =>
    vectors(`least-squares ${JSON.stringify(labels)}`, { objective: leastSquares({ labels }) }),
  ),
  vectors("least-squares, sum, scaled by labels", {
    objective: leastSquares({
      labels: { a: -1, b: 1, c: 0 },
      reduction: "sum",
      discriminatorScale: "labels",
    }),
  }),
  vectors("cross-entropy", { objective: crossEntropy() }),
  vectors("wasserstein", {
    objective: {
      kind: "wasserstein",
      gradientPenalty: { kind: "interpolates", weight: 10 },
    },
  }),
];

const optimizers = (generator: CellSpec["optimizer"]["generator"]): CellSpec["optimizer"] => ({
  generator,
  discriminator: generator,
  shared: false,
});

export const OPTIMIZER_CASES: readonly Case[] = [
  vectors("adam, shared", { optimizer: { ...ADAM, shared: true } }),
  ...[0, 0.9].map((momentum) =>
    vectors(`rmsprop, momentum ${momentum}`, {
      optimizer: optimizers({
        ...COMMON,
        kind: "rmsprop",
        learningRate: 1e-3,
        decay: 0.9,
        momentum,
        epsilon: 1e-7,
      }),
    }),
  ),
  ...[
    { momentum: 0, nesterov: false },
    { momentum: 0.9, nesterov: false },
    { momentum: 0.9, nesterov: true },
  ].map((options) =>
    vectors(`sgd ${JSON.stringify(options)}`, {
      optimizer: optimizers({ ...COMMON, kind: "sgd", learningRate: 1e-2, ...options }),
    }),
  ),
];

export const STEP_CASES: readonly Case[] = [
  ...(["generator-first", "simultaneous"] as const).map((order) =>
    vectors(order, { training: { order } }),
  ),
  vectors("three discriminator steps", { training: { discriminatorSteps: 3 } }),
  vectors("the seed's batches", {
    training: {
      discriminatorBatch: "half",
      realAndFake: "joint",
      fakesForDiscriminator: "inference",
    },
  }),
  vectors("batch normalization in D, real and fake apart", {
    discriminator: { layers: [dense(5), batchNormalization(), leaky, dense(1)] },
  }),
];
