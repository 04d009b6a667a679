/** The view in a terminal: one line for each job's run and one for the sweep, always of the same height. Pure. */
import { stripVTControlCharacters } from "node:util";

import {
  columnsOf,
  createPaint,
  fitText,
  formatCount,
  formatDuration,
  padText,
  printable,
} from "../../shared/terminal-text.ts";
import type { Paint } from "../../shared/terminal-text.ts";
import { endedRuns, runEtaMs, sweepEtaMs } from "./progress.ts";
import type { ActiveRun, Progress } from "./progress.ts";

export interface View {
  /** Lines for runs: as many as can be active at once, or as the terminal has room for. */
  readonly jobs: number;
  /** Columns of the terminal. */
  readonly width: number;
  readonly colours: boolean;
}

const BAR_COLUMNS = { least: 6, most: 20 } as const;
const LABEL_SHARE = 0.4;

/** `jobs` + 1 lines, none wider than the terminal less one column (a full line would wrap in some terminals). */
export function renderLive(progress: Progress, now: number, view: View): readonly string[] {
  const width = Math.max(1, view.width - 1);
  const paint = createPaint(view.colours);
  const label = labelColumns(progress, width);
  const rows = progress.active
    .slice(0, view.jobs)
    .map((item) => renderRun(item, width, label, paint));
  const empty = Array.from({ length: Math.max(0, view.jobs - rows.length) }, () => "");
  return [...rows, ...empty, renderSweep(progress, now, width, paint)];
}

/** What a run is called, in every line about it. */
export const runName = ({ run }: Pick<ActiveRun, "run">): string =>
  `${printable(run.cellLabel)}, seed ${String(run.seed)}`;

/** Wide enough for every run of the sweep, so that columns stand still while runs come and go. */
function labelColumns({ runs }: Progress, width: number): number {
  const longest = runs.reduce((most, run) => Math.max(most, columnsOf(runName({ run }))), 0);
  return Math.min(longest, Math.max(12, Math.floor(width * LABEL_SHARE)));
}

function renderRun(item: ActiveRun, width: number, label: number, paint: Paint): string {
  const name = padText(fitName(item, label), label);
  if (item.executor === null) return fitLine([name, "starting"], width);
  const { step, stepsPerSecond, run } = item;
  const steps = formatCount(run.steps);
  const eta = runEtaMs(item);
  // The last are the first to go where the terminal is narrow; the bar takes what is left.
  const parts = [
    name,
    `${padText(formatCount(step), steps.length, "start")}/${steps}`,
    padText(eta === null ? "" : formatDuration(eta), 5, "start"),
    padText(formatRate(stepsPerSecond), 6, "start"),
    padText(renderLosses(item), 15),
  ];
  while (parts.length > 1 && columnsOf(parts.join("  ")) > width) parts.pop();
  const line = fitText(parts.join("  "), width);
  const room = Math.min(BAR_COLUMNS.most, width - columnsOf(line) - 2);
  if (room < BAR_COLUMNS.least) return line.trimEnd();
  return `${line}  ${paint("cyan", renderBar(step / run.steps, room))}`;
}

/** A long cell label is cut, never the seed behind it. */
function fitName({ run }: ActiveRun, columns: number): string {
  const seed = `, seed ${String(run.seed)}`;
  const label = fitText(printable(run.cellLabel), Math.max(1, columns - columnsOf(seed)));
  return fitText(label + seed, columns);
}

const fitLine = (texts: readonly string[], width: number): string =>
  fitText(texts.join("  ").trimEnd(), width);

export function renderBar(share: number, columns: number): string {
  const full = Math.round(Math.min(1, Math.max(0, share)) * columns);
  return "━".repeat(full) + "─".repeat(columns - full);
}

function renderLosses({ losses }: ActiveRun): string {
  if (losses === null) return "";
  return `D ${formatLoss(losses.discriminator)} G ${formatLoss(losses.generator)}`;
}

/** Three digits: a look, not a measurement. */
export function formatLoss(loss: number): string {
  const size = Math.abs(loss);
  if (!Number.isFinite(loss)) return String(loss);
  return size !== 0 && (size < 0.001 || size >= 10_000)
    ? loss.toExponential(0)
    : loss.toPrecision(3);
}

export function formatRate(stepsPerSecond: number): string {
  if (!(stepsPerSecond > 0)) return "";
  if (stepsPerSecond >= 10) return `${formatCount(Math.round(stepsPerSecond))}/s`;
  return `${stepsPerSecond.toFixed(stepsPerSecond >= 1 ? 1 : 2)}/s`;
}

function renderSweep(progress: Progress, now: number, width: number, paint: Paint): string {
  const { runs, active, waiting, failed, diverged, skipped, stopping } = progress;
  const eta = sweepEtaMs(progress, now);
  const facts = [
    `${formatCount(endedRuns(progress))} of ${formatCount(runs.length)} runs`,
    ...count(active.length, "running"),
    ...count(waiting.length, "in another process"),
    ...count(failed, "failed").map((text) => paint("red", text)),
    ...count(diverged, "diverged").map((text) => paint("yellow", text)),
    ...count(skipped, "done before"),
    formatDuration(now - progress.startedMs),
    ...(eta === null || stopping !== "no" ? [] : [`about ${formatDuration(eta)} left`]),
    ...(stopping === "waiting" ? ["stopping; Ctrl-C again to kill"] : []),
    ...(stopping === "forced" ? ["killing"] : []),
  ];
  // The last facts are the first to go, but what is stopping stays.
  while (facts.length > 1 && columnsOf(facts.join(" · ")) > width) facts.splice(-2, 1);
  const line = facts.join(" · ");
  return columnsOf(line) <= width ? line : fitText(stripVTControlCharacters(line), width);
}

const count = (number: number, word: string): readonly string[] =>
  number === 0 ? [] : [`${formatCount(number)} ${word}`];
