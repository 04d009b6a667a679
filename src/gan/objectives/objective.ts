/**
 * The one skeleton of every objective: what the discriminator and the generator minimise. One file each, registered in
 * registry.ts; an extension file exports the same members, with `schema` besides.
 */
import type { GradientPenaltySpec, ObjectiveSpec } from "../../config/spec.ts";
import type { Tensor, TensorLibrary } from "../../program/tensor-library.ts";

/**
 * `Spec` is the resolved spec of our own kinds; an extension is given its `options`. Outputs are what the discriminator
 * network gives for a batch, [batchSize, 1]. Losses are scalars, written in operations of `tf`, the tensor library.
 */
export interface Objective<Spec = ObjectiveSpec> {
  readonly kind: string;
  /** What D says of samples, as it is logged: [batchSize, 1]. Default: the network's output itself. */
  scores?(tf: TensorLibrary, spec: Spec, outputs: Tensor): Tensor;
  /** A penalty on the slope of the discriminator network, added to its loss. Default: none. */
  gradientPenalty?(spec: Spec): GradientPenaltySpec;
  /** The discriminator's loss is the sum of both parts, and of the penalty where there is one. */
  discriminatorLoss(tf: TensorLibrary, spec: Spec, outputs: ScoredPair): DiscriminatorLoss;
  generatorLoss(tf: TensorLibrary, spec: Spec, fakeOutputs: Tensor): Tensor;
}

export interface ScoredPair {
  readonly real: Tensor;
  readonly fake: Tensor;
}

export interface DiscriminatorLoss {
  readonly real: Tensor;
  readonly fake: Tensor;
}

export type ObjectiveSpecOf<Kind extends ObjectiveSpec["kind"]> = Extract<
  ObjectiveSpec,
  { readonly kind: Kind }
>;

/** The mean or the sum over a batch's losses, as a scalar. */
export function reduce(tf: TensorLibrary, reduction: "mean" | "sum", losses: Tensor): Tensor {
  return reduction === "mean" ? tf.mean(losses) : tf.sum(losses);
}
