/**
 * The least-squares GAN with labels a (fake), b (real) and c (what G wants D to say of a fake):
 *
 *     D: discriminatorFactor·(mean((D(x) − b)²) + mean((D(G(z)) − a)²))
 *     G: generatorFactor·mean((D(G(z)) − c)²)
 *
 * D is linear, [batchSize, 1]. `reduction: sum` has sums over the batch in place of the means.
 *
 * `discriminatorScale: labels` makes D(x) = (a + b)/2 + (b − a)·net(x) and divides both losses by (b − a)². That is
 * least squares on net(x) with the labels −½ and ½ and G's target t − ½, t = (c − a)/(b − a), and it is computed so:
 * schemes with equal t are the same arithmetic, bit for bit.
 *
 * Source: Mao et al., arXiv:1611.04076, eq. 2.
 */
import type { LabelScheme } from "../../config/spec.ts";
import type { Tensor, TensorLibrary } from "../../program/tensor-library.ts";
import { reduce } from "./objective.ts";
import type { Objective, ObjectiveSpecOf } from "./objective.ts";

type Spec = ObjectiveSpecOf<"least-squares">;

export const leastSquares: Objective<Spec> = {
  kind: "least-squares",
  gradientPenalty: (spec) => spec.gradientPenalty,
  scores: (tf, { labels, discriminatorScale }, outputs) => {
    if (discriminatorScale === "none") return outputs;
    const { a, b } = labels;
    return tf.add(tf.mul(outputs, b - a), (a + b) / 2);
  },
  discriminatorLoss: (tf, spec, { real, fake }) => {
    const { fakeLabel, realLabel } = targets(spec);
    const factor = spec.discriminatorFactor;
    return {
      real: tf.mul(distance(tf, spec, real, realLabel), factor),
      fake: tf.mul(distance(tf, spec, fake, fakeLabel), factor),
    };
  },
  generatorLoss: (tf, spec, fake) =>
    tf.mul(distance(tf, spec, fake, targets(spec).generatorTarget), spec.generatorFactor),
};

interface Targets {
  readonly fakeLabel: number;
  readonly realLabel: number;
  readonly generatorTarget: number;
}

/** What the network's output is compared with. */
function targets({ labels, discriminatorScale }: Spec): Targets {
  const { a, b, c } = labels;
  return discriminatorScale === "none"
    ? { fakeLabel: a, realLabel: b, generatorTarget: c }
    : { fakeLabel: -0.5, realLabel: 0.5, generatorTarget: labelPosition(labels) - 0.5 };
}

/** t = (c − a)/(b − a): 0 where G aims at the fakes' label, 1 where it aims at the real one. */
const labelPosition = ({ a, b, c }: LabelScheme): number => (c - a) / (b - a);

function distance(tf: TensorLibrary, { reduction }: Spec, outputs: Tensor, label: number): Tensor {
  return reduce(tf, reduction, tf.square(tf.sub(outputs, label)));
}
