/** What a sweep answers, from its summary and its runs. */
import { describeVerdict } from "../verdict-texts.ts";
import { renderEstimate } from "../table.ts";
import { countedRuns } from "../summarise.ts";
import type { SweepResults } from "../summarise.ts";
import type { Summary } from "../summary.ts";
import { combineVerdicts } from "./answer.ts";
import type { CellValue, ExperimentAnswer } from "./answer.ts";
import { fileNotes } from "./file-notes.ts";
import { answerLabels } from "./label-answer.ts";

export interface TrainingSources {
  readonly file: string;
  /** Every file read: the experiment and what it extends. */
  readonly files: readonly string[];
  readonly results: Pick<SweepResults, "plan" | "survey">;
  readonly summary: Summary;
  readonly problem: Pick<ExperimentAnswer, "state" | "problem"> | null;
  readonly wallMs: number | null;
  readonly report: string | null;
}

export function answerTraining(sources: TrainingSources): ExperimentAnswer {
  const { file, files, results, summary, problem, wallMs, report } = sources;
  const { plan } = results;
  const { verdicts, cells } = summary;
  const counted = countRuns(sources);
  const { planned, ended } = counted.runs;
  return {
    file,
    experiment: plan.experiment,
    question: plan.question,
    kind: "training",
    state:
      ended === planned ? "done" : (problem?.state ?? (ended === 0 ? "not started" : "partial")),
    problem: ended === planned ? null : (problem?.problem ?? null),
    runs: counted.runs,
    seeds: {
      ended: Math.min(...cells.map(({ finished, diverged }) => finished + diverged)),
      planned: Math.max(...cells.map(({ seeds }) => seeds)),
    },
    verdict: combineVerdicts(
      verdicts.filter(({ primary }) => primary).map(({ verdict }) => verdict),
    ),
    claims: verdicts.map((judged) => {
      const { verdict, claim, reason, evidence } = describeVerdict(judged);
      return { verdict, primary: judged.primary, claim, reason, evidence };
    }),
    values: cellValues(summary),
    outcomes: cells.map(describeOutcomes).filter((text) => text !== ""),
    labels: answerLabels(plan, summary),
    schemeParts: summary.schemeParts,
    ours: fileNotes(
      "Ours",
      files.filter((path) => /\.ya?ml$/.test(path)),
    ),
    time: { runsMs: counted.runsMs, wallMs },
    report,
  };
}

interface CountedRuns {
  readonly runs: ExperimentAnswer["runs"];
  readonly runsMs: number;
}

/** Only runs whose result counts; stale ones where the summary keeps them. */
function countRuns({ results: { survey }, summary }: TrainingSources): CountedRuns {
  const ended = countedRuns({ survey, keepStale: summary.keepsStale });
  const own = ended.filter(({ takenOver }) => !takenOver);
  return {
    runs: {
      planned: survey.length,
      ended: ended.length,
      diverged: ended.filter(({ result }) => result?.diverged != null).length,
      takenOver: ended.length - own.length,
    },
    runsMs: own.reduce((sum, { result }) => sum + (result?.durationMs ?? 0), 0),
  };
}

function cellValues({ columns, cells, verdicts }: Summary): readonly CellValue[] {
  const judged = new Set(verdicts.map(({ claim }) => claim.metric));
  const shown = columns.filter(({ tag, isPrimary }) => isPrimary || judged.has(tag));
  return shown.flatMap(({ tag }) =>
    cells.flatMap(({ label, metrics }): readonly CellValue[] => {
      const estimate = metrics[tag];
      if (estimate === undefined) return [];
      const { mean, interval, n } = estimate;
      return [{ cell: label, metric: tag, text: renderEstimate(estimate), mean, interval, n }];
    }),
  );
}

function describeOutcomes({ label, outcomes }: Summary["cells"][number]): string {
  const some = outcomes.filter(({ count }) => count > 0);
  if (some.length === 0) return "";
  const texts = some.map(({ name, count, runs }) => `${name} ${String(count)} of ${String(runs)}`);
  return `${label}: ${texts.join(", ")}`;
}
