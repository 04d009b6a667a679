/** A sweep's blocks → combinations of values, in an order that depends on the file alone. Pure; resolves nothing. */
import { createRules, overriddenValue } from "./conditions.ts";
import type { LookUp } from "./conditions.ts";
import { expandForms, multiply } from "./forms.ts";
import type { Combination, SweepBlock, SweepRemark } from "./sweep-block.ts";

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

const lookUpOverrides: LookUp = (combination, key) => {
  const value = overriddenValue(combination, key);
  return value === undefined ? [] : [value];
};

/** One override per path: the last. */
function keepLast(combination: Combination): Combination {
  const last = new Map(combination.map((override) => [override.path, override]));
  return last.size === combination.length ? combination : [...last.values()];
}
