/** A mistake before it has a position: what is wrong at which path. */
import type { Issue, IssueCode, Position } from "./issue.ts";
import type { Segment } from "./located.ts";

export interface Mistake {
  readonly code: IssueCode;
  readonly path: readonly Segment[];
  /** Whether the key or the value at the path is to blame. */
  readonly part: "key" | "value";
  /** `expected …, got …`. */
  readonly text: string;
  readonly hint?: string | null;
  /** Other paths that it hangs on: where one of them was changed last, that change is to blame. */
  readonly related?: readonly (readonly Segment[])[];
}

export function toIssue(mistake: Mistake, position: Position): Issue {
  const { code, text, hint } = mistake;
  const path = mistake.path.join(".");
  return {
    code,
    position,
    path,
    message: path === "" ? text : `${path}: ${text}`,
    ...(hint === undefined || hint === null ? {} : { hint }),
  };
}
