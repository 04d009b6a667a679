/** A trained pair for other programs: both networks as ONNX, all weights as safetensors, and a description of them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

import type { LayerSpec } from "../config/spec.ts";
import { traceGenerator, traceScorer } from "../gan/forward-programs.ts";
import { networkVariables } from "../gan/network.ts";
import type { Network } from "../gan/network.ts";
import type { ForwardProgram } from "../gan/step-plan.ts";
import { createDynamicBatch, FixedBatchError } from "../program/onnx/dynamic-batch.ts";
import type { DynamicBatch } from "../program/onnx/dynamic-batch.ts";
import { toOnnx } from "../program/onnx/to-onnx.ts";
import type { OnnxModel } from "../program/onnx/to-onnx.ts";
import { CHANNELS_FIRST_PASSES, optimise } from "../program/optimise.ts";
import { at } from "../program/shapes.ts";
import type { ExportRequest, Written } from "../runs/generator-use.ts";
import { runPaths } from "../runs/paths.ts";
import { readSafetensors, writeSafetensors } from "../runs/safetensors.ts";
import { writeFileWhole, writeJson } from "../shared/files.ts";
import { readTrainedRun } from "./trained-run.ts";
import type { TrainedRun } from "./trained-run.ts";

/** Does what the request in `file` asks for. @throws LabError where the run cannot be read */
export async function exportRun(file: string): Promise<Written> {
  // Written by our own parent a moment ago.
  const { directory, output } = JSON.parse(readFileSync(file, "utf8")) as ExportRequest;
  const run = await readTrainedRun(directory);
  const isAveraged = run.record.spec.training.generatorAverage !== null;
  const generator = lower(run, run.generator, (network, batchSize) =>
    traceGenerator(network, { isAveraged, batchSize }),
  );
  const discriminator = lower(run, run.discriminator, traceScorer);
  const path = (name: string): string => join(output, name);
  writeFileWhole(path("generator.onnx"), generator.model.bytes);
  writeFileWhole(path("discriminator.onnx"), discriminator.model.bytes);
  const { tensors } = readSafetensors(runPaths(directory).finalCheckpoint);
  writeSafetensors(path("weights.safetensors"), tensors, { id: run.record.id });
  writeJson(path("export.json"), describe(run, { generator, discriminator }));
  const names = ["generator.onnx", "discriminator.onnx", "weights.safetensors", "export.json"];
  return { files: names.map(path), notes: notesOf({ generator, discriminator }) };
}

/** Batch of a model that is bound to one. */
const FIXED_BATCH = 64;

interface Lowered {
  readonly model: OnnxModel;
  /** Shape of every input and output, the batch by name where it may be of any size. */
  readonly shapes: Readonly<Record<string, readonly (number | string)[]>>;
  /** null: any. */
  readonly batchSize: number | null;
}

type Trace = (network: Network, batchSize: number) => ForwardProgram;

/** For batches of any size where the network's layers allow it. */
function lower(run: TrainedRun, network: Network, trace: Trace): Lowered {
  const packed = packedBy(network.layers.map(({ spec }) => spec));
  try {
    const batch = createDynamicBatch(lengthsOf(network), packed);
    return lowerFor(run, trace(network, batch.size), batch);
  } catch (error) {
    if (!(error instanceof FixedBatchError)) throw error;
    return lowerFor(run, trace(network, FIXED_BATCH * packed));
  }
}

function lowerFor(
  { weights }: TrainedRun,
  { program, batchSize }: ForwardProgram,
  batch?: DynamicBatch,
): Lowered {
  const lean = optimise(program, CHANNELS_FIRST_PASSES);
  const model = toOnnx(lean, { weights, ...(batch !== undefined && { batch }) });
  const fed = lean.inputs.filter(({ name }) => model.inputs.includes(name));
  const shapes = [...fed, ...lean.outputs].map(({ name, value }) => {
    const { shape } = at(lean.types, value);
    return [name, batch?.dimensions(shape) ?? shape] as const;
  });
  return {
    model,
    shapes: Object.fromEntries(shapes),
    batchSize: batch === undefined ? batchSize : null,
  };
}

/** Every length that stands in a shape of the network's samples or weights. */
function lengthsOf(network: Network): readonly number[] {
  const shapes = [
    network.inputShape,
    ...network.layers.map(({ outputShape }) => outputShape),
    ...networkVariables(network).map(({ shape }) => shape),
  ];
  return shapes.flat();
}

/** Samples that become one by all packing layers together. */
const packedBy = (layers: readonly LayerSpec[]): number =>
  layers.reduce((product, layer) => (layer.kind === "pack" ? product * layer.count : product), 1);

interface Pair {
  readonly generator: Lowered;
  readonly discriminator: Lowered;
}

function describe({ record, dataset, generator }: TrainedRun, pair: Pair): unknown {
  const { spec } = record;
  return {
    run: record.id,
    experiment: record.experiment,
    cell: record.cellLabel,
    seed: record.seed,
    question: record.question,
    latents: spec.latent,
    classes: generator.labelMap?.classes ?? null,
    samples: { shape: dataset.sampleShape, data: dataset.kind },
    objective: spec.objective,
    generator: { file: "generator.onnx", shapes: pair.generator.shapes },
    discriminator: { file: "discriminator.onnx", shapes: pair.discriminator.shapes },
    note:
      "Both networks normalise with moving statistics and drop nothing out. labels are one-hot rows. scores are what the " +
      "discriminator's network gives, before any scale of the objective. Images lie in [-1, 1], height × width × channels.",
  };
}

function notesOf(pair: Pair): readonly string[] {
  return Object.entries(pair).flatMap(([name, { batchSize }]: [string, Lowered]) =>
    batchSize === null
      ? []
      : [
          `${name}.onnx takes batches of ${String(batchSize)} only: its layers compute with the batch`,
        ],
  );
}
