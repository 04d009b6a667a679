/** Samples of a trained generator: a picture of many, strips from one latent vector to another, and the numbers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { LatentSpec } from "../config/spec.ts";
import { createSampler } from "../engine/onnx/sampler.ts";
import { sampleInBatches } from "../engine/sample.ts";
import { traceSampler } from "../gan/forward-programs.ts";
import type { Picture } from "../pictures/picture.ts";
import { sampleGrid } from "../pictures/sample-grid.ts";
import { axesAround, scatterPicture } from "../pictures/scatter.ts";
import type { SampleRequest, Written } from "../runs/generator-use.ts";
import { writeSafetensors } from "../runs/safetensors.ts";
import type { NamedTensor } from "../runs/safetensors.ts";
import { seed as brandSeed } from "../shared/brand.ts";
import { LabError } from "../shared/errors.ts";
import { writeFileWhole } from "../shared/files.ts";
import { createStream } from "../shared/random.ts";
import { interpolate } from "../training/interpolate.ts";
import { appendLabels, fillLatents } from "../training/sampler-inputs.ts";
import { readTrainedRun } from "./trained-run.ts";
import type { TrainedRun } from "./trained-run.ts";

/** Does what the request in `file` asks for. @throws LabError where the run or the request is not right */
export async function sampleRun(file: string): Promise<Written> {
  // Written by our own parent a moment ago.
  const request = JSON.parse(readFileSync(file, "utf8")) as SampleRequest;
  const run = await readTrainedRun(request.directory);
  const isAveraged = run.record.spec.training.generatorAverage !== null;
  const sampler = traceSampler(run.generator, { isAveraged, batchSize: MOST_AT_ONCE });
  const { sampleBatch, dispose } = createSampler(sampler, run.weights, 1);
  const sample = (inputs: Float32Array): Promise<Float32Array> =>
    sampleInBatches(sampler, inputs, sampleBatch);
  try {
    return await writeSamples(request, run, sample);
  } finally {
    await dispose();
  }
}

/** Samples made in one go: few, because those of large networks take memory. */
const MOST_AT_ONCE = 32;
const COLUMNS = 10;
/** Strips from one latent vector to another where there are no classes to show. */
const STRIPS = 5;
const MOST_CLASSES = 10;
/** Wanted width of pictures; images are enlarged by a whole number up to it. */
const WIDTH = 800;

type Sample = (inputs: Float32Array) => Promise<Float32Array>;

async function writeSamples(
  request: SampleRequest,
  run: TrainedRun,
  sample: Sample,
): Promise<Written> {
  const { output, seed } = request;
  const many = drawMany(request, run);
  const samples = await sample(many.inputs);
  const path = (name: string): string => join(output, `${name}-seed-${seed}`);
  const files: string[] = [];
  const show = (name: string, picture: Picture): void => {
    const file = `${path(name)}.png`;
    writeFileWhole(file, picture.png);
    files.push(file);
  };
  if (isImage(run)) {
    show("grid", imageGrid(samples, run));
    show("interpolation", imageGrid(await sample(drawStrips(request, run).inputs), run));
  } else if (isPlane(run)) show("scatter", planePicture(samples, run));
  const numbers = `${path("samples")}.safetensors`;
  writeSafetensors(numbers, tensorsOf(many, samples, run), { id: run.record.id });
  return { files: [...files, numbers], notes: notesOf(request, run) };
}

/** What a sampler is fed, and what it is made of. */
interface Drawn {
  readonly latents: Float32Array;
  /** Class of each row; null for a generator that joins no labels. */
  readonly labels: readonly number[] | null;
  readonly inputs: Float32Array;
}

/** Latents of their own for each sample; a row of the grid for each class in turn. */
function drawMany({ count, seed, labels }: SampleRequest, run: TrainedRun): Drawn {
  const { latent } = run.record.spec;
  const classes = classesOf(run, labels);
  const perClass = Math.max(1, Math.round(count / (classes.length * COLUMNS))) * COLUMNS;
  const rows = classes.length === 0 ? count : classes.length * perClass;
  const latents = new Float32Array(rows * latent.size);
  fillLatents(createStream(brandSeed(seed), "sample/latents"), latent, latents);
  const rowLabels = Array.from({ length: rows }, (_, i) => classes[Math.floor(i / perClass)] ?? 0);
  return withLabels(run, latents, rowLabels);
}

