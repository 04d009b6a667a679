/**
 * `lsgan reproduce [FILE...]`: a fixed list of experiments, one after the other, by the code of `sweep`; after each one
 * the page with all answers so far. The same command goes on where it was stopped.
 */
import type { ExperimentAnswer } from "../../report/answers/answer.ts";
import { findJson } from "../../runs/json-file.ts";
import { asArray, asNumber, asObject, asText } from "../../runs/narrow.ts";
import { answerPaths } from "../../runs/paths.ts";
import type { AnswerPaths } from "../../runs/paths.ts";
import { EXIT_CODES, LabError } from "../../shared/errors.ts";
import { formatDuration } from "../../shared/terminal-text.ts";
import { answerFile, writeAnswers } from "../answers.ts";
import { entryLine, prepareEntry } from "../reproduction-entry.ts";
import type { EntryOptions, ReproductionEntry } from "../reproduction-entry.ts";
import { reproductionFiles } from "../reproduction-list.ts";
import type { ReproductionName } from "../reproduction-list.ts";
import { sweepTraining } from "./sweep.ts";

export interface ReproduceOptions extends EntryOptions {
  readonly full?: boolean;
  readonly list?: boolean;
  readonly dryRun?: boolean;
}

/** Returns the exit code: 0 where every experiment is done. */
export async function reproduce(
  given: readonly string[],
  options: ReproduceOptions,
): Promise<number> {
  if (options.full === true && given.length > 0)
    throw new LabError("USAGE", "Expected --full or files, not both: --full is a list of files");
  const name = options.full === true ? "reproduction-full" : "reproduction";
  const files = given.length > 0 ? given : reproductionFiles(name);
  if (options.list === true) {
    for (const file of files) console.log(file);
    return EXIT_CODES.ok;
  }
  const entries = await prepareAll(files, options);
  entries.forEach((entry, i) => {
    console.log(entryLine(entry, positionOf(i, entries.length)));
  });
  for (const line of missingLines(entries)) console.log(line);
  console.log(totalLine(entries));
  if (options.dryRun === true) {
    console.log("Nothing was started: this was a dry run.");
    return EXIT_CODES.ok;
  }
  return runAll(entries, options, name);
}

/** All are read before the first is run: a mistake in the last file is told now. */
async function prepareAll(
  files: readonly string[],
  options: ReproduceOptions,
): Promise<readonly ReproductionEntry[]> {
  const entries: ReproductionEntry[] = [];
  for (const file of files) entries.push(await prepareEntry(file, options));
  return entries;
}

async function runAll(
  entries: readonly ReproductionEntry[],
  options: ReproduceOptions,
  name: ReproductionName,
): Promise<number> {
  const paths = answerPaths(options.runsDir, name);
  const spent = readWallTimes(paths);
  const answers = entries.map(({ answer, file }) => withWallTime(answer, spent.get(file)));
  for (const [i, entry] of entries.entries()) {
    console.log(`\n${entryLine(entry, positionOf(i, entries.length))}`);
    const { answer, stopped } = await runEntry(entry, options, spent.get(entry.file) ?? 0);
    answers[i] = answer;
    writeAnswers(paths, { title: "Reproduction", answers });
    console.log(`${entry.name}: ${describeAnswer(answer)}`);
    if (stopped) {
      console.log("Stopped: the same command goes on.");
      break;
    }
  }
  return tellEnd(answers, paths);
}

interface EntryEnd {
  readonly answer: ExperimentAnswer;
  readonly stopped: boolean;
}

/** One experiment that cannot be run stops no other. */
async function runEntry(
  entry: ReproductionEntry,
  options: ReproduceOptions,
  spentMs: number,
): Promise<EntryEnd> {
  const { file, kind, runs } = entry;
  const { keepStale = false } = options;
  const start = performance.now();
  let problem: Pick<ExperimentAnswer, "state" | "problem"> | null = null;
  let stopped = false;
  if (kind === "training" && runs.toTrain + runs.elsewhere > 0)
    try {
      ({ stopped } = await sweepTraining(file, { ...options, dryRun: false, set: [] }));
    } catch (error) {
      problem = describeProblem(error);
      console.error(`${file} ${problem.problem ?? ""}`);
    }
  const wallMs = spentMs + performance.now() - start;
  const request = { ...options, file, keepStale, set: [] };
  return { answer: await answerFile({ ...request, problem, wallMs, writesReport: true }), stopped };
}

/** One line. A bug keeps its stack on the terminal. */
function describeProblem(error: unknown): Pick<ExperimentAnswer, "state" | "problem"> {
  if (!(error instanceof LabError)) console.error(error);
  const message = error instanceof Error ? error.message : String(error);
  const text = message.replaceAll(/\s*\n\s*/g, " ");
  if (error instanceof LabError && error.code === "DATA_MISSING")
    return { state: "no data", problem: `is left out: ${text}` };
  return { state: "failed", problem: `failed: ${text}` };
}

function describeAnswer({ state, verdict, runs, kind, problem }: ExperimentAnswer): string {
  const counted =
    kind === "analysis" ? "" : `, ${String(runs.ended)} of ${String(runs.planned)} runs`;
  return `${state}${counted}, ${verdict ?? "no claim declared"}${problem === null ? "" : ` (${problem})`}`;
}

function tellEnd(answers: readonly ExperimentAnswer[], { page, data }: AnswerPaths): number {
  const left = answers.filter(({ state }) => state !== "done");
  console.log(
    `\n${String(answers.length - left.length)} of ${String(answers.length)} experiments are done.`,
  );
  for (const { file, state } of left) console.log(`  ${state}: ${file}`);
  console.log(`Answers: ${page}\n         ${data}`);
  return left.length === 0 ? EXIT_CODES.ok : EXIT_CODES.someRunsIncomplete;
}

function totalLine(entries: readonly ReproductionEntry[]): string {
  const unknown = entries.filter(({ forecastMs }) => forecastMs === null).length;
  const total = entries.reduce((sum, { forecastMs }) => sum + (forecastMs ?? 0), 0);
  const rest = unknown === 0 ? "" : `, and ${String(unknown)} of which nothing is known yet`;
  return `${String(entries.length)} experiments, about ${formatDuration(total)} to go in all${rest}`;
}

/** What is missing, each once. */
function missingLines(entries: readonly ReproductionEntry[]): readonly string[] {
  const reasons = [...new Set(entries.flatMap(({ missing }) => missing))];
  if (reasons.length === 0) return [];
  return [
    "Data that are not there yet are fetched, or where they cannot be, their experiments are left out:",
    ...reasons.map((reason) => `  ${reason.replaceAll("\n", "\n  ")}`),
  ];
}

const positionOf = (i: number, count: number): string => `[${String(i + 1)}/${String(count)}]`;

const withWallTime = (answer: ExperimentAnswer, wallMs: number | undefined): ExperimentAnswer => ({
  ...answer,
  time: { ...answer.time, wallMs: wallMs ?? null },
});

/** Time that earlier calls have spent, by file. */
function readWallTimes({ data }: AnswerPaths): ReadonlyMap<string, number> {
  const found = findJson(data, (value, where) =>
    asArray(asObject(value, where)["answers"], where).flatMap((item) => {
      const { file, time } = asObject(item, where);
      const { wallMs } = asObject(time, where);
      return wallMs === null ? [] : [[asText(file, where), asNumber(wallMs, where)] as const];
    }),
  );
  return new Map(found.kind === "present" ? found.value : []);
}
