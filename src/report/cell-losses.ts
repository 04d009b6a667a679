/** Losses of a cell on a scale on which label schemes can be read side by side. */
import type { CellSpec } from "../config/experiment.ts";
import { labelFacts } from "../plan/label-facts.ts";
import type { RunResult } from "../runs/result.ts";
import { estimateSeeds } from "./estimate-seeds.ts";
import type { SeededResult } from "./estimate-seeds.ts";
import { UNBOUNDED } from "./statistics/intervals.ts";
import type { Range } from "./statistics/intervals.ts";
import type { CellLosses } from "./summary.ts";

interface Scale {
  readonly divisor: number;
  readonly equilibrium: CellLosses["equilibrium"];
  /** Values that such a loss can take: those of critics have either sign. */
  readonly range: Range;
}

const NOT_NEGATIVE = { minimum: 0, maximum: Infinity };

/** Null without a finished run. */
export function cellLosses(spec: CellSpec, results: readonly SeededResult[]): CellLosses | null {
  if (results.length === 0) return null;
  const { objective } = spec;
  const { divisor, equilibrium, range } = lossScale(spec);
  const batch = batchDivisors(spec);
  const estimate = (network: keyof RunResult["losses"]): CellLosses["generator"] =>
    estimateSeeds(
      results.map(({ seed, result }) => ({
        seed,
        value: result.losses[network] / (divisor * batch[network]),
      })),
      range,
    );
  return {
    objective: objective.kind,
    dividedBy: divisor,
    discriminator: estimate("discriminator"),
    generator: estimate("generator"),
    equilibrium,
  };
}

/** What a logged loss, as a mean over one sample, is divided by. */
function lossScale({ objective }: CellSpec): Scale {
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
