/** What a sweep's blocks look like once config/ has validated them, and what expanding them gives. */

/** A place in the experiment file, from its top: `["sweep", 0, "grid", "objective.labels", 2]`. */
export type Place = readonly (string | number)[];

export type ParameterRange =
  | {
      readonly kind: "uniform" | "log-uniform";
      readonly minimum: number;
      readonly maximum: number;
      /** Drawn values are rounded to this many significant digits (default 3), so that they can be read and typed. */
      readonly digits?: number;
    }
  | { readonly kind: "choice"; readonly values: readonly unknown[] };

export interface RandomForm {
  readonly count: number;
  readonly seed: number;
  readonly parameters: Readonly<Record<string, ParameterRange>>;
}

/** Dotted keys and the value, or the list of values, that each must have. */
export type Condition = Readonly<Record<string, unknown>>;

/** Forms of one block multiply; blocks are united. */
export interface SweepBlock {
  /** The product of all values of all keys; the last key varies fastest. */
  readonly grid?: Readonly<Record<string, readonly unknown[]>>;
  /** The first values together, the second values together, … */
  readonly zip?: Readonly<Record<string, readonly unknown[]>>;
  /** Each entry a partial tree, or dotted keys. */
  readonly list?: readonly Readonly<Record<string, unknown>>[];
  readonly random?: RandomForm;
  /** The base once, then each value of each key alone. */
  readonly ablate?: Readonly<Record<string, readonly unknown[]>>;
  /** The block does not stand beside the earlier cells: it multiplies those of them that fulfil this, in their place. */
  readonly when?: Condition;
  /** Cells of this block that fulfil one of these are left out. */
  readonly exclude?: readonly Condition[];
  /** Cells of this block that fulfil none of these are left out. */
  readonly require?: readonly Condition[];
}

/** One value put over the experiment's own. */
export interface CellOverride {
  readonly path: string;
  readonly value: unknown;
  readonly place: Place;
}

/** One combination of values: all of a cell but its replicates. */
export type Combination = readonly CellOverride[];

/** Something wrong, or worth a word, at a place of the file. */
export interface SweepRemark {
  readonly place: Place;
  readonly message: string;
}
