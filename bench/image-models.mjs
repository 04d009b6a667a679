/**
 * The image presets as resolved specs. `shrink` divides every width except the image's three channels and D's one number, so
 * that a machine without a graphics processor can try them.
 */

const ADAM = {
  kind: "adam",
  learningRate: 2e-4,
  beta1: 0.5,
  beta2: 0.999,
  epsilon: 1e-8,
  weightDecay: 0,
  convention: "pytorch",
  schedule: { kind: "constant" },
  gradientClip: { kind: "none" },
  weightLimit: null,
};

/** Names of presets whose images are three-channel, and the side of those images. */
export const IMAGE_SIDES = { "scenes-112": 112, "dcgan-64": 64 };

export function imageModel(presets, { name, batch, shrink }) {
  const side = IMAGE_SIDES[name];
  if (side === undefined) throw new Error(`Expected one of ${Object.keys(IMAGE_SIDES).join(", ")}`);
  const { generator, discriminator } = presets[name];
  return {
    sampleShape: [side, side, 3],
    spec: {
      latent: { size: 1024 / shrink, distribution: "uniform" },
      generator: { layers: generator.map((layer) => resolved(layer, shrink)) },
      discriminator: { layers: discriminator.map((layer) => resolved(layer, shrink)) },
      objective: {
        kind: "least-squares",
        labels: { a: 0, b: 1, c: 1 },
        discriminatorFactor: 0.5,
        generatorFactor: 0.5,
        reduction: "mean",
        discriminatorScale: "none",
        gradientPenalty: { kind: "none" },
      },
      optimizer: { generator: ADAM, discriminator: ADAM, shared: false },
      training: {
        batchSize: batch,
        discriminatorSteps: 1,
        order: "discriminator-first",
        latents: "fresh",
        discriminatorBatch: "full",
        realAndFake: "separate",
        fakesForDiscriminator: "training",
        generatorAverage: null,
      },
    },
  };
}

/** A preset's layer with its defaults filled in. */
function resolved(layer, shrink) {
  const narrow = (width) => (width <= 3 ? width : width / shrink);
  const trained = { padding: "same", biasInitializer: { kind: "zeros" } };
  const initializer = { kind: "glorot-uniform" };
  switch (layer.kind) {
    case "dense":
      return { initializer, ...trained, ...layer, units: narrow(layer.units) };
    case "conv2d":
      return { initializer, ...trained, ...layer, filters: narrow(layer.filters) };
    case "conv2d-transpose":
      return {
        ...{ initializer, outputSize: null },
        ...trained,
        ...{ ...layer, filters: narrow(layer.filters) },
      };
    case "reshape": {
      const [height, width, channels] = layer.shape;
      return { ...layer, shape: [height, width, narrow(channels)] };
    }
    default:
      return layer;
  }
}
