/** run.json: everything that was decided before a run started. Written whole, before the child is started. */
import type { RunSettings, RunSpec } from "../config/spec.ts";

export interface RunRecord {
  readonly format: 1;
  /** Hash of the canonical spec. */
  readonly id: string;
  readonly experiment: string;
  readonly question: string | null;
  /** Directory name of the cell: short and readable, such as `labels-binary-1f3a9c`. */
  readonly cell: string;
  /** What the cell is called in tables, such as `labels: binary`. */
  readonly cellLabel: string;
  /** The sweep's axes and this cell's values, for HParams and tables: scalars as they are, anything else as compact JSON. */
  readonly axes: Readonly<Record<string, string | number | boolean>>;
  readonly seed: number;
  readonly spec: RunSpec;
  readonly settings: RunSettings;
  /** Absolute paths of extension files. */
  readonly extensionFiles: readonly string[];
  /** The experiment as resolved, as YAML text, for people and TensorBoard's text tab. */
  readonly resolvedYaml: string;
  readonly resultsVersion: number;
  readonly provenance: Provenance;
  /** Where a run was trained that this sweep did not train but took over; absent for a run of its own. */
  readonly takenFrom?: TakenFrom;
}

export interface TakenFrom {
  /** Folder name of the sweep that trained it. */
  readonly sweep: string;
  /** Its cell's directory there. */
  readonly cell: string;
  /** When it was copied, ISO 8601. */
  readonly at: string;
}

export interface Provenance {
  readonly createdAt: string;
  readonly commit: string | null;
  readonly dirty: boolean | null;
  /** SHA-256 of the changes that the commit does not hold, kept in the sweep's directory; absent where there are none or git is not there. */
  readonly changes?: string;
  readonly node: string;
  readonly platform: string;
  readonly packages: Readonly<Record<string, string>>;
  readonly cpu: { readonly model: string; readonly features: readonly string[] };
  readonly threads: number;
  /** The executor that will run it (`auto` already decided). */
  readonly executor: string;
}
