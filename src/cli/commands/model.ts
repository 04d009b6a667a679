/** `lsgan model FILE`: both networks layer by layer, with shapes and parameters. Trains and writes nothing. */
import { describeDataset } from "../../data/registry.ts";
import { canonicalPart } from "../../plan/canonical.ts";
import type { PlannedCell } from "../../plan/plan.ts";
import { EXIT_CODES } from "../../shared/errors.ts";
import { loadPlan } from "../load-plan.ts";
import { describeModel, modelLines } from "../model-lines.ts";
import type { ModelDescription } from "../model-lines.ts";

export interface ModelOptions {
  readonly set: readonly string[];
  readonly json?: boolean;
}

/** Prints every pair of networks that some cell has, once; returns the exit code. */
export async function model(file: string, options: ModelOptions): Promise<number> {
  const { plan } = await loadPlan(file, options);
  const pairs = groupByNetworks(plan.cells);
  if (options.json === true) {
    console.log(JSON.stringify(pairs.map(pairJson), null, 2));
    return EXIT_CODES.ok;
  }
  const blocks = pairs.map((pair) => [
    ...(pairs.length === 1 ? [] : [`== ${labelsOf(pair.cells)}`, ""]),
    ...modelLines(pair.cell.spec, pair.description),
  ]);
  console.log(blocks.map((lines) => lines.join("\n")).join("\n\n"));
  return EXIT_CODES.ok;
}

/** Cells with the same networks on samples of the same shape. */
interface Pair {
  /** The first of them. */
  readonly cell: PlannedCell;
  readonly cells: readonly PlannedCell[];
  readonly description: ModelDescription;
}

function groupByNetworks(cells: readonly PlannedCell[]): readonly Pair[] {
  const groups = new Map<string, PlannedCell[]>();
  for (const cell of cells) {
    const { generator, discriminator, latent, dataset } = cell.spec;
    const { sampleShape, classes } = describeDataset(dataset);
    const parts = [generator, discriminator, latent.size, sampleShape, classes];
    const key = parts.map(canonicalPart).join();
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].flatMap((group) => {
    const [cell] = group;
    if (cell === undefined) return [];
    const description = describeModel(cell.spec, describeDataset(cell.spec.dataset));
    return [{ cell, cells: group, description }];
  });
}

const MOST_LABELS = 5;

function labelsOf(cells: readonly PlannedCell[]): string {
  const labels = cells.slice(0, MOST_LABELS).map(({ label }) => label);
  const rest = cells.length - labels.length;
  return [...labels, ...(rest > 0 ? [`${String(rest)} more`] : [])].join("; ");
}

const pairJson = ({ cells, description }: Pair): Readonly<Record<string, unknown>> => ({
  cells: cells.map(({ name }) => name),
  ...description,
});
