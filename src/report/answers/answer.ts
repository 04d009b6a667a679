/** What an experiment answers, as plain data: one entry of reproduction.json or answers.json, and the source of its page. */
import type { Interval } from "../statistics/intervals.ts";
import type { SchemeParts } from "../summary.ts";
import type { ContraryMetric } from "./contrary-metrics.ts";
import type { FileNote } from "./file-notes.ts";

export type AnswerVerdict = "supported" | "contradicted" | "undecided";

export interface ExperimentAnswer {
  /** As it was given. */
  readonly file: string;
  readonly experiment: string;
  readonly question: string | null;
  readonly kind: "training" | "analysis";
  readonly state: AnswerState;
  /** Why it could not be run, in one line; else null. */
  readonly problem: string | null;
  readonly runs: {
    readonly planned: number;
    /** With a result that counts, diverged ones too. */
    readonly ended: number;
    readonly diverged: number;
    /** Of the ended: trained by another sweep. */
    readonly takenOver: number;
  };
  /** Replicates that every cell has, and those planned; 0 of 0 for an analysis. */
  readonly seeds: { readonly ended: number; readonly planned: number };
  /** Of the primary claim; null where no claim is declared. Undecided while seeds are missing. */
  readonly verdict: AnswerVerdict | null;
  readonly claims: readonly ClaimAnswer[];
  /** The primary metric and those of claims, by cell. */
  readonly values: readonly CellValue[];
  /** How runs ended, by cell, where outcomes are declared: `labels: binary: covered 8 of 8`. */
  readonly outcomes: readonly string[];
  readonly labels: LabelAnswer | null;
  readonly schemeParts: readonly SchemeParts[];
  /** The file's own comments: which settings are ours, and what it costs. */
  readonly ours: readonly FileNote[];
  readonly time: {
    /** Sum of the runs' own times, copied ones left out. */
    readonly runsMs: number;
    /** Wall time that `reproduce` has spent on it; null where it did not run it. */
    readonly wallMs: number | null;
  };
  /** The report's page; null where there is none yet. */
  readonly report: string | null;
}

export const ANSWER_STATES = ["done", "partial", "not started", "no data", "failed"] as const;
export type AnswerState = (typeof ANSWER_STATES)[number];

export interface ClaimAnswer {
  readonly verdict: AnswerVerdict;
  readonly primary: boolean;
  readonly claim: string;
  readonly reason: string;
  readonly evidence: string;
}

export interface CellValue {
  readonly cell: string;
  readonly metric: string;
  /** As in the tables: `0.512 ± 0.034`. */
  readonly text: string;
  readonly mean: number | null;
  readonly interval: Interval | null;
  readonly n: number;
}

/** The papers' three questions about label schemes; null where a file does not ask one. */
export interface LabelAnswer {
  /** Kind of the data set. */
  readonly dataset: string;
  readonly metric: string;
  /** The first paper: (−1, 1, 0) and (0, 1, 1) are alike, within the margin. */
  readonly alike: AnswerVerdict | null;
  /** The second one: (−1, 1, 0), Pearson's χ², is better. */
  readonly chiSquaredBetter: AnswerVerdict | null;
  /** Both: both schemes are better than the regular GAN. */
  readonly betterThanRegular: AnswerVerdict | null;
  /** Of the two schemes beside each other, in a few words. */
  readonly verdict: string;
  /** Metrics that say the opposite of the two schemes. */
  readonly contrary: readonly ContraryMetric[];
  /** All three in one sentence. */
  readonly text: string;
}

/** All of them supported; else contradicted where one is, else undecided. Null for none. */
export function combineVerdicts(verdicts: readonly AnswerVerdict[]): AnswerVerdict | null {
  if (verdicts.length === 0) return null;
  if (verdicts.includes("contradicted")) return "contradicted";
  return verdicts.every((verdict) => verdict === "supported") ? "supported" : "undecided";
}
