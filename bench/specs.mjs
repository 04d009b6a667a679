/** The models the benchmarks train, as resolved specs. */

const GLOROT = { kind: "glorot-uniform" };
const ZEROS = { kind: "zeros" };
const FIRST = { kind: "normal", mean: 0, standardDeviation: 0.02 };

const dense = (units, initializer = GLOROT) => ({
  kind: "dense",
  units,
  bias: true,
  initializer,
  biasInitializer: ZEROS,
});
const leaky = { kind: "leaky-relu", slope: 0.2 };
const normalization = { kind: "batch-normalization", momentum: 0.8, epsilon: 1e-3 };

const ADAM = {
  kind: "adam",
  learningRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
  epsilon: 1e-7,
  weightDecay: 0,
  convention: "keras",
  schedule: { kind: "constant" },
  gradientClip: { kind: "none" },
  weightLimit: null,
};

/** The seed article's model: D on 16 fakes (moving statistics) and 16 real images in one batch, then G on 32 latents. */
export const SEED_MLP = {
  sampleShape: [784],
  spec: {
    latent: { size: 100, distribution: "normal" },
    generator: {
      layers: [
        ...[dense(128, FIRST), leaky, normalization],
        ...[dense(256), leaky, normalization],
        ...[dense(512), leaky, normalization],
        ...[dense(784), { kind: "tanh" }],
      ],
    },
    discriminator: {
      layers: [
        ...[{ kind: "flatten" }, dense(128, FIRST), leaky, dense(256), leaky],
        ...[dense(512), leaky, dense(1)],
      ],
    },
    objective: {
      kind: "least-squares",
      labels: { a: 0, b: 1, c: 1 },
      discriminatorFactor: 0.5,
      generatorFactor: 1,
      reduction: "mean",
      discriminatorScale: "none",
      gradientPenalty: { kind: "none" },
      gradientPenalty: { kind: "none" },
    },
    optimizer: { generator: ADAM, discriminator: ADAM, shared: true },
    training: {
      batchSize: 32,
      discriminatorSteps: 1,
      order: "discriminator-first",
      latents: "fresh",
      discriminatorBatch: "half",
      realAndFake: "joint",
      fakesForDiscriminator: "inference",
      generatorAverage: null,
    },
  },
};

const image = (kind, filters, kernel = 5) => ({
  ...(kind === "conv2d-transpose" ? { outputSize: null } : {}),
  kind,
  filters,
  kernel,
  stride: 2,
  padding: "same",
  bias: true,
  initializer: FIRST,
  biasInitializer: ZEROS,
});
const imageNormalization = { ...normalization, momentum: 0.9 };

/** A DCGAN for 28×28 images, 64 channels wide, batches of 64: D on 64 fakes and 64 real images apart, then G. */
export const DCGAN_28 = {
  sampleShape: [28, 28, 1],
  spec: {
    ...SEED_MLP.spec,
    generator: {
      layers: [
        ...[dense(7 * 7 * 128, FIRST), imageNormalization, { kind: "relu" }],
        { kind: "reshape", shape: [7, 7, 128] },
        ...[image("conv2d-transpose", 64), imageNormalization, { kind: "relu" }],
        ...[image("conv2d-transpose", 1), { kind: "tanh" }],
      ],
    },
    discriminator: {
      layers: [
        ...[image("conv2d", 64), leaky],
        ...[image("conv2d", 128), imageNormalization, leaky],
        ...[{ kind: "flatten" }, dense(1, FIRST)],
      ],
    },
    optimizer: { generator: ADAM, discriminator: ADAM, shared: false },
    training: {
      ...SEED_MLP.spec.training,
      batchSize: 64,
      discriminatorBatch: "full",
      realAndFake: "separate",
      fakesForDiscriminator: "training",
    },
  },
};

export const MODELS = { "seed-mlp": SEED_MLP, "dcgan-28": DCGAN_28 };
