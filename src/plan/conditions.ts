/** `when`, `exclude` and `require`: whether a combination has the values that a condition names. */
import { canonicalJson } from "./canonical.ts";
import type { Combination, Condition, Place, SweepBlock, SweepRemark } from "./sweep-block.ts";

/** Every way the value of a dotted key can be written for a combination: as in the file, and as resolved. */
export type LookUp = (combination: Combination, key: string) => readonly unknown[];

/** The rules of one block, and which of them never came to use. */
export interface Rules {
  /** Whether the block's `when` takes this earlier combination. */
  readonly applies: (combination: Combination) => boolean;
  /** Whether a combination of this block stays: no `exclude` names it, and one `require` does, where there are any. */
  readonly keeps: (combination: Combination) => boolean;
  /** A remark for each rule that has matched nothing so far: mostly a misspelt value. */
  readonly unused: () => readonly SweepRemark[];
}

/** Binds a block's rules to a way of looking values up. */
export function createRules(block: SweepBlock, place: Place, lookUp: LookUp): Rules {
  const matched = new Set<Condition>();
  const matches = (combination: Combination, condition: Condition): boolean => {
    const found = fulfils(combination, condition, lookUp);
    if (found) matched.add(condition);
    return found;
  };
  // Not `some`: every rule is tried on every combination, so that one rule never hides that another is used.
  const matchesAny = (combination: Combination, conditions: readonly Condition[]): boolean =>
    conditions.filter((condition) => matches(combination, condition)).length > 0;
  const { when, exclude = [], require: required = [] } = block;
  const named = [
    ...(when === undefined ? [] : [{ rule: when, place: [...place, "when"], name: "when" }]),
    ...exclude.map((rule, i) => ({ rule, place: [...place, "exclude", i], name: "exclude" })),
    ...required.map((rule, i) => ({ rule, place: [...place, "require", i], name: "require" })),
  ];
  return {
    applies: (combination) => when !== undefined && matches(combination, when),
    keeps: (combination) => {
      const excluded = matchesAny(combination, exclude);
      const wanted = required.length === 0 || matchesAny(combination, required);
      return wanted && !excluded;
    },
    unused: () =>
      named
        .filter(({ rule }) => !matched.has(rule))
        .map(({ place: at, name }) => ({
          place: at,
          message: `Expected this \`${name}\` to match a cell, got none`,
        })),
  };
}

/** True where every key has the value, or one of the values, that the condition lists. */
export function fulfils<Cell>(
  cell: Cell,
  condition: Condition,
  lookUp: (cell: Cell, key: string) => readonly unknown[],
): boolean {
  return Object.entries(condition).every(([key, wanted]) => {
    const values: readonly unknown[] = Array.isArray(wanted) ? wanted : [];
    const accepted = new Set([wanted, ...values].map(canonicalJson));
    return lookUp(cell, key).some((value) => accepted.has(canonicalJson(value)));
  });
}

/**
 * The value that a combination's overrides give to a key; undefined where they say nothing about it. The last override
 * that touches the key decides.
 */
export function overriddenValue(combination: Combination, key: string): unknown {
  for (const { path, value } of combination.toReversed()) {
    if (path === key) return value;
    if (key.startsWith(`${path}.`)) return valueAt(value, key.slice(path.length + 1));
  }
  return undefined;
}

/** The value at a dotted key of a tree; undefined where there is none. */
export function valueAt(tree: unknown, key: string): unknown {
  return key.split(".").reduce<unknown>((value, name) => {
    if (typeof value !== "object" || value === null) return undefined;
    return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
  }, tree);
}
