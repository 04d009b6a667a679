/**
 * One training step of a small DCGAN for 28×28 images, as one program: D's gradients on real and fake images, and G's.
 * G: dense → 7×7×2w → transposed convolution → 14×14×w → transposed convolution → 28×28×1. D mirrors it.
 */
import type { Tensor, Tensor4D } from "@tensorflow/tfjs-core";

import type { Program } from "../../../src/program/program.ts";
import { at } from "../../../src/program/shapes.ts";
import type { TensorLibrary } from "../../../src/program/tensor-library.ts";
import { trace } from "../../../src/program/trace.ts";

export interface DcganSizes {
  readonly batch: number;
  readonly latent: number;
  /** w above: 64 for the usual size. */
  readonly width: number;
  /** Height and width of the images: a multiple of 4. */
  readonly image: number;
}

type Shapes = Readonly<Record<string, readonly number[]>>;

export function dcganShapes({ batch, latent, width, image }: DcganSizes): {
  readonly data: Shapes;
  readonly generator: Shapes;
  readonly discriminator: Shapes;
} {
  const small = image / 4;
  const features = small * small * 2 * width;
  return {
    data: { real: [batch, image, image, 1], latents: [batch, latent] },
    generator: {
      gDense: [latent, features],
      gBias: [features],
      gScale1: [2 * width],
      gOffset1: [2 * width],
      gFilter1: [5, 5, width, 2 * width],
      gScale2: [width],
      gOffset2: [width],
      gFilter2: [5, 5, 1, width],
    },
    discriminator: {
      dFilter1: [5, 5, 1, width],
      dBias1: [width],
      dFilter2: [5, 5, width, 2 * width],
      dScale: [2 * width],
      dOffset: [2 * width],
      dDense: [features, 1],
      dBias: [1],
    },
  };
}

export function traceDcgan(sizes: DcganSizes): Program {
  const { data, generator, discriminator } = dcganShapes(sizes);
  return trace(
    { ...data, ...generator, ...discriminator },
    (given, { tf, gradient, stopGradient }) => {
      const t = (name: string): Tensor =>
        at(
          [given[name]].flatMap((x) => x ?? []),
          0,
        );
      const networks = new Networks(tf, t, sizes);
      const gNames = Object.keys(generator);
      const dNames = Object.keys(discriminator);
      const fake = networks.generate(t("latents"));
      const { real: realScores, fake: fakeScores } = {
        real: networks.discriminate(t("real")),
        fake: networks.discriminate(stopGradient(fake)),
      };
      const dLoss = tf.add(
        tf.mean(tf.square(tf.sub(realScores, 1))),
        tf.mean(tf.square(fakeScores)),
      );
      const gLoss = tf.mean(tf.square(tf.sub(networks.discriminate(fake), 1)));
      const dGradients = gradient(dLoss, dNames.map(t));
      const gGradients = gradient(gLoss, gNames.map(t));
      return {
        dLoss,
        gLoss,
        ...Object.fromEntries(dNames.map((name, i) => [`gradient/${name}`, at(dGradients, i)])),
        ...Object.fromEntries(gNames.map((name, i) => [`gradient/${name}`, at(gGradients, i)])),
      };
    },
  );
}

class Networks {
  readonly #tf: TensorLibrary;
  readonly #t: (name: string) => Tensor;
  readonly #sizes: DcganSizes;

  constructor(tf: TensorLibrary, t: (name: string) => Tensor, sizes: DcganSizes) {
    this.#tf = tf;
    this.#t = t;
    this.#sizes = sizes;
  }

  generate(latents: Tensor): Tensor {
    const [tf, t] = [this.#tf, this.#t];
    const { batch, width, image } = this.#sizes;
    const dense = tf.add(tf.matMul(latents, t("gDense")), t("gBias"));
    const small = tf.reshape(dense, [batch, image / 4, image / 4, 2 * width]);
    const first = tf.relu(this.#normalize(small, "gScale1", "gOffset1"));
    const middle = tf.conv2dTranspose(
      this.#images(first),
      this.#images(t("gFilter1")),
      [batch, image / 2, image / 2, width],
      2,
      "same",
    );
    const second = tf.relu(this.#normalize(middle, "gScale2", "gOffset2"));
    return tf.tanh(
      tf.conv2dTranspose(
        this.#images(second),
        this.#images(t("gFilter2")),
        [batch, image, image, 1],
        2,
        "same",
      ),
    );
  }

  discriminate(images: Tensor): Tensor {
    const [tf, t] = [this.#tf, this.#t];
    const { batch } = this.#sizes;
    const filtered = tf.conv2d(this.#images(images), this.#images(t("dFilter1")), 2, "same");
    const first = tf.leakyRelu(tf.add(filtered, t("dBias1")), 0.2);
    const second = tf.conv2d(this.#images(first), this.#images(t("dFilter2")), 2, "same");
    const normal = tf.leakyRelu(this.#normalize(second, "dScale", "dOffset"), 0.2);
    return tf.add(tf.matMul(tf.reshape(normal, [batch, -1]), t("dDense")), t("dBias"));
  }

  /** Batch normalisation by the statistics of this batch. */
  #normalize(x: Tensor, scale: string, offset: string): Tensor {
    const tf = this.#tf;
    const centred = tf.sub(x, tf.mean(x, [0, 1, 2], true));
    const variance = tf.mean(tf.square(centred), [0, 1, 2], true);
    const normal = tf.mul(centred, tf.rsqrt(tf.add(variance, 1e-3)));
    return tf.add(tf.mul(normal, this.#t(scale)), this.#t(offset));
  }

  #images(x: Tensor): Tensor4D {
    const [n = 1, height = 1, width = 1, channels = 1] = x.shape;
    return this.#tf.reshape(x, [n, height, width, channels]);
  }
}
