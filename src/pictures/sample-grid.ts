/** Generated or real images side by side. */
import type { Picture } from "./picture.ts";
import { encodePicture } from "./picture.ts";

export interface GridOptions {
  readonly columns: number;
  /** Grey pixels between and around the images. Default 2. */
  readonly padding?: number;
  /** Each pixel becomes scale × scale pixels. Default 1. */
  readonly scale?: number;
}

const PADDING_GREY = 90;

/**
 * Draws samples ([n, …sampleShape] flattened, sampleShape [height, width, 1 or 3], values in [−1, 1]) row by row. −1 becomes
 * black, 1 white; values outside are cut off, and what is not a number becomes black.
 */
export function sampleGrid(
  samples: Float32Array,
  sampleShape: readonly number[],
  { columns, padding = 2, scale = 1 }: GridOptions,
): Picture {
  const [imageHeight = 0, imageWidth = 0, depth = 0] = sampleShape;
  if (depth !== 1 && depth !== 3) {
    const shape = `[${sampleShape.join(", ")}]`;
    throw new Error(`Expected images of shape [height, width, 1 or 3], got ${shape}`);
  }
  const channels: 1 | 3 = depth;
  const count = samples.length / (imageHeight * imageWidth * channels);
  const rows = Math.max(1, Math.ceil(count / columns));
  const cellWidth = imageWidth * scale + padding;
  const cellHeight = imageHeight * scale + padding;
  const width = columns * cellWidth + padding;
  const height = rows * cellHeight + padding;
  const data = new Uint8Array(width * height * channels).fill(PADDING_GREY);
  const rowValues = imageWidth * channels;
  for (let image = 0; image < count; image++) {
    const left = padding + (image % columns) * cellWidth;
    const top = padding + Math.floor(image / columns) * cellHeight;
    for (let y = 0; y < imageHeight * scale; y++) {
      const from = (image * imageHeight + Math.floor(y / scale)) * rowValues;
      const to = ((top + y) * width + left) * channels;
      for (let x = 0; x < imageWidth * scale; x++) {
        for (let channel = 0; channel < channels; channel++) {
          const value = samples[from + Math.floor(x / scale) * channels + channel] ?? 0;
          data[to + x * channels + channel] = toByte(value);
        }
      }
    }
  }
  return encodePicture({ width, height, channels, data });
}

function toByte(value: number): number {
  const clipped = value > -1 ? Math.min(value, 1) : -1;
  return Math.round((clipped + 1) * 127.5);
}
