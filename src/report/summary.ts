/** What a sweep found, as plain data: summary.json, and the source of every table. */
import type { SurveyState } from "../runs/survey.ts";
import type { Interval, MeanEstimate } from "./statistics/intervals.ts";

export interface Summary {
  readonly format: 1;
  readonly experiment: string;
  readonly question: string | null;
  /** Runs of the plan by state; states without a run are left out. */
  readonly runs: Readonly<Partial<Record<SurveyState, number>>>;
  /** One for each metric value, the primary first. */
  readonly columns: readonly MetricColumn[];
  /** In the plan's order: cells are not ranked. */
  readonly cells: readonly CellSummary[];
  /** What the best and the worst generator give by the same metrics. */
  readonly references: readonly ReferenceRow[];
  /** Every planned run that has no result of today. */
  readonly missing: readonly MissingRun[];
  /** True where stale results are in the cells' numbers, marked. */
  readonly keepsStale: boolean;
  readonly files: {
    readonly directory: string;
    readonly summary: string;
    readonly markdown: string;
    readonly metrics: string;
  };
  readonly boardCommand: string;
}

export interface MetricColumn {
  readonly tag: string;
  /** Null where an extension does not say. */
  readonly better: "higher" | "lower" | null;
  readonly type: "share" | "outcome" | "count" | "real";
  readonly isPrimary: boolean;
}

/** A mean over seeds, with every value it is made of. */
export interface SeedEstimate extends MeanEstimate {
  readonly values: readonly { readonly seed: number; readonly value: number }[];
}

export interface CellSummary {
  readonly name: string;
  readonly label: string;
  /** Planned replicates. */
  readonly seeds: number;
  /** Replicates whose numbers are in `metrics`: finished, and stale ones where they are kept. */
  readonly finished: number;
  readonly diverged: number;
  /** Share of ended runs that diverged, with Wilson's interval; null where none has ended. */
  readonly divergedShare: Interval | null;
  /** Of the finished and diverged: made by another version or executor. */
  readonly stale: number;
  readonly metrics: Readonly<Record<string, SeedEstimate>>;
  readonly losses: CellLosses | null;
}

/**
 * Losses over the last logging window. Least squares: of one sample, divided by (b − a)²; equal schemes give equal
 * numbers, and other objectives still measure other things.
 */
export interface CellLosses {
  readonly objective: string;
  /** (b − a)², or 1 for other objectives. */
  readonly dividedBy: number;
  readonly discriminator: SeedEstimate;
  readonly generator: SeedEstimate;
  /** The same losses where generated and real data are alike and D is the best possible; null where not known. */
  readonly equilibrium: { readonly discriminator: number; readonly generator: number } | null;
}

export const REFERENCE_KINDS = ["perfect-sampler", "uniform-noise", "untrained-generator"] as const;
export type ReferenceKind = (typeof REFERENCE_KINDS)[number];

export interface ReferenceRow {
  readonly kind: ReferenceKind;
  /** Labels of the cells it belongs to, or null for all. */
  readonly cells: readonly string[] | null;
  readonly metrics: Readonly<Record<string, SeedEstimate>>;
}

export interface MissingRun {
  readonly cell: string;
  readonly seed: number;
  readonly state: SurveyState;
  readonly reason: string;
  readonly log: string;
}
