/** A plan and what is on disk of it, as lines for a terminal. */
import { labelFacts, nearlyEqual } from "../plan/label-facts.ts";
import { groupByLabels } from "../plan/label-groups.ts";
import type { Plan, PlannedCell } from "../plan/plan.ts";
import { isToRun } from "../runs/survey.ts";
import type { SurveyedRun, SurveyState } from "../runs/survey.ts";
import { shortLabels } from "../shared/short-labels.ts";
import { formatDuration } from "../shared/terminal-text.ts";
import type { Forecast } from "./forecast.ts";
import { countStates } from "./survey-sweep.ts";
import type { SurveyedSweep } from "./survey-sweep.ts";
import { renderTable } from "./table.ts";

/** Longer lists are cut: `--json` has everything. */
const MOST_ROWS = 40;

const MARKS: Readonly<Record<SurveyState, string>> = {
  done: "✓",
  diverged: "∞",
  elsewhere: "=",
  stale: "~",
  running: ">",
  interrupted: "…",
  failed: "!",
  new: "·",
  foreign: "?",
};

/** What the sweep is and how far it is: three lines at most. */
export function planSummaryLines(
  { plan, paths, survey, toRun, running, toTakeOver }: SurveyedSweep,
  { keepStale }: { readonly keepStale: boolean },
): readonly string[] {
  const { cells, runs, experiment, question } = plan;
  const seeds = runs.length / cells.length;
  const size = `${plural(cells.length, "cell")} × ${plural(seeds, "seed")} = ${plural(runs.length, "run")}`;
  const stale = survey.filter(({ state }) => state === "stale").length;
  const kept = keepStale && stale > 0 ? `; ${String(stale)} stale kept` : "";
  const left =
    toRun.length === 0
      ? `nothing left to ${toTakeOver.length + running.length === 0 ? "do" : "train"}: ${countStates(survey)}${kept}`
      : `${String(toRun.length)} to run (${countStates(survey)})${kept}`;
  return [
    `${experiment}${question === null ? "" : `: ${question}`}`,
    `${size} in ${paths.directory}`,
    left,
  ];
}

/** Cells by seeds, each run by the mark of its state. */
export function stateTableLines({ plan, survey }: SurveyedSweep): readonly string[] {
  const seeds = [...new Set(plan.runs.map(({ seed }) => seed))];
  const marks = new Map<number, string[]>();
  for (const { run, state } of survey)
    marks.set(run.cell, [...(marks.get(run.cell) ?? []), MARKS[state]]);
  const shown = plan.cells.slice(0, MOST_ROWS);
  const header = `seeds ${seedRange(seeds)}`;
  const labels = labelsOf(plan);
  const rows = shown.map(({ index }) => [labels[index] ?? "", (marks.get(index) ?? []).join(" ")]);
  const used = new Set(survey.map(({ state }) => state));
  const legend = Object.entries(MARKS)
    .filter(([state]) => [...used].some((found) => found === state))
    .map(([state, mark]) => `${mark} ${state === "elsewhere" ? inSweeps(survey) : state}`)
    .join("  ");
  const isShort = plan.cells.some(({ fullLabel, index }) => fullLabel !== labels[index]);
  return [
    renderTable(["cell", header], rows),
    ...cutLine(plan.cells.length),
    legend,
    ...(isShort ? ["Long names are shortened: --json has them in full."] : []),
  ];
}

const inSweeps = (survey: readonly SurveyedRun[]): string =>
  `in ${[...new Set(survey.flatMap(({ elsewhere }) => elsewhere?.sweep ?? []))].join(", ")}`;

/** What a sweep would copy instead of training it. */
export function elsewhereLines({
  toTakeOver,
}: Pick<SurveyedSweep, "toTakeOver">): readonly string[] {
  if (toTakeOver.length === 0) return [];
  const runs = toTakeOver.length === 1 ? "1 run is" : `${String(toTakeOver.length)} runs are`;
  return [
    `${runs} trained already, with equal specs and seeds, ${inSweeps(toTakeOver)}: a sweep copies them (--no-reuse trains them anew)`,
  ];
}

const labelsOf = ({ cells }: Pick<Plan, "cells">): readonly string[] =>
  shortLabels(cells.map(({ label }) => label));

