/** Skeleton of the activations: each maps every number by itself, keeps the shape and owns no variables. */
import type { LayerSpec } from "../../config/spec.ts";
import type { Tensor, TensorLibrary } from "../../program/tensor-library.ts";
import type { LayerModule } from "./layer.ts";

/** Completes the skeleton of an activation. */
export function activation<Spec = LayerSpec>(
  kind: string,
  map: (tf: TensorLibrary, x: Tensor, spec: Spec) => Tensor,
): LayerModule<Spec> {
  return {
    kind,
    outputShape: (_, input) => input,
    apply: (tf, spec, x) => map(tf, x, spec),
  };
}
