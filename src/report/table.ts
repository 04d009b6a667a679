/** The summary as rows of text, for a terminal and for Markdown alike. */
import { shortLabels } from "../shared/short-labels.ts";
import type { Interval, MeanEstimate } from "./statistics/intervals.ts";
import type { CellSummary, MetricColumn, OutcomeShare, ReferenceRow, Summary } from "./summary.ts";

export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly TableRow[];
}

export interface TableRow {
  readonly kind: "cell" | "reference";
  readonly texts: readonly string[];
}

/** Cells, then the references; columns: what, seeds, metrics, losses, divergences. */
export function summaryTable({ columns, cells: all, references }: Summary): Table {
  const cells = withShortLabels(all);
  const hasLosses = cells.some(({ losses }) => losses !== null);
  const losses = hasLosses ? ["D loss/(b−a)²", "G loss/(b−a)²"] : [];
  return {
    header: ["cell", "seeds", ...columns.map(renderColumn), ...losses, "diverged"],
    rows: [
      ...cells.map((cell) => cellRow(cell, columns, hasLosses)),
      ...references.map((row) => referenceRow(row, columns, hasLosses)),
    ],
  };
}

function withShortLabels(cells: readonly CellSummary[]): readonly CellSummary[] {
  const labels = shortLabels(cells.map(({ label }) => label));
  return cells.map((cell, i) => ({ ...cell, label: labels[i] ?? cell.label }));
}

const ARROWS = { higher: " ↑", lower: " ↓" } as const;

const renderColumn = ({ tag, better }: MetricColumn): string =>
  `${tag}${better === null ? "" : ARROWS[better]}`;

function cellRow(
  cell: CellSummary,
  columns: readonly MetricColumn[],
  hasLosses: boolean,
): TableRow {
  const { losses } = cell;
  const mark = cell.diverged > 0 && cell.finished > 0 ? " †" : "";
  const network = (name: "discriminator" | "generator"): string => {
    if (losses === null) return "–";
    const { equilibrium } = losses;
    const beside = equilibrium === null ? "" : ` (${formatNumber(equilibrium[name], 3)})`;
    return `${formatNumber(losses[name].mean ?? NaN, 3)}${beside}`;
  };
  return {
    kind: "cell",
    texts: [
      cell.label,
      renderSeeds(cell),
      ...columns.map(({ tag }) => markEstimate(cell.metrics[tag], mark)),
      ...(hasLosses ? [network("discriminator"), network("generator")] : []),
      renderDiverged(cell),
    ],
  };
}

/** How the runs of each cell ended; null where no outcome was declared. Only columns that some run is in. */
export function outcomeTable({ cells, baseline }: Summary): Table | null {
  const short = withShortLabels(cells);
  const names = (cells[0]?.outcomes ?? []).map(({ name }) => name);
  const shown = names.filter(
    (name) =>
      !["diverged", "other"].includes(name) ||
      cells.some(({ outcomes }) =>
        outcomes.some((outcome) => outcome.name === name && outcome.count > 0),
      ),
  );
  if (shown.length === 0) return null;
  return {
    header: ["how runs ended", ...shown],
    rows: cells.map(({ label, outcomes }, i) => ({
      kind: "cell",
      texts: [
        `${short[i]?.label ?? label}${label === baseline ? " (baseline)" : ""}`,
        ...shown.map((name) => renderOutcome(outcomes.find((outcome) => outcome.name === name))),
      ],
    })),
  };
}

/** `7 of 8 [53 %, 98 %] p 0.04`. */
function renderOutcome(outcome: OutcomeShare | undefined): string {
  if (outcome?.interval == null) return "–";
  const { count, runs, interval, fisherP } = outcome;
  const range = `[${percent(interval.low)}, ${percent(interval.high)}]`;
  const p = fisherP === null ? "" : ` p ${formatNumber(fisherP, 2)}`;
  return `${String(count)} of ${String(runs)} ${range}${p}`;
}

/** Header of a column that lists the values of all runs. */
export const EVERY_RUN = "every run";

