/** For each sample the nearest true image, by Euclidean distance over all pixels. Shared by the metrics of finite sets. */
import type { Dataset } from "../data/dataset.ts";
import { sampleSizeOf } from "../data/dataset.ts";
import { valuesOf } from "../data/samples.ts";
import type { InterleavedRows } from "./inner-products.ts";
import { interleaveRows, multiplyRows, productsOf } from "./inner-products.ts";

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

interface TrueImages {
  /** [count, pixels] flattened. */
  readonly values: Float32Array;
  readonly rows: InterleavedRows;
}

function trueImagesOf(dataset: Dataset): TrueImages {
  const known = images.get(dataset);
  if (known !== undefined) return known;
  if (dataset.samples === null) {
    throw new Error(`Expected data set \`${dataset.kind}\` to have samples`);
  }
  const pixels = sampleSizeOf(dataset);
  const values = valuesOf(dataset.samples, pixels);
  const found = { values, rows: interleaveRows(values, pixels) };
  images.set(dataset, found);
  return found;
}

function search(samples: Float32Array, { rows }: TrueImages): NearestImages {
  const { count, dimension: pixels, squaredNorms } = rows;
  const n = samples.length / pixels;
  const indices = new Uint32Array(n);
  const squaredDistances = new Float64Array(n);
  const products = productsOf(rows);
  for (let i = 0; i < n; i++) {
    const sample = samples.subarray(i * pixels, (i + 1) * pixels);
    const squaredNorm = multiplyRows(rows, sample, products);
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

function smallestDistance({ values, rows }: TrueImages): number {
  const { count, dimension: pixels } = rows;
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
