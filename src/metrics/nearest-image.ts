/** For each sample the nearest true image, by Euclidean distance over all pixels. Shared by the metrics of finite sets. */
import type { Dataset } from "../data/dataset.ts";

export interface NearestImages {
  /** Index of the nearest true image of each sample. */
  readonly indices: Uint32Array;
  /** Squared distance to it. */
  readonly squaredDistances: Float64Array;
}

/**
 * Searches all true images for each sample, with ‖x − y‖² = ‖x‖² − 2x·y + ‖y‖². Of equally near images the first counts.
 * The last answer is kept, because several metrics ask the same question of the same samples.
 */
export function findNearestImages(samples: Float32Array, dataset: Dataset): NearestImages {
  const checksum = checksumOf(samples);
  if (last?.samples.deref() !== samples || last.checksum !== checksum || last.of !== dataset) {
    const answer = search(samples, trueImagesOf(dataset));
    last = { samples: new WeakRef(samples), checksum, of: dataset, answer };
  }
  return last.answer;
}

/** Half the smallest distance between two true images: nearer than this, a sample can be one image only. */
export function matchRadius(dataset: Dataset): number {
  let radius = radii.get(dataset);
  if (radius === undefined) {
    radius = smallestDistance(trueImagesOf(dataset)) / 2;
    radii.set(dataset, radius);
  }
  return radius;
}

let last:
  | {
      readonly samples: WeakRef<Float32Array>;
      readonly checksum: number;
      readonly of: Dataset;
      readonly answer: NearestImages;
    }
  | undefined;
const radii = new WeakMap<Dataset, number>();
const images = new WeakMap<Dataset, TrueImages>();

/** Images compared at once: their values of one pixel lie side by side. */
const LANES = 4;

interface TrueImages {
  readonly count: number;
  readonly pixels: number;
  readonly values: Float32Array;
  /** [ceil(count / 4), pixels, 4]: the values, four images interleaved. */
  readonly interleaved: Float32Array;
  readonly squaredNorms: Float64Array;
}

function trueImagesOf(dataset: Dataset): TrueImages {
  const known = images.get(dataset);
  if (known !== undefined) return known;
  if (dataset.samples === null) {
    throw new Error(`Expected data set \`${dataset.kind}\` to have samples`);
  }
  const values = dataset.samples;
  const pixels = dataset.sampleShape.reduce((product, length) => product * length, 1);
  const count = values.length / pixels;
  const interleaved = new Float32Array(Math.ceil(count / LANES) * LANES * pixels);
  const squaredNorms = new Float64Array(count);
  for (let image = 0; image < count; image++) {
    const block = Math.floor(image / LANES) * LANES * pixels + (image % LANES);
    for (let pixel = 0; pixel < pixels; pixel++) {
      const value = values[image * pixels + pixel] ?? 0;
      interleaved[block + pixel * LANES] = value;
      squaredNorms[image] = (squaredNorms[image] ?? 0) + value * value;
    }
  }
  const found = { count, pixels, values, interleaved, squaredNorms };
  images.set(dataset, found);
  return found;
}

function search(samples: Float32Array, trueImages: TrueImages): NearestImages {
  const { count, pixels, squaredNorms } = trueImages;
  const n = samples.length / pixels;
  const indices = new Uint32Array(n);
  const squaredDistances = new Float64Array(n);
  const products = new Float64Array(Math.ceil(count / LANES) * LANES);
  for (let i = 0; i < n; i++) {
    const sample = samples.subarray(i * pixels, (i + 1) * pixels);
    const squaredNorm = multiply(sample, trueImages.interleaved, products);
    let best = Infinity;
    for (let j = 0; j < count; j++) {
      const rest = (squaredNorms[j] ?? 0) - 2 * (products[j] ?? 0);
      if (rest < best) {
        best = rest;
        indices[i] = j;
      }
    }
    squaredDistances[i] = Math.max(0, squaredNorm + best);
  }
  return { indices, squaredDistances };
}

/** Inner products of one sample with every image, into `products`; returns the sample's squared norm. */
function multiply(sample: Float32Array, interleaved: Float32Array, products: Float64Array): number {
  let at = 0;
  for (let j = 0; j < products.length; j += LANES) {
    let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
    for (let pixel = 0; pixel < sample.length; pixel++) {
      const value = sample[pixel] ?? 0;
      sum0 += value * (interleaved[at] ?? 0);
      sum1 += value * (interleaved[at + 1] ?? 0);
      sum2 += value * (interleaved[at + 2] ?? 0);
      sum3 += value * (interleaved[at + 3] ?? 0);
      at += LANES;
    }
    products[j] = sum0;
    products[j + 1] = sum1;
    products[j + 2] = sum2;
    products[j + 3] = sum3;
  }
  let squaredNorm = 0;
  for (const value of sample) squaredNorm += value * value;
  return squaredNorm;
}

function smallestDistance({ count, pixels, values }: TrueImages): number {
  let smallest = Infinity;
  for (let i = 1; i < count; i++) {
    for (let j = 0; j < i; j++) {
      let squared = 0;
      // A pair is left as soon as it is farther apart than the nearest pair so far.
      for (let pixel = 0; pixel < pixels && squared < smallest; pixel++) {
        const difference = (values[i * pixels + pixel] ?? 0) - (values[j * pixels + pixel] ?? 0);
        squared += difference * difference;
      }
      smallest = Math.min(smallest, squared);
    }
  }
  return Math.sqrt(smallest);
}

/** FNV-1a over the 32-bit words: the caller may have written new samples into the same array. */
function checksumOf(samples: Float32Array): number {
  const words = new Uint32Array(samples.buffer, samples.byteOffset, samples.length);
  let hash = 0x811c9dc5;
  for (const word of words) hash = Math.imul(hash ^ word, 0x01000193);
  return hash;
}
