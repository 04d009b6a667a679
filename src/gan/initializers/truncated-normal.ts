/** Normal numbers, drawn again while they lie beyond two standard deviations. */
import type { RandomStream } from "../../shared/random.ts";

/** Standard deviation of a standard normal number kept within ±2, as Keras has it. */
export const TRUNCATED_DEVIATION = 0.87962566103423978;

export function fillTruncatedNormal(
  stream: RandomStream,
  out: Float32Array,
  mean: number,
  standardDeviation: number,
): void {
  for (let i = 0; i < out.length; i++) {
    let value = stream.normal();
    while (Math.abs(value) > 2) value = stream.normal();
    out[i] = mean + standardDeviation * value;
  }
}
