/** One layer, computed in double precision. */
import type { LayerSpec } from "../../../src/config/spec.ts";
import type { LayerMode } from "../../../src/gan/layers/layer.ts";
import { layerModule } from "../../../src/gan/layers/registry.ts";
import { compute } from "../compute.ts";
import type { Values } from "../compute.ts";

/** The layer's output; `arrays` are its variables and masks by name. */
export function apply(
  spec: LayerSpec,
  x: Values,
  arrays: Readonly<Record<string, Values>> = {},
  mode: LayerMode = "training",
): number[] {
  return compute({ x, ...arrays }, (tf, read) =>
    layerModule(spec).apply(tf, spec, read("x"), {
      mode,
      variable: read,
      mask: read,
      moveStatistic: () => undefined,
    }),
  );
}
