/** A finished picture: 8-bit PNG bytes and its size. Equal pixels give equal bytes. */
import { decode, encode } from "fast-png";

export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
}

/** Pixels on their way to or from a PNG: 1 (grey) or 3 (RGB) bytes each, row by row. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

export function encodePicture({ width, height, channels, data }: Pixels): Picture {
  return { width, height, png: encode({ width, height, channels, data, depth: 8 }) };
}

/** Reads a PNG that `encodePicture` wrote. */
export function decodePicture(png: Uint8Array): Pixels {
  const { width, height, channels, depth, data } = decode(png);
  if (depth !== 8 || (channels !== 1 && channels !== 3)) {
    throw new Error(
      `Expected an 8-bit grey or RGB picture, got ${String(channels)} channels of ${String(depth)} bits`,
    );
  }
  return { width, height, channels, data: Uint8Array.from(data) };
}
