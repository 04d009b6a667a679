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
