/** 1/(1 + e⁻ˣ). */
import { activation } from "./activation.ts";

export const sigmoid = activation("sigmoid", (tf, x) => tf.sigmoid(x));
