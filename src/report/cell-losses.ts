/** Losses of a cell on a scale on which label schemes can be read side by side. */
import type { CellSpec } from "../config/experiment.ts";
import { labelFacts } from "../plan/label-facts.ts";
import type { RunResult } from "../runs/result.ts";
import { estimateSeeds } from "./estimate-seeds.ts";
import type { SeededResult } from "./estimate-seeds.ts";
import { UNBOUNDED } from "./statistics/intervals.ts";
import type { Range } from "./statistics/intervals.ts";
import type { CellLosses } from "./summary.ts";

export interface LossScale {
  /** (b − a)², or 1 for other objectives and where the program has divided already. */
  readonly dividedBy: number;
  /** What a loss as it was logged is divided by: `dividedBy`, times the batch where it is a sum over one. */
  readonly divisors: RunResult["losses"];
  readonly equilibrium: CellLosses["equilibrium"];
  /** Values that such a loss can take: those of critics have either sign. */
  readonly range: Range;
}

const NOT_NEGATIVE = { minimum: 0, maximum: Infinity };

/** Null without a finished run. */
export function cellLosses(spec: CellSpec, results: readonly SeededResult[]): CellLosses | null {
  if (results.length === 0) return null;
  const { dividedBy, divisors, equilibrium, range } = lossScale(spec);
  const estimate = (network: keyof RunResult["losses"]): CellLosses["generator"] =>
    estimateSeeds(
      results.map(({ seed, result }) => ({
        seed,
        value: result.losses[network] / divisors[network],
      })),
      range,
    );
  return {
    objective: spec.objective.kind,
    dividedBy,
    discriminator: estimate("discriminator"),
    generator: estimate("generator"),
    equilibrium,
  };
}

/** How a cell's logged losses become those of one sample, on the scale of their labels. */
export function lossScale(spec: CellSpec): LossScale {
  const { divisor: dividedBy, ...facts } = objectiveScale(spec);
  const batch = batchDivisors(spec);
  const divisors = {
    discriminator: dividedBy * batch.discriminator,
    generator: dividedBy * batch.generator,
  };
  return { dividedBy, divisors, ...facts };
}

interface ObjectiveScale extends Pick<LossScale, "equilibrium" | "range"> {
  readonly divisor: number;
}

/** What a loss of one sample is divided by. */
function objectiveScale({ objective }: CellSpec): ObjectiveScale {
  switch (objective.kind) {
    case "least-squares": {
      const { equilibriumLosses, distance } = labelFacts(objective);
      // With `discriminatorScale: labels` the program has divided already.
      const divisor = objective.discriminatorScale === "labels" ? 1 : distance ** 2;
      return {
        divisor,
        equilibrium: {
          discriminator: equilibriumLosses.discriminator / divisor,
          generator: equilibriumLosses.generator / divisor,
        },
        range: NOT_NEGATIVE,
      };
    }
    case "cross-entropy":
      // D* = ½: −log ½ of each of the real and the fake sample, and of G's.
      return {
        divisor: 1,
        equilibrium: { discriminator: 2 * Math.LN2, generator: Math.LN2 },
        range: NOT_NEGATIVE,
      };
    default:
      return { divisor: 1, equilibrium: null, range: UNBOUNDED };
  }
}

/** Losses reduced by a sum are of a whole batch. */
function batchDivisors({ objective, training }: CellSpec): RunResult["losses"] {
  const isSum = "reduction" in objective && objective.reduction === "sum";
  if (!isSum) return { discriminator: 1, generator: 1 };
  const { batchSize, discriminatorBatch } = training;
  return {
    discriminator: discriminatorBatch === "half" ? batchSize / 2 : batchSize,
    generator: batchSize,
  };
}
