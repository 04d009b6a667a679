/** A sweep's blocks → combinations of values, in an order that depends on the file alone. Pure; resolves nothing. */
import { createRules, overriddenValue } from "./conditions.ts";
import type { LookUp } from "./conditions.ts";
import { expandForms, multiply } from "./forms.ts";
import type { Combination, SweepBlock, SweepRemark } from "./sweep-block.ts";

/** More cells than this are a mistake in a grid, and would only fill the memory. */
const MOST_CELLS = 100_000;

export interface ExpandedSweep {
  readonly combinations: readonly Combination[];
  readonly issues: readonly SweepRemark[];
  readonly warnings: readonly SweepRemark[];
}

/**
 * Expands blocks in file order. Forms and keys inside a block multiply, blocks are united, a block with `when`
 * multiplies the earlier combinations that fulfil it, in their place. No block: one combination without values, which
 * is the experiment itself.
 */
export function expandSweep(
  blocks: readonly SweepBlock[],
  lookUp: LookUp = lookUpOverrides,
): ExpandedSweep {
  const issues: SweepRemark[] = [];
  const warnings: SweepRemark[] = [];
  if (blocks.length === 0) return { combinations: [[]], issues, warnings };
  let combinations: readonly Combination[] = [];
  blocks.forEach((block, i) => {
    const size = (block.when === undefined ? 1 : Math.max(1, combinations.length)) * sizeOf(block);
    if (size > MOST_CELLS) {
      issues.push({ place: ["sweep", i], message: tooMany(size) });
      return;
    }
    const added = multiply(expandForms(block, ["sweep", i], issues));
    const rules = createRules(block, ["sweep", i], lookUp);
    combinations =
      block.when === undefined
        ? [...combinations, ...added.map(keepLast).filter(rules.keeps)]
        : combinations.flatMap((earlier) =>
            rules.applies(earlier)
              ? added.map((more) => keepLast([...earlier, ...more])).filter(rules.keeps)
              : [earlier],
          );
    warnings.push(...rules.unused());
  });
  return { combinations, issues, warnings };
}

/** How many combinations a block stands for, without making them. */
function sizeOf({ list, zip, grid, random, ablate }: SweepBlock): number {
  const lengths = (lists: Readonly<Record<string, readonly unknown[]>> = {}): readonly number[] =>
    Object.values(lists).map(({ length }) => length);
  const ablated = lengths(ablate).reduce((sum, length) => sum + length, 1);
  const factors = [list?.length ?? 1, Math.max(1, ...lengths(zip)), random?.count ?? 1, ablated];
  return [...factors, ...lengths(grid)].reduce((product, length) => product * length, 1);
}

const tooMany = (size: number): string =>
  `Expected a block of at most ${String(MOST_CELLS)} cells, got ${String(size)}`;

const lookUpOverrides: LookUp = (combination, key) => {
  const value = overriddenValue(combination, key);
  return value === undefined ? [] : [value];
};

/** One override per path: the last. */
function keepLast(combination: Combination): Combination {
  const last = new Map(combination.map((override) => [override.path, override]));
  return last.size === combination.length ? combination : [...last.values()];
}
