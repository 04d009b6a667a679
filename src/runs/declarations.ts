/**
 * When claims and outcomes were declared: plan.json keeps the time of each, and how many results could be seen by then. A
 * claim that was changed, or whose values are made of another number of evaluations, is another claim.
 */
import { canonicalJson } from "../plan/canonical.ts";
import { claimText } from "../plan/plan-file.ts";
import type { Declaration, Declarations } from "../plan/plan-file.ts";
import type { Plan } from "../plan/plan.ts";
import { findJson } from "./json-file.ts";
import { asArray, asCount, asObject, asText, orNull } from "./narrow.ts";
import type { SurveyedRun } from "./survey.ts";

export interface DeclarationSources {
  /** The plan.json of the last sweep, if there is one. */
  readonly planPath: string;
  readonly survey: readonly SurveyedRun[];
  /** The time for what is new; null where nothing is written down. */
  readonly now: string | null;
}

/** Of every claim and outcome of a plan. */
export function findDeclarations(plan: Plan, sources: DeclarationSources): Declarations {
  const { planPath, survey, now } = sources;
  const earlier = findJson(planPath, readEarlier);
  const known = earlier.kind === "present" ? earlier.value : new Map<string, Declaration>();
  const resultsOf = (isAbout: (cell: number) => boolean): number =>
    survey.filter(({ run, result }) => result !== null && isAbout(run.cell)).length;
  return {
    claims: plan.claims.map((claim) => {
      const { cell, baseline } = claim;
      const found = known.get(canonicalJson(claimText(plan, claim)));
      const resultsBefore = resultsOf((index) => index === cell || index === baseline);
      return found ?? { declaredAt: now, resultsBefore };
    }),
    outcomes: plan.outcomes.map((rule) => {
      const found = known.get(canonicalJson(rule));
      return found ?? { declaredAt: now, resultsBefore: resultsOf(() => true) };
    }),
  };
}

/** By canonical text; a plan.json from before there were claims has none. */
function readEarlier(value: unknown, where: string): ReadonlyMap<string, Declaration> {
  const { claims = [], outcomes = [] } = asObject(value, where);
  const items = [
    ...asArray(claims, `${where}: claims`),
    ...asArray(outcomes, `${where}: outcomes`),
  ];
  return new Map(
    items.map((item, i) => {
      const at = `${where}: declaration ${String(i)}`;
      const { declaredAt, resultsBefore, ...text } = asObject(item, at);
      return [
        canonicalJson(text),
        {
          declaredAt: orNull(declaredAt, asText, at),
          resultsBefore: asCount(resultsBefore, at),
        },
      ];
    }),
  );
}
