/** max(x, 0). */
import { activation } from "./activation.ts";

export const relu = activation("relu", (tf, x) => tf.relu(x));
