/** log(1 + eˣ). */
import { activation } from "./activation.ts";

export const softplus = activation("softplus", (tf, x) => tf.softplus(x));
