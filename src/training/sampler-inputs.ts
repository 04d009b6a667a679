/** What a sampler is fed: latents, each followed by its label's one-hot vector where the generator joins labels. */
import type { LatentSpec, RunSpec } from "../config/spec.ts";
import { drawClass } from "../data/batches.ts";
import { classWeights } from "../data/dataset.ts";
import type { Dataset } from "../data/dataset.ts";
import { joinsLabels } from "../gan/label-map.ts";
import type { Seed } from "../shared/brand.ts";
import { createStream, fillNormal, fillUniform } from "../shared/random.ts";
import type { RandomStream } from "../shared/random.ts";

export type SampledSpec = Pick<RunSpec, "latent" | "generator">;

/** Fills `out` with draws of the latent distribution. */
export function fillLatents(stream: RandomStream, latent: LatentSpec, out: Float32Array): void {
  if (latent.distribution === "normal") fillNormal(stream, out);
  else fillUniform(stream, out, -1, 1);
}

export interface Draws {
  readonly seed: Seed;
  /** Names their streams. */
  readonly purpose: string;
  readonly count: number;
}

/** The latents of a purpose, each followed by its label where G joins labels, for `count` samples. */
export function drawSamplerInputs(
  { latent, generator }: SampledSpec,
  dataset: LabelledData,
  draws: Draws,
): Float32Array {
  const latents = new Float32Array(draws.count * latent.size);
  fillLatents(createStream(draws.seed, `${draws.purpose}/latents`), latent, latents);
  if (!joinsLabels(generator)) return latents;
  return appendLabels(latents, drawLabels(dataset, draws), weightsOf(dataset).length);
}

/** The labels of a purpose, drawn with the data's frequencies. @throws Error where the data have none. */
export function drawLabels(dataset: LabelledData, { seed, purpose, count }: Draws): number[] {
  const weights = weightsOf(dataset);
  const stream = createStream(seed, `${purpose}/labels`);
  return Array.from({ length: count }, () => drawClass(stream, weights));
}

/** A row of samples for each class, the same latents in each row: what the label alone changes. */
export function classRows(
  { latent }: SampledSpec,
  {
    columns,
    classes,
    shown,
  }: { readonly columns: number; readonly classes: number; readonly shown: number },
  stream: RandomStream,
): Float32Array {
  const one = new Float32Array(columns * latent.size);
  fillLatents(stream, latent, one);
  const latents = new Float32Array(shown * one.length);
  for (let row = 0; row < shown; row++) latents.set(one, row * one.length);
  const labels = Array.from({ length: shown * columns }, (_, i) => Math.floor(i / columns));
  return appendLabels(latents, labels, classes);
}

/** [n, latentSize] and n labels → [n, latentSize + classes]. */
export function appendLabels(
  latents: Float32Array,
  labels: readonly number[],
  classes: number,
): Float32Array {
  const latentSize = latents.length / labels.length;
  const width = latentSize + classes;
  const rows = new Float32Array(labels.length * width);
  labels.forEach((label, i) => {
    rows.set(latents.subarray(i * latentSize, (i + 1) * latentSize), i * width);
    rows[i * width + latentSize + label] = 1;
  });
  return rows;
}

export type LabelledData = Pick<Dataset, "kind" | "labels" | "draws" | "classes" | "mixture">;

/** @throws Error where the data have no labels */
export function weightsOf(dataset: LabelledData): Float64Array {
  const weights = classWeights(dataset);
  if (weights !== null) return weights;
  throw new Error(`Expected data set \`${dataset.kind}\` to have labels`);
}