/** Each strip from one latent vector to another, of one class. */
function drawStrips({ seed, labels }: SampleRequest, run: TrainedRun): Drawn {
  const { latent } = run.record.spec;
  const classes = classesOf(run, labels);
  const strips = classes.length === 0 ? STRIPS : classes.length;
  const latents = new Float32Array(strips * COLUMNS * latent.size);
  const stream = createStream(brandSeed(seed), "sample/interpolation");
  for (let strip = 0; strip < strips; strip++)
    latents.set(drawStrip(latent, stream), strip * COLUMNS * latent.size);
  const rowLabels = Array.from(
    { length: strips * COLUMNS },
    (_, i) => classes[Math.floor(i / COLUMNS)] ?? 0,
  );
  return withLabels(run, latents, rowLabels);
}

function drawStrip(latent: LatentSpec, stream: ReturnType<typeof createStream>): Float32Array {
  const [from, to] = [new Float32Array(latent.size), new Float32Array(latent.size)];
  fillLatents(stream, latent, from);
  fillLatents(stream, latent, to);
  return interpolate(from, to, { steps: COLUMNS, distribution: latent.distribution });
}

function withLabels(run: TrainedRun, latents: Float32Array, labels: readonly number[]): Drawn {
  const { labelMap } = run.generator;
  if (labelMap === null) return { latents, labels: null, inputs: latents };
  return { latents, labels, inputs: appendLabels(latents, labels, labelMap.classes) };
}

/** The classes to show; none for a generator that joins no labels. */
function classesOf({ generator }: TrainedRun, wanted: readonly number[] | null): readonly number[] {
  const { labelMap } = generator;
  if (labelMap === null) {
    if (wanted === null) return [];
    throw new LabError(
      "USAGE",
      "This run's generator joins no labels, so it cannot be asked for any",
    );
  }
  const { classes } = labelMap;
  const beyond = wanted?.find((label) => label >= classes);
  if (beyond !== undefined)
    throw new LabError(
      "USAGE",
      `Expected labels from 0 to ${String(classes - 1)}, got ${String(beyond)}`,
    );
  return wanted ?? Array.from({ length: Math.min(classes, MOST_CLASSES) }, (_, label) => label);
}

function tensorsOf(
  { latents, labels }: Drawn,
  samples: Float32Array,
  { record, dataset }: TrainedRun,
): ReadonlyMap<string, NamedTensor> {
  const { size } = record.spec.latent;
  const count = latents.length / size;
  const tensors = new Map<string, NamedTensor>([
    ["latents", { shape: [count, size], data: latents }],
    ["samples", { shape: [count, ...dataset.sampleShape], data: samples }],
  ]);
  if (labels !== null) tensors.set("labels", { shape: [count], data: Float32Array.from(labels) });
  return tensors;
}

const isImage = ({ dataset: { sampleShape } }: TrainedRun): boolean =>
  sampleShape.length === 3 && (sampleShape[2] === 1 || sampleShape[2] === 3);

const isPlane = ({ dataset: { sampleShape } }: TrainedRun): boolean =>
  sampleShape.length === 1 && sampleShape[0] === 2;

function imageGrid(samples: Float32Array, { dataset }: TrainedRun): Picture {
  const [, width = 1] = dataset.sampleShape;
  const scale = Math.max(1, Math.floor(WIDTH / (COLUMNS * width)));
  return sampleGrid(samples, dataset.sampleShape, { columns: COLUMNS, scale });
}

function planePicture(samples: Float32Array, { dataset }: TrainedRun): Picture {
  const means = dataset.mixture?.means ?? new Float32Array();
  const axes = dataset.mixture === null ? ([-4, 4] as const) : axesAround(means);
  return scatterPicture(samples, means, { axes });
}

function notesOf({ labels }: SampleRequest, run: TrainedRun): readonly string[] {
  const classes = classesOf(run, labels);
  const pictures = isImage(run) || isPlane(run) ? [] : ["samples of this shape have no picture"];
  return classes.length === 0
    ? pictures
    : [...pictures, `rows show the classes ${classes.join(", ")}`];
}
