/** The losses of a sweep's runs by step, from their metrics.csv, on the scale of the table of cells. */
import { createReadStream, existsSync } from "node:fs";
import { createInterface } from "node:readline";

import type { PlannedCell } from "../plan/plan.ts";
import { runPaths } from "../runs/paths.ts";
import type { RunResult } from "../runs/result.ts";
import type { SurveyedRun } from "../runs/survey.ts";
import { lossScale } from "./cell-losses.ts";
import type { Curve, CurvePoint } from "./page/charts.ts";
import { countedRuns } from "./summarise.ts";
import type { SweepResults } from "./summarise.ts";

export interface LossCurves {
  /** `D loss/(b−a)²`, or `D loss, cross-entropy`. */
  readonly title: string;
  readonly curves: readonly Curve[];
}

/** A training is cut into so many pieces; a point is the mean loss over one. */
const PIECES = 60;

const NETWORKS = ["discriminator", "generator"] as const;
const LETTERS = { discriminator: "D", generator: "G" } as const;
const TAGS: ReadonlyMap<string, Network> = new Map([
  ["loss_mean/d", "discriminator"],
  ["loss_mean/g", "generator"],
]);

type Network = keyof RunResult["losses"];
type RunCurves = Readonly<Record<Network, readonly CurvePoint[]>>;

interface ShownCell {
  readonly cell: PlannedCell;
  readonly runs: readonly RunCurves[];
}

/**
 * D's and G's curves, apart for each objective, because losses of different objectives measure different things. Runs that
 * diverged are left out: their last losses would hide all others.
 */
export async function lossCurves(results: SweepResults): Promise<readonly LossCurves[]> {
  const ended = countedRuns(results).filter(({ result }) => result?.diverged === null);
  const shown: ShownCell[] = [];
  for (const cell of results.plan.cells) {
    const runs = await readCell(cell, ended);
    if (runs.length > 0) shown.push({ cell, runs });
  }
  const objectives = [...new Set(shown.map(({ cell }) => cell.spec.objective.kind))];
  return objectives.flatMap((objective) =>
    NETWORKS.map((network) => ({
      title: `${LETTERS[network]} loss${objective === "least-squares" ? "/(b−a)²" : `, ${objective}`}`,
      curves: shown
        .filter(({ cell }) => cell.spec.objective.kind === objective)
        .map(({ cell, runs }) => lossCurve(cell, network, runs)),
    })),
  );
}

async function readCell(
  { index, spec }: PlannedCell,
  ended: readonly SurveyedRun[],
): Promise<RunCurves[]> {
  const runs = ended.filter(({ run }) => run.cell === index);
  // One file after the other: a sweep of a thousand runs must not open a thousand.
  const read: RunCurves[] = [];
  for (const { directory } of runs) {
    const losses = await readLosses(runPaths(directory).metrics, spec.training.steps);
    if (losses.discriminator.length > 0) read.push(losses);
  }
  return read;
}

function lossCurve(
  { index, label, spec }: PlannedCell,
  network: Network,
  runs: readonly RunCurves[],
): Curve {
  const { divisors, equilibrium, range } = lossScale(spec);
  const divisor = divisors[network];
  return {
    label,
    cell: index,
    range,
    level: equilibrium?.[network] ?? null,
    seeds: runs.map((run) =>
      run[network].map(({ step, value }) => ({ step, value: value / divisor })),
    ),
  };
}

/** Both networks' mean losses over pieces of the training, each at its last logged step. */
export async function readLosses(path: string, steps: number): Promise<RunCurves> {
  const pieces = { discriminator: createPieces(steps), generator: createPieces(steps) };
  if (existsSync(path)) {
    for await (const line of createInterface({ input: createReadStream(path, "utf8") })) {
      const [step, tag = "", value] = line.split(",");
      const network = TAGS.get(tag);
      if (network !== undefined) pieces[network].add(Number(step), Number(value));
    }
  }
  return { discriminator: pieces.discriminator.points(), generator: pieces.generator.points() };
}

interface Pieces {
  /** A mean over the steps since the last one that was added. */
  readonly add: (step: number, mean: number) => void;
  readonly points: () => readonly CurvePoint[];
}

function createPieces(steps: number): Pieces {
  const found = new Map<number, { step: number; sum: number; weight: number }>();
  let last = 0;
  return {
    add: (step, mean) => {
      const piece = Math.ceil((step * PIECES) / steps);
      const { sum, weight } = found.get(piece) ?? { sum: 0, weight: 0 };
      const length = step - last;
      found.set(piece, { step, sum: sum + length * mean, weight: weight + length });
      last = step;
    },
    points: () =>
      [...found.values()].map(({ step, sum, weight }) => ({ step, value: sum / weight })),
  };
}
