/** x·sigmoid(x). */
import { activation } from "./activation.ts";

export const silu = activation("silu", (tf, x) => tf.mul(x, tf.sigmoid(x)));
