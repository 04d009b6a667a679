/** A run that ended, as one may use it: its record, its data's shape, and its final weights. */
import type { RunSpec } from "../config/spec.ts";
import type { DatasetDescription } from "../data/dataset-module.ts";
import { describeDataset } from "../data/registry.ts";
import { buildNetwork } from "../gan/network.ts";
import type { Network } from "../gan/network.ts";
import type { RunRecord } from "../runs/record.ts";
import { readRunRecord } from "../runs/record-file.ts";
import { runPaths } from "../runs/paths.ts";
import { readSafetensors } from "../runs/safetensors.ts";
import { registerExtensions } from "../training/register-extensions.ts";

export interface TrainedRun {
  readonly record: RunRecord;
  readonly dataset: DatasetDescription;
  readonly generator: Network;
  readonly discriminator: Network;
  /** Every variable by name, averages of weights included. */
  readonly weights: ReadonlyMap<string, Float32Array>;
}

/** @throws LabError RUN_DIRECTORY or DATA_CORRUPT where the run's files cannot be read */
export async function readTrainedRun(directory: string): Promise<TrainedRun> {
  const record = readRunRecord(directory);
  await registerExtensions(record.extensionFiles);
  const { tensors } = readSafetensors(runPaths(directory).finalCheckpoint);
  const dataset = describeDataset(record.spec.dataset);
  return {
    record,
    dataset,
    ...networksOf(record.spec, dataset),
    weights: new Map([...tensors].map(([name, { data }]) => [name, data])),
  };
}

function networksOf(
  { generator, discriminator, latent }: RunSpec,
  { sampleShape, classes }: DatasetDescription,
): Pick<TrainedRun, "generator" | "discriminator"> {
  return {
    generator: buildNetwork("generator", generator, [latent.size], classes),
    discriminator: buildNetwork("discriminator", discriminator, sampleShape, classes),
  };
}
