/** The self-normalising unit: 1.0507·(x where x > 0, 1.6733·(eˣ − 1) elsewhere). Source: arXiv:1706.02515, eq. 2. */
import { activation } from "./activation.ts";

export const selu = activation("selu", (tf, x) => tf.selu(x));
