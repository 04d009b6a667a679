/**
 * Pictures of what the generator makes, always from the same latents: image grids, or density and scatter for samples in
 * the plane. Each goes to TensorBoard and to samples/; real data are drawn once beside them, and at the end all snapshots
 * stand in one strip, because TensorBoard keeps only some images of a tag.
 */
import type { RunSpec } from "../config/spec.ts";
import { createBatches } from "../data/batches.ts";
import type { Dataset } from "../data/dataset.ts";
import { sampleSizeOf } from "../data/dataset.ts";
import type { TrainingSession } from "../engine/executor.ts";
import { joinsLabels } from "../gan/label-map.ts";
import { kdePicture } from "../pictures/density.ts";
import type { Picture } from "../pictures/picture.ts";
import { progressStrip } from "../pictures/progress-strip.ts";
import type { Snapshot } from "../pictures/progress-strip.ts";
import { sampleGrid } from "../pictures/sample-grid.ts";
import { axesAround, scatterPicture } from "../pictures/scatter.ts";
import { picturePath, samplePath } from "../runs/paths.ts";
import { seed as brandSeed } from "../shared/brand.ts";
import type { Seed } from "../shared/brand.ts";
import { writeFileWhole } from "../shared/files.ts";
import { createStream } from "../shared/random.ts";
import type { EventWriter } from "../tensorboard/event-writer.ts";
import { classRows, drawSamplerInputs, weightsOf } from "./sampler-inputs.ts";
import type { SampledSpec } from "./sampler-inputs.ts";

export interface ArtistOptions {
  readonly record: { readonly spec: Pick<RunSpec, "latent" | "generator" | "seed"> };
  readonly directory: string;
  readonly dataset: Dataset;
  readonly session: Pick<TrainingSession, "sample">;
  readonly writer: Pick<EventWriter, "images">;
}

export interface Artist {
  /** Draws the generator as it is after `completed` steps. */
  readonly draw: (completed: number) => Promise<void>;
  /** Joins what was drawn into one strip, shown at step `completed`. */
  readonly finish: (completed: number) => void;
}

/** One way to look at samples: `main` is the picture whose snapshots make the strip. */
interface Style {
  readonly count: number;
  /** What the sampler is fed, for `count` samples. */
  readonly inputs: (spec: SampledSpec, seed: Seed) => Float32Array;
  readonly main: { readonly tag: string; readonly draw: (samples: Float32Array) => Picture };
  readonly others: readonly Style["main"][];
}

/** Data sets that are neither images nor points of the plane have no pictures. */
export function createArtist(options: ArtistOptions): Artist {
  const isConditional = joinsLabels(options.record.spec.generator);
  const style = styleFor(options.dataset, isConditional);
  return style === null
    ? { draw: () => Promise.resolve(), finish: () => undefined }
    : createStyledArtist(options, style);
}

function createStyledArtist(options: ArtistOptions, style: Style): Artist {
  const { record, directory, dataset, session, writer } = options;
  const seed = brandSeed(record.spec.seed);
  const inputs = style.inputs(record.spec, seed);
  const snapshots: Snapshot[] = [];

  const show = (tag: string, step: number, path: string, picture: Picture): void => {
    writeFileWhole(path, picture.png);
    writer.images(tag, step, [picture]);
  };

  const drawReal = (): void => {
    const real = realSamples(dataset, style.count, seed);
    for (const { tag, draw } of [style.main, ...style.others])
      show(`real/${tag}`, 0, picturePath(directory, `real-${tag}`), draw(real));
  };

  return {
    draw: async (completed) => {
      if (snapshots.length === 0) drawReal();
      const samples = await session.sample(inputs);
      const picture = style.main.draw(samples);
      snapshots.push({ step: completed, png: picture.png });
      show(`samples/${style.main.tag}`, completed, samplePath(directory, completed), picture);
      for (const { tag, draw } of style.others) {
        const name = `${tag}-${String(completed).padStart(6, "0")}`;
        show(`samples/${tag}`, completed, picturePath(directory, name), draw(samples));
      }
    },
    finish: (completed) => {
      if (snapshots.length < 2) return;
      const strip = progressStrip(snapshots);
      show("samples/progress", completed, picturePath(directory, "progress"), strip);
    },
  };
}

const IMAGES = 64;
const COLUMNS = 8;
/** Wanted width of a grid in pixels; images are enlarged by a whole number up to it. */
const GRID_WIDTH = 640;
const POINTS = 2_500;

/** Rows in a picture of a conditional generator: one for each class, of many classes the first. */
const MOST_CLASSES = 10;

function styleFor(dataset: Dataset, isConditional: boolean): Style | null {
  const { sampleShape, mixture } = dataset;
  const [height, width, channels] = sampleShape;
  if (width !== undefined && height !== undefined && (channels === 1 || channels === 3)) {
    const scale = Math.max(1, Math.floor(GRID_WIDTH / (COLUMNS * width)));
    const draw = (samples: Float32Array): Picture =>
      sampleGrid(samples, sampleShape, { columns: COLUMNS, scale });
    const main = { tag: "grid", draw };
    if (isConditional) return { ...classStyle(dataset), main, others: [] };
    return { count: IMAGES, inputs: drawnInputs(dataset, IMAGES), main, others: [] };
  }
  if (sampleShape.length !== 1 || height !== 2) return null;
  const means = mixture?.means ?? new Float32Array();
  const axes = mixture === null ? ([-4, 4] as const) : axesAround(means);
  return {
    count: POINTS,
    inputs: drawnInputs(dataset, POINTS),
    main: { tag: "density", draw: (samples) => kdePicture(samples, { axes }) },
    others: [{ tag: "scatter", draw: (samples) => scatterPicture(samples, means, { axes }) }],
  };
}

const drawnInputs =
  (dataset: Dataset, count: number): Style["inputs"] =>
  (spec, seed) =>
    drawSamplerInputs(spec, dataset, { seed, purpose: "pictures", count });

/** A row for each class, the same latents in each. */
function classStyle(dataset: Dataset): Pick<Style, "count" | "inputs"> {
  const classes = weightsOf(dataset).length;
  const shown = Math.min(classes, MOST_CLASSES);
  return {
    count: shown * COLUMNS,
    inputs: (spec, seed) =>
      classRows(spec, { columns: COLUMNS, classes, shown }, createStream(seed, "pictures/latents")),
  };
}

/** `count` real samples as a run of this seed would see them first. */
function realSamples(dataset: Dataset, count: number, seed: Seed): Float32Array {
  const rows = dataset.draws?.length ?? dataset.size ?? count;
  const batchSize = Math.min(count, rows);
  const size = sampleSizeOf(dataset);
  const samples = new Float32Array(batchSize * size);
  createBatches(dataset, { seed, batchSize, shuffle: true, stepsPerEpoch: null }).fill(0, samples);
  return samples;
}
