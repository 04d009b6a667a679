/** What config/ gives to everything behind it: a loaded experiment that can be asked for the settings of any cell. */
import type { Issue, Position } from "./issue.ts";
import type { RunSettings, RunSpec } from "./spec.ts";

/** A place in the experiment file, from its top: `["sweep", 0, "grid", "objective.labels", 2]`. */
export type Place = readonly (string | number)[];

/** A value put over the experiment's own, at a dotted key. */
export interface Override {
  readonly path: string;
  readonly value: unknown;
  /** Where the value stands in the file: what is wrong with it is blamed there. */
  readonly place?: Place;
  /** Instead of a place, for values that stand in no file. */
  readonly position?: Position;
}

export type Condition = Readonly<Record<string, unknown>>;

export type ParameterRange =
  | {
      readonly kind: "uniform" | "log-uniform";
      readonly minimum: number;
      readonly maximum: number;
      readonly digits: number;
    }
  | { readonly kind: "choice"; readonly values: readonly unknown[] };

type Lists = Readonly<Record<string, readonly unknown[]>>;

/** How a claim names cells: a label or an axis value, or keys and the values that they must have. */
export type CellName = string | Condition;

/** One entry of `expect:`, defaults filled in. */
export interface DeclaredClaim {
  /** Tag of a metric value. */
  readonly metric: string;
  readonly cells: readonly CellName[];
  readonly baseline: CellName;
  readonly relation: "greater" | "less" | "equivalent";
  /** In the metric's unit; above 0 for `equivalent`. */
  readonly margin: number;
  /** Runs of one seed belong together. */
  readonly paired: boolean;
  /** True for exactly one claim, where there are any. */
  readonly primary: boolean;
}

/** A named way for a run to end, by its last evaluation. */
export interface OutcomeRule {
  readonly name: string;
  /** All of these must hold, by metric tag. */
  readonly when: Readonly<Record<string, OutcomeBounds>>;
}

/** At least one. */
export interface OutcomeBounds {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly above?: number;
  readonly below?: number;
}

/** One block of a sweep as written, its form and every value in it checked. Forms multiply; blocks are united. */
export interface SweepBlock {
  readonly grid?: Lists;
  readonly zip?: Lists;
  readonly list?: readonly Readonly<Record<string, unknown>>[];
  readonly random?: {
    readonly count: number;
    readonly seed: number;
    readonly parameters: Readonly<Record<string, ParameterRange>>;
  };
  readonly ablate?: Lists;
  readonly when?: Condition;
  readonly exclude?: readonly Condition[];
  readonly require?: readonly Condition[];
}

/** All that decides a cell's numbers but the replicate's seed. */
export type CellSpec = Omit<RunSpec, "seed">;

export type Resolution =
  | {
      readonly ok: true;
      readonly spec: CellSpec;
      readonly settings: RunSettings;
      /** Worth a word, and no reason to refuse. */
      readonly warnings: readonly Issue[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export interface ExtensionFile {
  /** As the spec's `extensions` names it: relative to the experiment file, with forward slashes. */
  readonly name: string;
  /** Absolute path. */
  readonly path: string;
  /** SHA-256 of the file, 64 hexadecimal digits. */
  readonly digest: string;
  readonly family: ExtensionFamily;
  readonly kind: string;
}

export const EXTENSION_FAMILIES = ["layer", "objective", "dataset", "optimizer", "metric"] as const;
export type ExtensionFamily = (typeof EXTENSION_FAMILIES)[number];

export interface Experiment {
  readonly name: string;
  readonly question: string | null;
  readonly seeds: { readonly first: number; readonly count: number };
  /** Absolute path of the experiment file. */
  readonly file: string;
  /** Absolute paths of every file read: the experiment, what it extends, its extensions. */
  readonly files: readonly string[];
  readonly extensions: readonly ExtensionFile[];
  readonly blocks: readonly SweepBlock[];
  readonly claims: readonly DeclaredClaim[];
  /** Null where the file says nothing of them. */
  readonly outcomes: readonly OutcomeRule[] | null;
  /** A run's final value is the mean of so many last evaluations. */
  readonly lastEvaluations: number;
  /** Tags of the values that the metrics of a cell give. */
  tagsOf(spec: Pick<CellSpec, "evaluation">): readonly string[];
  /** The settings of one cell: the experiment's own with `overrides` put over them, whole values before their parts. */
  resolve(overrides: readonly Override[]): Resolution;
  /** The value at a dotted key as the file has it, defaults filled in; undefined where there is none. */
  read(path: string, overrides?: readonly Override[]): unknown;
  /** Where the value of a dotted key stands, or the nearest value around it that is written. */
  locate(path: string, overrides?: readonly Override[]): Position;
  /** Where a place of the file stands, or the nearest around it. */
  locatePlace(place: Place): Position;
}
