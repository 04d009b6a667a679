/** tanh(x). */
import { activation } from "./activation.ts";

export const tanh = activation("tanh", (tf, x) => tf.tanh(x));
