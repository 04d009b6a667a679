/** Samples as a feature network wants to see them: channels, size, range and layout. */
import type { FeaturesSpec } from "../config/spec.ts";
import { LabError } from "../shared/errors.ts";

export interface PreparedImages {
  /** [n, …shape] flattened. */
  readonly data: Float32Array;
  /** Of one image: [channels, height, width], or [height, width, channels]. */
  readonly shape: readonly number[];
}

/** `samples`: [n, height, width, channels] flattened, in [−1, 1]. @throws LabError CONFIG where they are no images. */
export function prepareImages(
  samples: Float32Array,
  sampleShape: readonly number[],
  { channels, size, layout, range }: FeaturesSpec,
): PreparedImages {
  const [height, width, own] = sampleShape;
  if (height === undefined || width === undefined || own === undefined || sampleShape.length > 3)
    throw new LabError(
      "CONFIG",
      `Expected images, got samples of shape [${sampleShape.join(", ")}]`,
    );
  const wanted = channels ?? own;
  if (own !== 1 && own !== wanted) {
    throw new LabError(
      "CONFIG",
      `Expected \`features.channels\` to be ${String(own)}, as the images have, got ${String(wanted)}`,
    );
  }
  const target = { height: size ?? height, width: size ?? width };
  const [rows, columns] = [resample(height, target.height), resample(width, target.width)];
  const scaled = SCALES[range];
  const plane = target.height * target.width;
  const count = samples.length / (height * width * own);
  const data = new Float32Array(count * plane * wanted);
  let to = 0;
  for (let image = 0; image < count; image++) {
    const start = image * height * width * own;
    const pixel = (y: number, x: number, c: number): number =>
      samples[start + (y * width + x) * own + (own === 1 ? 0 : c)] ?? 0;
    for (let i = 0; i < plane * wanted; i++) {
      const [c, place] =
        layout === "nchw"
          ? [Math.floor(i / plane), i % plane]
          : [i % wanted, Math.floor(i / wanted)];
      const row = rows[Math.floor(place / target.width)] ?? HERE;
      const column = columns[place % target.width] ?? HERE;
      const upper = mix(
        pixel(row.from, column.from, c),
        pixel(row.from, column.to, c),
        column.share,
      );
      const lower = mix(pixel(row.to, column.from, c), pixel(row.to, column.to, c), column.share);
      data[to++] = scaled(mix(upper, lower, row.share));
    }
  }
  const { height: h, width: w } = target;
  return { data, shape: layout === "nchw" ? [wanted, h, w] : [h, w, wanted] };
}

const SCALES: Readonly<Record<FeaturesSpec["range"], (value: number) => number>> = {
  signed: (value) => value,
  unit: (value) => (value + 1) / 2,
  byte: (value) => (value + 1) * 127.5,
};

interface Between {
  readonly from: number;
  readonly to: number;
  readonly share: number;
}

const HERE: Between = { from: 0, to: 0, share: 0 };

/** Where each of `wanted` places lies among `own`, centres of pixels over centres. */
function resample(own: number, wanted: number): readonly Between[] {
  return Array.from({ length: wanted }, (_, i) => {
    const place = Math.min(Math.max(((i + 0.5) * own) / wanted - 0.5, 0), own - 1);
    const from = Math.floor(place);
    return { from, to: Math.min(from + 1, own - 1), share: place - from };
  });
}

const mix = (one: number, other: number, share: number): number => one + (other - one) * share;
