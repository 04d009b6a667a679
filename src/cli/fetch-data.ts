/** Data before training: every data set that is to be used is at hand, or fetched once, before the first child starts. */
import type { DatasetSpec, FeaturesSpec, RunSpec } from "../config/spec.ts";
import { checkDataPresent, ensureData, heldOutSource } from "../data/registry.ts";
import type { DownloadProgress } from "../data/dataset-module.ts";
import { readFeatureFile } from "../metrics/feature-file.ts";
import { needsHeldOut } from "../metrics/registry.ts";
import { canonicalJson } from "../plan/canonical.ts";
import type { Plan } from "../plan/plan.ts";
import type { SurveyedRun } from "../runs/survey.ts";
import { LabError } from "../shared/errors.ts";
import { cellOf } from "./freeze-plan.ts";

/** The folder with data files: as asked for, else as the environment has it; null: downloads only. */
export function dataFolder(dataDir: string | undefined): string | null {
  const fallback = process.env["LSGAN_DATA_DIR"];
  return dataDir ?? (fallback === undefined || fallback === "" ? null : fallback);
}

/** @throws LabError DATA_MISSING or DATA_CORRUPT */
export async function fetchData(
  toRun: readonly SurveyedRun[],
  plan: Plan,
  { dataDir }: { readonly dataDir?: string },
): Promise<void> {
  const cells = toRun.map(({ run }) => cellOf(plan, run.cell).spec);
  const specs = cells.flatMap(datasetsOf);
  const distinct = new Map(specs.map((spec) => [canonicalJson(spec), spec]));
  const folder = dataFolder(dataDir);
  for (const spec of distinct.values()) {
    await ensureData(spec, {
      folder,
      onProgress: createProgressLine(),
      onWarning: (text) => {
        console.error(text);
      },
    });
    // Some data sets cannot be fetched: that is told here, and not by every child.
    const reason = checkDataPresent(spec, { folder });
    if (reason !== null) throw new LabError("DATA_MISSING", reason);
  }
  for (const features of featureNetworksOf(cells)) readFeatureFile(features, { folder });
}

/** What a run trains on, and what holds the images that its metrics compare with. */
export function datasetsOf({
  dataset,
  evaluation,
}: Pick<RunSpec, "dataset" | "evaluation">): readonly DatasetSpec[] {
  const source = needsHeldOut(evaluation.metrics) ? heldOutSource(dataset) : null;
  return source === null ? [dataset] : [dataset, source];
}

/** The networks of the user's whose features metrics compare, each once. */
function featureNetworksOf(cells: readonly Pick<RunSpec, "evaluation">[]): readonly FeaturesSpec[] {
  const metrics = cells.flatMap(({ evaluation }) => evaluation.metrics);
  const files = metrics.flatMap((metric) => ("features" in metric ? [metric.features] : []));
  return [...new Map(files.map((features) => [canonicalJson(features), features])).values()];
}

/** What a plan's runs would have to fetch first, each reason once. */
export function missingData({ cells }: Plan, dataDir: string | undefined): readonly string[] {
  const folder = dataFolder(dataDir);
  const specs = cells.map(({ spec }) => spec);
  const reasons = [
    ...specs.flatMap(datasetsOf).map((spec) => checkDataPresent(spec, { folder })),
    ...featureNetworksOf(specs).map((features) => whyUnreadable(features, folder)),
  ];
  return [...new Set(reasons.filter((reason) => reason !== null))];
}

function whyUnreadable(features: FeaturesSpec, folder: string | null): string | null {
  try {
    readFeatureFile(features, { folder });
    return null;
  } catch (error) {
    if (error instanceof LabError) return error.message;
    throw error;
  }
}

/** One line that is written over in a terminal; elsewhere a line for each tenth of a file. */
function createProgressLine(): (progress: DownloadProgress) => void {
  let lastTenth = "";
  return ({ file, receivedBytes, totalBytes }) => {
    const share = totalBytes === null ? null : receivedBytes / totalBytes;
    const megabytes = `${(receivedBytes / 1e6).toFixed(1)} MB`;
    const text = `fetching ${file}: ${share === null ? "" : `${String(Math.floor(share * 100))} % of `}${megabytes}`;
    if (process.stderr.isTTY) {
      process.stderr.write(`\r${text}  ${share === 1 ? "\n" : ""}`);
      return;
    }
    const tenth = `${file} ${String(Math.floor((share ?? 0) * 10))}`;
    if (tenth !== lastTenth) console.error(text);
    lastTenth = tenth;
  };
}
