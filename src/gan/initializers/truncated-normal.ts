/** Normal numbers, drawn again while they lie beyond two standard deviations. */
import { fillNormal } from "../../shared/random.ts";
import type { RandomStream } from "../../shared/random.ts";

/** Standard deviation of a standard normal number kept within ±2, as Keras has it. */
export const TRUNCATED_DEVIATION = 0.87962566103423978;

export function fillTruncatedNormal(
  stream: RandomStream,
  out: Float32Array,
  mean: number,
  standardDeviation: number,
): void {
  // Never more numbers at once than are still to be filled, so that the stream is left where single draws leave it.
  const drawn = new Float32Array(Math.min(out.length, DRAWN_AT_ONCE));
  for (let filled = 0; filled < out.length;) {
    const some = drawn.subarray(0, Math.min(out.length - filled, drawn.length));
    fillNormal(stream, some);
    for (const value of some)
      if (Math.abs(value) <= 2) out[filled++] = mean + standardDeviation * value;
  }
}

/** Whole blocks of the generator, many of which are drawn much faster than one number after the other. */
const DRAWN_AT_ONCE = 4096;
