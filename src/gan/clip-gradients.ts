/** Gradients of one network within a limit, before its optimizer sees them. */
import type { GradientClipSpec } from "../config/spec.ts";
import type { Tensor, TensorLibrary } from "../program/tensor-library.ts";

/**
 * value: every number to [−limit, limit]. norm: all gradients times limit/max(limit, ‖all of them‖₂), which keeps their
 * direction (Pascanu et al., arXiv:1211.5063, algorithm 1).
 */
export function clipGradients(
  tf: TensorLibrary,
  clip: GradientClipSpec,
  gradients: readonly Tensor[],
): readonly Tensor[] {
  switch (clip.kind) {
    case "none":
      return gradients;
    case "value":
      return gradients.map((gradient) => tf.clipByValue(gradient, -clip.limit, clip.limit));
    case "norm": {
      const [first, ...rest] = gradients.map((gradient) => tf.sum(tf.square(gradient)));
      if (first === undefined) return gradients;
      const norm = tf.sqrt(rest.reduce((sum, square) => tf.add(sum, square), first));
      const factor = tf.div(clip.limit, tf.maximum(norm, clip.limit));
      return gradients.map((gradient) => tf.mul(gradient, factor));
    }
    default:
      return clip satisfies never;
  }
}
