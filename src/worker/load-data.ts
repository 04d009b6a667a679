/** What a run trains on, with the held-out images where a metric compares with them. */
import type { RunSpec } from "../config/spec.ts";
import type { DatasetOptions } from "../data/dataset-module.ts";
import type { Dataset } from "../data/dataset.ts";
import { loadDataset, loadHeldOut } from "../data/registry.ts";
import { needsHeldOut } from "../metrics/registry.ts";

/** @throws LabError DATA_MISSING or DATA_CORRUPT. */
export async function loadJudgedData(
  { dataset: spec, evaluation }: Pick<RunSpec, "dataset" | "evaluation">,
  options: DatasetOptions,
): Promise<Dataset> {
  const dataset = await loadDataset(spec, options);
  const heldOut = needsHeldOut(evaluation.metrics) ? await loadHeldOut(spec, options) : null;
  return heldOut === null ? dataset : { ...dataset, heldOut };
}