/** Every run's final value of the primary metric, by cell; null where there is none. */
export function seedTable({ cells: all, columns }: Summary): Table | null {
  const cells = withShortLabels(all);
  const [primary] = columns;
  if (primary === undefined || primary.type === "outcome") return null;
  const rows = cells.flatMap(({ label, metrics }): readonly TableRow[] => {
    const estimate = metrics[primary.tag];
    if (estimate === undefined || estimate.values.length === 0) return [];
    const { mean, interval, bootstrap, values } = estimate;
    const range = (found: Interval | null): string =>
      found === null ? "–" : `[${formatNumber(found.low, 3)}, ${formatNumber(found.high, 3)}]`;
    const each = values.map(({ value }) => formatNumber(value, 3)).join(" ");
    const texts = [label, mean === null ? "–" : formatNumber(mean, 3), range(interval)];
    return [{ kind: "cell", texts: [...texts, range(bootstrap), each] }];
  });
  if (rows.length === 0) return null;
  return { header: ["cell", `${primary.tag}: mean`, "95 %", "95 % bootstrap", EVERY_RUN], rows };
}

function markEstimate(estimate: MeanEstimate | undefined, mark: string): string {
  return renderEstimate(estimate) + (estimate?.mean == null ? "" : mark);
}

/** `8`, `3 of 8` where not all have ended, `8 (2 stale)` where some are of another version. */
function renderSeeds({ finished, diverged, seeds, stale }: CellSummary): string {
  const ended = finished + diverged;
  const count = ended === seeds ? String(seeds) : `${String(ended)} of ${String(seeds)}`;
  return stale === 0 ? count : `${count} (${String(stale)} stale)`;
}

/** `0 of 8`; with Wilson's interval where any has diverged. */
function renderDiverged({ finished, diverged, divergedShare }: CellSummary): string {
  const ended = finished + diverged;
  if (ended === 0 || divergedShare === null) return "–";
  const share = `${String(diverged)} of ${String(ended)}`;
  if (diverged === 0) return share;
  const { low, high } = divergedShare;
  return `${share} [${percent(low)}, ${percent(high)}]`;
}

const percent = (share: number): string => `${String(Math.round(100 * share))} %`;

const REFERENCE_NAMES = {
  "perfect-sampler": "perfect sampler",
  "uniform-noise": "uniform noise",
  "untrained-generator": "untrained generator",
} as const;

function referenceRow(
  { kind, cells, metrics }: ReferenceRow,
  columns: readonly MetricColumn[],
  hasLosses: boolean,
): TableRow {
  const whose = cells === null ? "" : ` (${cells.join("; ")})`;
  const seeds = Math.max(0, ...Object.values(metrics).map(({ n }) => n));
  return {
    kind: "reference",
    texts: [
      `${REFERENCE_NAMES[kind]}${whose}`,
      String(seeds),
      ...columns.map(({ tag }) => renderEstimate(metrics[tag])),
      ...(hasLosses ? ["", ""] : []),
      "",
    ],
  };
}

/**
 * `0.512 ± 0.034`; `0.98 [0.91, 1]` where the interval is not centred; `8 (all 5)` where all values are equal and
 * nothing more can be said; `0.5 (1 seed)`.
 */
export function renderEstimate(estimate: MeanEstimate | undefined): string {
  if (estimate === undefined || estimate.mean === null) return "–";
  const { mean, interval, method, n } = estimate;
  if (method === "single") return `${formatNumber(mean, 3)} (1 seed)`;
  if (interval === null) return `${formatNumber(mean, 3)} (all ${String(n)})`;
  const half = (interval.high - interval.low) / 2;
  const decimals = decimalsFor(half);
  const show = (value: number): string => formatDecimals(value, decimals);
  const isCentred = Math.abs(interval.high + interval.low - 2 * mean) < 1e-6 * half;
  if (isCentred) return `${show(mean)} ± ${show(half)}`;
  const range = `[${show(interval.low)}, ${show(interval.high)}]`;
  return method === "exact"
    ? `${show(mean)} ${range} all ${String(n)} equal`
    : `${show(mean)} ${range}`;
}

/** Two digits of what is uncertain, no more than four decimals. */
function decimalsFor(half: number): number {
  if (!(half > 0)) return 3;
  return Math.min(4, Math.max(0, 1 - Math.floor(Math.log10(half))));
}

function formatDecimals(value: number, decimals: number): string {
  return Math.abs(value) >= 1e6 ? value.toExponential(2) : value.toFixed(decimals);
}

/** A number by its leading digits, without a tail of zeros. */
export function formatNumber(value: number, digits: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential(digits - 1);
  return String(Number(value.toPrecision(digits)));
}
