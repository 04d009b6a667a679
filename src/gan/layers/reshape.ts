/** The same numbers in another shape. */
import { LayerShapeError, printShape } from "./layer.ts";
import type { LayerModule, LayerSpecOf } from "./layer.ts";
import { sizeOf } from "../../program/program.ts";

export const reshape: LayerModule<LayerSpecOf<"reshape">> = {
  kind: "reshape",
  outputShape: ({ shape }, input) => {
    const [have, want] = [sizeOf(input), sizeOf(shape)];
    if (have !== want) {
      throw new LayerShapeError(
        `Expected a shape of ${have} numbers like the input ${printShape(input)}, got ${printShape(shape)}, which has ${want}`,
      );
    }
    return shape;
  },
  apply: (tf, { shape }, x) => tf.reshape(x, [-1, ...shape]),
};
