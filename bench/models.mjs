/**
 * The seven models of the benchmark: presets with their defaults filled in, and how each is trained. `describeModel` is what
 * peers are told: the same layers as plain data.
 */
import { MODELS, SEED_MLP } from "./specs.mjs";

/** Batch size, shape of a sample, latent size, and what differs from `training` below. */
const TRAINED = {
  "ring-mlp": { batch: 512, sample: [2], latent: 256 },
  "keras-gan-mlp": {
    ...{ batch: 32, sample: [28, 28, 1], latent: 100 },
    training: { fakesForDiscriminator: "inference" },
  },
  "mnist-conv": { batch: 64, sample: [28, 28, 1], latent: 100 },
  "dcgan-64": { batch: 64, sample: [64, 64, 3], latent: 1024 },
  "digit-conv": { batch: 64, sample: [28, 28, 1], latent: 100 },
};

export const MODEL_NAMES = [...Object.keys(MODELS), ...Object.keys(TRAINED)];

/** `presets` are the library's. */
export function createModel(presets, name) {
  const model = MODELS[name];
  if (model !== undefined) return model;
  const { batch, sample, latent, training } = TRAINED[name];
  const { generator, discriminator } = presets[name];
  return {
    sampleShape: sample,
    spec: {
      ...SEED_MLP.spec,
      latent: { size: latent, distribution: "normal" },
      generator: { layers: generator.map(resolved) },
      discriminator: { layers: discriminator.map(resolved) },
      training: {
        ...SEED_MLP.spec.training,
        batchSize: batch,
        discriminatorBatch: "full",
        realAndFake: "separate",
        fakesForDiscriminator: "training",
        ...training,
      },
    },
  };
}

/** A preset's layer with its defaults filled in. */
function resolved(layer) {
  const trained = { bias: true, initializer: { kind: "glorot-uniform" } };
  const zeros = { biasInitializer: { kind: "zeros" } };
  if (layer.kind === "dense") return { ...trained, ...zeros, ...layer };
  if (layer.kind === "conv2d") return { padding: "same", ...trained, ...zeros, ...layer };
  if (layer.kind === "conv2d-transpose")
    return { padding: "same", outputSize: null, ...trained, ...zeros, ...layer };
  return layer;
}

export function describeModel({ spec, sampleShape }) {
  const { batchSize, discriminatorBatch, realAndFake, fakesForDiscriminator } = spec.training;
  return {
    batch: batchSize,
    discriminatorBatch: discriminatorBatch === "half" ? batchSize / 2 : batchSize,
    joint: realAndFake === "joint",
    fakesInTraining: fakesForDiscriminator === "training",
    latent: spec.latent.size,
    sample: sampleShape,
    generator: spec.generator.layers,
    discriminator: spec.discriminator.layers,
  };
}
