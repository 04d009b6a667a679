/** `expect:` and `outcomes:` as far as the file alone can tell: which cells they mean is found out in plan/. */
import type { Catalog } from "./catalog.ts";
import { checkCondition } from "./check-sweep-values.ts";
import type { Found } from "./check-sweep-values.ts";
import type { CellName, DeclaredClaim, Place } from "./experiment.ts";
import type { Issue } from "./issue.ts";
import { locateIn } from "./located.ts";
import type { Located } from "./located.ts";
import { toIssue } from "./mistake.ts";
import type { FilledClaim, FilledExperimentFile } from "./schema-types.ts";

/** Every claim with its defaults; where none says that it is the primary one, the first is. */
export function resolveClaims(claims: readonly FilledClaim[]): readonly DeclaredClaim[] {
  const found = claims.findIndex(({ primary }) => primary === true);
  const first = Math.max(0, found);
  return claims.map(({ metric, baseline, relation, margin = 0, paired, ...claim }, i) => ({
    metric,
    cells: namesOf(claim),
    baseline,
    relation,
    margin,
    paired,
    primary: i === first,
  }));
}

/** What is wrong with claims and outcomes whatever the cells are. */
export function checkClaims(
  { expect, outcomes = [] }: Pick<FilledExperimentFile, "expect" | "outcomes">,
  root: Located,
  catalog: Catalog,
): readonly Issue[] {
  const found = [
    ...expect.flatMap((claim, i) => checkClaim(claim, ["expect", i], catalog)),
    ...checkPrimary(expect),
    ...checkOutcomeNames(outcomes.map(({ name }) => name)),
  ];
  return found.map(({ mistake, at }) => toIssue(mistake, locateIn(root, at, mistake.part)));
}

const namesOf = ({ cells }: Pick<FilledClaim, "cells">): readonly CellName[] =>
  Array.isArray(cells) ? cells : [cells];

function checkClaim(claim: FilledClaim, place: Place, catalog: Catalog): readonly Found[] {
  const { relation, margin = 0, cells, baseline } = claim;
  const named = Array.isArray(cells)
    ? cells.map((name, i) => ({ name, at: [...place, "cells", i] }))
    : [{ name: cells, at: [...place, "cells"] }];
  return [
    ...(relation === "equivalent" && margin === 0 ? [marginMissing(claim, place)] : []),
    ...[...named, { name: baseline, at: [...place, "baseline"] }].flatMap(({ name, at }) =>
      typeof name === "string" ? [] : checkCondition(name, at, catalog),
    ),
  ];
}

function marginMissing({ margin }: FilledClaim, place: Place): Found {
  const at = [...place, margin === undefined ? "relation" : "margin"];
  const text = `expected a \`margin\` above 0 for \`equivalent\`, got ${margin === undefined ? "none" : "0"}`;
  const hint =
    "say how small a difference is as good as none, in the metric's unit: `margin: 0.05`";
  return { at, mistake: { code: "conflict", path: at, part: "value", text, hint } };
}

function checkPrimary(claims: readonly FilledClaim[]): readonly Found[] {
  const primary = claims.flatMap(({ primary: isPrimary }, i) => (isPrimary === true ? [i] : []));
  return primary.slice(1).map((i) => {
    const at = ["expect", i, "primary"];
    const text = `expected one primary claim, got another beside \`expect.${String(primary[0])}\``;
    return { at, mistake: { code: "conflict", path: at, part: "value", text } };
  });
}

/** Names that runs get without a rule. */
const GIVEN = ["diverged", "other"];

function checkOutcomeNames(names: readonly string[]): readonly Found[] {
  return names.flatMap((name, i): readonly Found[] => {
    const at = ["outcomes", i, "name"];
    const refuse = (text: string): readonly Found[] => [
      { at, mistake: { code: "conflict", path: at, part: "value", text } },
    ];
    if (GIVEN.includes(name))
      return refuse(`expected a name of your own, got \`${name}\`, which runs get without a rule`);
    return names.indexOf(name) === i
      ? []
      : refuse(`expected each name once, got \`${name}\` again`);
  });
}
