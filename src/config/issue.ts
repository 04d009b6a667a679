/** What can be wrong with an experiment, where, and how it is told. Checks return issues; only loading throws them. */
import { LabError } from "../shared/errors.ts";

/** Where something is written. Lines and columns count from 1; columns count characters. */
export interface Position {
  /** Relative to the working directory where it lies below it; `--set key=value` for a value of the command line. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** Characters to underline, at least 1; never reaches beyond the line. */
  readonly length: number;
  /** The whole source line. */
  readonly text: string;
}

/** The closed list of what can be wrong with an experiment file. */
export const ISSUE_CODES = [
  "yaml", // not YAML, or YAML we do not take
  "duplicate-key",
  "unknown-key",
  "missing-key",
  "wrong-type",
  "out-of-range",
  "unknown-name", // a kind, preset, metric or other name of a closed list
  "extends",
  "extension",
  "sweep", // an axis or a condition that names no key
  "conflict", // values that are right alone and wrong together
  "shape", // layers that do not fit together, or the data
] as const;

export type IssueCode = (typeof ISSUE_CODES)[number];

/** One mistake. */
export interface Issue {
  readonly code: IssueCode;
  readonly position: Position;
  /** Dotted key it is about, such as `objective.labels`; empty for the file as a whole. */
  readonly path: string;
  /** `objective.reduction: expected mean or sum, got …`, without a full stop. */
  readonly message: string;
  /** What to do about it, such as ``did you mean `mean`?``. */
  readonly hint?: string;
}

/** An experiment that cannot be run as written: every mistake found in it, in the order of the file. */
export class ConfigError extends LabError {
  override readonly name = "ConfigError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super("CONFIG", formatIssues(issues));
    this.issues = issues;
  }
}

/**
 * Writes issues for people, one after the other:
 *
 *     experiments/abc.yaml:8:3: training.steps: expected an integer of at least 1, got 0
 *         steps: 0
 *                ^
 *       hint
 */
export function formatIssues(issues: readonly Issue[]): string {
  return issues.map(formatIssue).join("\n\n");
}

function formatIssue({ position, message, hint }: Issue): string {
  const { file, line, column, length, text } = position;
  const place = file.startsWith("--set ") ? file : `${file}:${String(line)}:${String(column)}`;
  // Tabs stay tabs below the line, so that the caret stands where the terminal puts the character.
  const indent = text.slice(0, column - 1).replaceAll(/[^\t]/g, " ");
  return [
    `${place}: ${message}`,
    `    ${text}`,
    `    ${indent}${"^".repeat(Math.max(1, length))}`,
    ...(hint === undefined ? [] : [`  ${hint}`]),
  ].join("\n");
}
