/** What is on disk of a plan's runs, and so what would run and why. Reads small files only; changes nothing. */
import type { RunSpec } from "../config/spec.ts";
import type { Plan, PlannedRun } from "../plan/plan.ts";
import { createElsewhereSearch, hashOf } from "./elsewhere.ts";
import type { Elsewhere } from "./elsewhere.ts";
import { listFolders } from "./folders.ts";
import { describeOwner } from "./owner.ts";
import { runDirectory } from "./paths.ts";
import { describeForeign, findRunRecord } from "./record-file.ts";
import { findResult } from "./result-file.ts";
import { whyStale } from "./stale.ts";
import { deriveState, findStatus } from "./status-file.ts";
import type { RunStatus } from "./status.ts";
import type { RunResult } from "./result.ts";

/** What a run's directory says of it, each run in exactly one of these. */
export const SURVEY_STATES = [
  "done", // finished, by this results version and executor
  "diverged", // a result like any other: it would diverge again
  "elsewhere", // not here, but another sweep has trained the same: a sweep copies it
  "stale", // has a result that is not to be mixed with today's
  "running", // by a process that lives, which is not this one
  "interrupted", // its process is gone without a word, or was told to stop
  "failed",
  "new", // never started
  "foreign", // the directory holds another run, or what it holds cannot be read
] as const;
export type SurveyState = (typeof SURVEY_STATES)[number];

export interface SurveyedRun {
  readonly run: PlannedRun;
  readonly directory: string;
  readonly state: SurveyState;
  /** Why it would run or not, without a full stop: `interrupted at step 120`. */
  readonly reason: string;
  /** The result on disk, of whatever version; null where there is none of this run. */
  readonly result: RunResult | null;
  /** Whether another sweep trained what is here, which was copied. */
  readonly takenOver: boolean;
  /** Where another sweep has trained it; only in the state `elsewhere`, whose result it is. */
  readonly elsewhere?: Elsewhere;
}

export interface SurveyOptions {
  readonly sweepDirectory: string;
  /** The executor that would run each cell now, by the cell's index. */
  readonly executors: readonly string[];
  /** Whether to look for runs that would run among those of the other sweeps beside this one. Default false. */
  readonly reuse?: boolean;
  /** Stale results are left as they are: another sweep's does not take their place. Default false. */
  readonly keepStale?: boolean;
}

/** Looks at every run of a plan, in the plan's order. */
export function surveyRuns(plan: Plan, options: SurveyOptions): readonly SurveyedRun[] {
  const { sweepDirectory, reuse = false, keepStale = false } = options;
  const folders = new Set(listFolders(sweepDirectory));
  const found = plan.runs.map((run) => surveyRun(plan, run, { ...options, folders }));
  if (!reuse) return found;
  const search = createElsewhereSearch(sweepDirectory);
  return found.map((surveyed) => {
    if (!isToRun(surveyed.state, { keepStale })) return surveyed;
    const { cell: index, seed, id } = surveyed.run;
    const cell = plan.cells[index]?.name ?? "";
    const elsewhere = search({ cell, seed, id, executor: options.executors[index] ?? null });
    if (elsewhere === null) return surveyed;
    const { sweep, result } = elsewhere;
    return { ...surveyed, state: "elsewhere", reason: `in ${sweep}`, result, elsewhere };
  });
}

/** Whether a state is one that a sweep starts from; `keepStale` leaves stale results as they are. */
export function isToRun(
  state: SurveyState,
  { keepStale }: { readonly keepStale: boolean },
): boolean {
  switch (state) {
    case "new":
    case "interrupted":
    case "failed":
      return true;
    case "stale":
      return !keepStale;
    case "done":
    case "diverged":
    case "elsewhere":
    case "running":
    case "foreign":
      return false;
  }
}

/**
 * The same plan with the directory names that its cells already have. A cell is called by what tells it from the others
 * of its sweep, so another axis renames it; its hash, at the end of the name, stays, and with it its directory.
 */
export function keepDirectoryNames(plan: Plan, sweepDirectory: string): Plan {
  const taken = new Map(listFolders(sweepDirectory).map((name) => [hashOf(name), name]));
  return {
    ...plan,
    cells: plan.cells.map((cell) => ({ ...cell, name: taken.get(hashOf(cell.name)) ?? cell.name })),
  };
}

interface RunSurveyOptions extends SurveyOptions {
  /** Folders of the sweep's directory: a cell without one has no runs to look for. */
  readonly folders: ReadonlySet<string>;
}

function surveyRun(plan: Plan, run: PlannedRun, options: RunSurveyOptions): SurveyedRun {
  const cell = plan.cells[run.cell];
  if (cell === undefined) throw new Error(`Expected a cell ${String(run.cell)}, got none`);
  const directory = runDirectory(options.sweepDirectory, { cell: cell.name, seed: run.seed });
  if (!options.folders.has(cell.name)) return { run, directory, ...NEW };
  const spec: RunSpec = { ...cell.spec, seed: run.seed };
  const executor = options.executors[run.cell] ?? null;
  return { run, directory, ...readState(directory, run.id, { spec, executor }) };
}

type Judged = Pick<SurveyedRun, "state" | "reason">;
type Findings = Judged & Pick<SurveyedRun, "result" | "takenOver">;

const NOTHING = { result: null, takenOver: false } as const;

const NEW: Findings = { state: "new", reason: "not started yet", ...NOTHING };

function readState(
  directory: string,
  id: string,
  wanted: { readonly spec: RunSpec; readonly executor: string | null },
): Findings {
  const record = findRunRecord(directory);
  if (record.kind === "absent") return NEW;
  if (record.kind === "unreadable") return { state: "foreign", reason: record.reason, ...NOTHING };
  if (record.value.id !== id) {
    const reason = describeForeign(directory, record.value, wanted.spec);
    return { state: "foreign", reason, ...NOTHING };
  }
  const takenOver = record.value.takenFrom !== undefined;
  const found = findResult(directory);
  const result = found.kind === "present" && found.value.id === id ? found.value : null;
  const status = findStatus(directory);
  if (status.kind === "present" && deriveState(status) === "running")
    return { state: "running", reason: describeRunning(status.value), result, takenOver };
  const judged =
    result === null
      ? unfinished(status.kind === "present" ? status.value : null)
      : judgeResult(result, wanted.executor);
  return { ...judged, result, takenOver };
}

function judgeResult(result: RunResult, executor: string | null): Judged {
  const stale = whyStale(result, executor);
  if (stale !== null) return { state: "stale", reason: stale };
  if (result.diverged === null) return { state: "done", reason: "finished" };
  const { step, what } = result.diverged;
  return { state: "diverged", reason: `diverged at step ${String(step)} (${what})` };
}

function unfinished(status: RunStatus | null): Judged {
  if (status === null || status.state === "planned")
    return { state: "new", reason: "not started yet" };
  const step = String(status.step);
  switch (status.state) {
    case "running":
      return { state: "interrupted", reason: `its process died after step ${step}` };
    case "cancelled":
      return { state: "interrupted", reason: `stopped at step ${step}` };
    case "failed":
      return { state: "failed", reason: status.error ?? `failed after step ${step}` };
    case "finished":
    case "diverged":
      return { state: "interrupted", reason: `${status.state}, but its result.json is gone` };
  }
}

function describeRunning({ owner, step }: RunStatus): string {
  const by = owner === null ? "" : ` by ${describeOwner(owner)}`;
  return `being run${by}, at step ${String(step)}`;
}
