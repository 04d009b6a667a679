/** The claims of an experiment with their cells found: one comparison for each cell that a claim is about. */
import { listOr } from "../config/describe.ts";
import type { CellName, DeclaredClaim, Experiment, Override, Place } from "../config/experiment.ts";
import type { Issue } from "../config/issue.ts";
import { didYouMean } from "../config/nearest.ts";
import type { AxisValue } from "./axes.ts";
import { canonicalJson } from "./canonical.ts";
import { fulfils } from "./conditions.ts";
import { writtenValues } from "./resolve-cells.ts";
import type { ResolvedCell } from "./resolve-cells.ts";

/** One cell compared with the baseline. */
export interface PlannedClaim extends Omit<DeclaredClaim, "cells" | "baseline"> {
  /** Which entry of `expect:` it comes from. */
  readonly declared: number;
  /** Indices of cells. */
  readonly cell: number;
  readonly baseline: number;
}

export interface PlannedClaims {
  /** The primary claim's first, then in the order of the file. */
  readonly claims: readonly PlannedClaim[];
  readonly issues: readonly Issue[];
}

/** What a planned cell is found by. */
interface NamedCell extends Pick<ResolvedCell, "spec" | "settings"> {
  readonly index: number;
  readonly label: string;
  readonly axes: Readonly<Record<string, AxisValue>>;
  readonly overrides: readonly Override[];
}

/** Finds the cells of every claim, or says which claim names none, too many, or what its cells do not measure. */
export function planClaims(experiment: Experiment, cells: readonly NamedCell[]): PlannedClaims {
  const found = experiment.claims.map((claim, i) => planClaim({ experiment, cells, claim, i }));
  const claims = found.flatMap((planned) => planned.claims);
  return {
    claims: [
      ...claims.filter(({ primary }) => primary),
      ...claims.filter(({ primary }) => !primary),
    ],
    issues: found.flatMap(({ issues }) => issues),
  };
}

interface ClaimRequest {
  readonly experiment: Experiment;
  readonly cells: readonly NamedCell[];
  readonly claim: DeclaredClaim;
  readonly i: number;
}

function planClaim({ experiment, cells, claim, i }: ClaimRequest): PlannedClaims {
  const refuse = createRefusal(experiment, ["expect", i]);
  const { cells: names, baseline: baselineName, ...rest } = claim;
  const found = names.map((name) => cells.filter((cell) => isNamed(cell, name, experiment)));
  const baselines = cells.filter((cell) => isNamed(cell, baselineName, experiment));
  const unknown = [
    ...names.flatMap((name, k) =>
      found[k]?.length === 0 ? [refuse([...placeOf(names, k)], unknownCell(name, cells))] : [],
    ),
    ...(baselines.length === 0 ? [refuse(["baseline"], unknownCell(baselineName, cells))] : []),
  ];
  if (unknown.length > 0) return { claims: [], issues: unknown };
  const [baseline, ...more] = baselines;
  if (baseline === undefined || more.length > 0)
    return { claims: [], issues: [refuse(["baseline"], tooMany(baselines))] };
  const compared = [...new Set(found.flat())].filter((cell) => cell !== baseline);
  if (compared.length === 0) return { claims: [], issues: [refuse(["cells"], itself(baseline))] };
  const unmeasured = [...compared, baseline].find(
    ({ spec }) => !experiment.tagsOf(spec).includes(claim.metric),
  );
  if (unmeasured !== undefined) {
    const tags = experiment.tagsOf(unmeasured.spec);
    return { claims: [], issues: [refuse(["metric"], unmeasuredTag(claim.metric, tags))] };
  }
  const claims = compared.map(({ index }) => ({
    ...rest,
    declared: i,
    cell: index,
    baseline: baseline.index,
  }));
  return { claims, issues: [] };
}

/** `cells` may be one name or a list: the place of a name that stands alone is that of the key. */
const placeOf = (names: readonly CellName[], k: number): Place =>
  names.length === 1 ? ["cells"] : ["cells", k];

function isNamed(cell: NamedCell, name: CellName, experiment: Experiment): boolean {
  if (typeof name === "string") return namesOf(cell).includes(name);
  return fulfils(cell, name, ({ overrides }, key) =>
    writtenValues(experiment, overrides, cell, key),
  );
}

/** All that a text can call a cell: its label, the value in a label of one axis, the value of each axis. */
function namesOf({ label, axes }: NamedCell): readonly string[] {
  const value = label.slice(label.indexOf(": ") + 2);
  return [label, value, ...Object.values(axes).map(String)];
}

interface Refusal {
  readonly code: Issue["code"];
  readonly text: string;
  readonly hint: string | null;
}

function createRefusal(
  experiment: Experiment,
  claim: Place,
): (below: Place, refusal: Refusal) => Issue {
  return (below, { code, text, hint }) => {
    const place = [...claim, ...below];
    const path = place.join(".");
    const issue = { code, position: experiment.locatePlace(place), path };
    return { ...issue, message: `${path}: ${text}`, ...(hint === null ? {} : { hint }) };
  };
}

const MOST_LABELS = 8;

function unknownCell(name: CellName, cells: readonly NamedCell[]): Refusal {
  const labels = cells.map(({ label }) => label);
  const shown = labels.slice(0, MOST_LABELS).map((label) => `\`${label}\``);
  const list =
    labels.length > MOST_LABELS
      ? `${shown.join(", ")} and ${String(labels.length - MOST_LABELS)} more: see \`lsgan plan\``
      : listOr(shown);
  const near = typeof name === "string" ? didYouMean(name, cells.flatMap(namesOf)) : null;
  return {
    code: "unknown-name",
    text: `expected a cell of this sweep, got ${describe(name)}`,
    hint: near ?? `the cells are ${list}`,
  };
}

function describe(name: CellName): string {
  if (typeof name === "string") return `\`${name}\``;
  const parts = Object.entries(name).map(([key, value]) => `${key}: ${canonicalJson(value)}`);
  return `values that no cell has: \`{ ${parts.join(", ")} }\``;
}

const tooMany = (found: readonly NamedCell[]): Refusal => ({
  code: "conflict",
  text: `expected one cell, got ${String(found.length)}: ${found
    .slice(0, MOST_LABELS)
    .map(({ label }) => `\`${label}\``)
    .join(", ")}`,
  hint: "name it by its whole label, or by more of its values",
});

const itself = ({ label }: NamedCell): Refusal => ({
  code: "conflict",
  text: `expected a cell other than the baseline, got \`${label}\` alone`,
  hint: null,
});

const unmeasuredTag = (metric: string, tags: readonly string[]): Refusal => ({
  code: "unknown-name",
  text: `expected a value that its cells measure (${tags.length === 0 ? "there is none" : listOr(tags)}), got \`${metric}\``,
  hint: didYouMean(metric, tags),
});
