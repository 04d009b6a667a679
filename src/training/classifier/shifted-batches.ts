/** Batches whose images are moved a little, each time otherwise: a classifier cannot learn them by heart. */
import type { BatchSource } from "../../data/dataset.ts";
import type { Seed } from "../../shared/brand.ts";
import { createStream } from "../../shared/random.ts";

/**
 * Each image of batch k is moved by a whole number of pixels in [−reach, reach] down and to the right, drawn from stream
 * (seed, "classifier-shift", k); what comes in from outside is black (−1). Images have one channel.
 */
export function shiftImages(
  batches: BatchSource,
  { height, width, reach, seed }: ShiftOptions,
): BatchSource {
  const size = height * width;
  return {
    fill(index, out) {
      batches.fill(index, out);
      const stream = createStream(seed, "classifier-shift", index);
      for (let at = 0; at < out.length; at += size) {
        const image = out.slice(at, at + size);
        const down = stream.integer(2 * reach + 1) - reach;
        const right = stream.integer(2 * reach + 1) - reach;
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) {
            const [fromY, fromX] = [y - down, x - right];
            const isInside = fromY >= 0 && fromY < height && fromX >= 0 && fromX < width;
            out[at + y * width + x] = isInside ? (image[fromY * width + fromX] ?? -1) : -1;
          }
      }
    },
    fillLabels: (index, out) => {
      batches.fillLabels(index, out);
    },
  };
}

export interface ShiftOptions {
  readonly height: number;
  readonly width: number;
  readonly reach: number;
  readonly seed: Seed;
}
