/** x where x > 0, slope·x elsewhere. */
import { activation } from "./activation.ts";
import type { LayerSpecOf } from "./layer.ts";

export const leakyRelu = activation<LayerSpecOf<"leaky-relu">>("leaky-relu", (tf, x, { slope }) =>
  tf.leakyRelu(x, slope),
);
