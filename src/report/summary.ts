/** What a sweep found, as plain data: summary.json, and the source of every table. */
import type { SurveyState } from "../runs/survey.ts";
import type { Declaration } from "../plan/plan-file.ts";
import type { Verdict } from "./statistics/claims.ts";
import type { Interval, MeanEstimate } from "./statistics/intervals.ts";

export interface Summary {
  readonly format: 1;
  readonly experiment: string;
  readonly question: string | null;
  /** Runs of the plan by state; states without a run are left out. */
  readonly runs: Readonly<Partial<Record<SurveyState, number>>>;
  /** What became of every comparison that was declared, the primary claim's first. */
  readonly verdicts: readonly JudgedClaim[];
  /** Label of the cell that outcomes are tested against; null where no claim names one. */
  readonly baseline: string | null;
  /** What differences between label schemes are made of, by the primary metric; empty without scale-matched cells. */
  readonly schemeParts: readonly SchemeParts[];
  /** A run's final value is the mean of so many last evaluations. */
  readonly lastEvaluations: number;
  /** One for each metric value, the primary first. */
  readonly columns: readonly MetricColumn[];
  /** In the plan's order: cells are not ranked. */
  readonly cells: readonly CellSummary[];
  /** What the best and the worst generator give by the same metrics. */
  readonly references: readonly ReferenceRow[];
  /** Runs whose result is that they diverged. */
  readonly divergedRuns: readonly MissingRun[];
  /** Every planned run that has no result of today. */
  readonly missing: readonly MissingRun[];
  /** True where stale results are in the cells' numbers, marked. */
  readonly keepsStale: boolean;
  readonly files: {
    readonly directory: string;
    readonly summary: string;
    readonly markdown: string;
    readonly metrics: string;
    readonly report: string;
  };
  readonly boardCommand: string;
  /** What makes the report's page. */
  readonly reportCommand: string;
}

/** A verdict and when its claim was declared. */
export interface JudgedClaim extends Verdict, Declaration {
  readonly primary: boolean;
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
  /** Bootstrap interval, for the primary value and those of claims, from 8 values that are not all equal; else null. */
  readonly bootstrap: Interval | null;
}

/** A run with a result, as claims and outcomes see it. */
export interface EndedRun {
  readonly seed: number;
  /** Final values; null for a run that diverged. */
  readonly metrics: Readonly<Record<string, number>> | null;
  /** Values of the last evaluation alone; empty for a run that diverged. */
  readonly lastEvaluation: Readonly<Record<string, number>>;
}

/** How many runs of a cell ended in one way. */
export interface OutcomeShare {
  readonly name: string;
  readonly count: number;
  /** Runs that have ended. */
  readonly runs: number;
  /** Wilson's interval of the share; null without runs. */
  readonly interval: Interval | null;
  /** Fisher's exact test against the baseline, not adjusted: it describes. Null for the baseline itself, and without one. */
  readonly fisherP: number | null;
}

export interface CellSummary {
  readonly name: string;
  readonly label: string;
  /** Every key that varies, where `label` leaves some out. */
  readonly fullLabel: string;
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
  /** Those that were declared, then `diverged` and `other`; empty where none were. */
  readonly outcomes: readonly OutcomeShare[];
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

/** The difference of two schemes as published, and its two parts: see scheme-parts.ts. */
export interface SchemeParts {
  readonly metric: string;
  /** Labels of the published cells. */
  readonly cell: string;
  readonly baseline: string;
  /** Each null until every cell in it has two values. */
  readonly total: PartEstimate | null;
  /** Of label position t alone. */
  readonly position: PartEstimate | null;
  /** Of label distance against D's scale. */
  readonly scale: PartEstimate | null;
}

export interface PartEstimate {
  readonly value: number;
  /** 95 % (Welch); null where the values do not vary. */
  readonly interval: Interval | null;
  /** Runs of each cell in it. */
  readonly n: readonly number[];
}

/** A run and what to say of it. */
export interface MissingRun {
  readonly cell: string;
  readonly seed: number;
  readonly state: SurveyState;
  readonly reason: string;
  readonly log: string;
}