/** Each run that is not simply new, done or elsewhere, with the reason. */
export function reasonLines(
  { plan, survey }: SurveyedSweep,
  options: { readonly keepStale: boolean },
): readonly string[] {
  const special = survey.filter(({ state }) => !["new", "done", "elsewhere"].includes(state));
  const rows = special
    .slice(0, MOST_ROWS)
    .map((found) => [
      isToRun(found.state, options) ? "would run" : "stays",
      nameOf(plan, found),
      `${found.state}: ${found.reason}`,
    ]);
  if (rows.length === 0) return [];
  return [renderTable(["", "run", "why"], rows), ...cutLine(special.length)];
}

const nameOf = (plan: Plan, { run }: SurveyedRun): string =>
  `${labelsOf(plan)[run.cell] ?? ""}, seed ${String(run.seed)}`;

/** What each label scheme says before anything is trained, and which cells are the same game. */
export function labelLines({ cells }: Plan): readonly string[] {
  const labels = labelsOf({ cells });
  const rows = cells
    .slice(0, MOST_ROWS)
    .flatMap((cell) => labelRow({ ...cell, label: labels[cell.index] ?? cell.label }));
  if (rows.length === 0) return [];
  const header = ["cell", "a", "b", "c", "t", "b − a", "D*", "loss D*", "loss G*", "χ² conditions"];
  return [
    renderTable(header, rows),
    ...cutLine(cells.length),
    "t = (c − a)/(b − a); D*, loss D*, loss G*: where generated and real data are alike; χ²: b − c = 1 and b − a = 2",
    ...cells.slice(0, MOST_ROWS).flatMap(warningLines),
    ...groupLines(cells),
  ];
}

function labelRow({ label, spec }: PlannedCell): readonly (readonly string[])[] {
  if (spec.objective.kind !== "least-squares") return [];
  const facts = labelFacts(spec.objective);
  const { a, b, c } = facts.labels;
  const { discriminator, generator } = facts.equilibriumLosses;
  const numbers = [a, b, c, facts.position, facts.distance, facts.equilibriumScore];
  return [
    [
      label,
      ...[...numbers, discriminator, generator].map(formatNumber),
      describeChiSquared(facts.labels, facts.isPearson),
    ],
  ];
}

function describeChiSquared(
  { a, b, c }: { readonly a: number; readonly b: number; readonly c: number },
  isPearson: boolean,
): string {
  if (isPearson) return "hold";
  const target = nearlyEqual(b - c, 1) ? [] : [`b − c = ${formatNumber(b - c)}`];
  const distance = nearlyEqual(b - a, 2) ? [] : [`b − a = ${formatNumber(b - a)}`];
  return `no: ${[...target, ...distance].join(", ")}`;
}

function warningLines({ label, spec }: PlannedCell): readonly string[] {
  if (spec.objective.kind !== "least-squares") return [];
  return labelFacts(spec.objective).warnings.map((text) => `${label}: ${text}`);
}

function groupLines(cells: readonly PlannedCell[]): readonly string[] {
  const groups = groupByLabels(cells.map(({ spec }) => spec));
  const labels = labelsOf({ cells });
  return groups.slice(0, MOST_ROWS).map(({ position, kind, cells: members }) => {
    const names = members.map((index) => `(${labels[index] ?? ""})`).join(" and ");
    const t = `t = ${formatNumber(position)}`;
    return kind === "same-run"
      ? `${names} have ${t} and labels in D's scale: the same run but for the names`
      : `${names} have ${t}: the same game up to the scale of D's output; what differs is how far D is from its labels at the start, and how fast it gets there`;
  });
}

/** `about 3 min on 2 jobs`, and what that is reckoned from. */
export function forecastLine(forecast: Forecast): string {
  const { totalMs, longestRunMs, jobs, basis, guessedCells } = forecast;
  const guessed =
    guessedCells > 0 ? `; ${plural(guessedCells, "cell")} taken to be like the ones tried` : "";
  return (
    `would take about ${formatDuration(totalMs)} with ${plural(jobs, "job")}, ` +
    `the longest run ${formatDuration(longestRunMs)} (reckoned from ${basis}${guessed})`
  );
}

/** At most six significant digits, without trailing zeros. */
const formatNumber = (value: number): string =>
  String(Number(value.toPrecision(6)) + 0).replace("-", "−");

const seedRange = (seeds: readonly number[]): string =>
  seeds.length > 1 ? `${String(seeds[0])} to ${String(seeds.at(-1))}` : String(seeds[0]);

const cutLine = (total: number): readonly string[] =>
  total > MOST_ROWS ? [`… and ${String(total - MOST_ROWS)} more (--json has all)`] : [];

const plural = (count: number, noun: string): string =>
  `${String(count)} ${noun}${count === 1 ? "" : "s"}`;
