/** Reading JSON that another process wrote: what comes back is `unknown` until the caller has narrowed it. */
import { readFileSync } from "node:fs";

import { LabError } from "../shared/errors.ts";

/** A file as found. `unreadable`: there, but not JSON, or not what it should be. */
export type Found<Value> =
  | { readonly kind: "present"; readonly value: Value }
  | { readonly kind: "absent" }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Reads a JSON file and narrows it with `check`, which throws on anything unexpected. Never throws itself. */
export function findJson<Value>(
  path: string,
  check: (value: unknown, where: string) => Value,
): Found<Value> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    return isMissing(error)
      ? { kind: "absent" }
      : { kind: "unreadable", reason: `${path}: ${messageOf(error)}` };
  }
  try {
    return { kind: "present", value: check(JSON.parse(text) as unknown, path) };
  } catch (error) {
    return {
      kind: "unreadable",
      reason: error instanceof LabError ? error.message : `${path}: ${messageOf(error)}`,
    };
  }
}

/**
 * The value of a file that must be there.
 *
 * @throws LabError RUN_DIRECTORY where it is missing or unreadable
 */
export function requireFound<Value>(found: Found<Value>, path: string): Value {
  if (found.kind === "present") return found.value;
  throw new LabError(
    "RUN_DIRECTORY",
    found.kind === "absent" ? `Expected ${path} to exist` : found.reason,
  );
}

/** Whether a file system error says that there is no such file or folder. */
export const isMissing = (error: unknown): boolean =>
  hasCode(error, "ENOENT") || hasCode(error, "ENOTDIR");

/** Whether a file system error carries a code. */
export const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
