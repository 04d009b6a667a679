/** Several experiments' answers as one Markdown page: the label schemes by data set, a row for each experiment, then each in full. */
import { dirname, relative } from "node:path";

import { formatDuration } from "../../shared/terminal-text.ts";
import { formatNumber } from "../table.ts";
import { describeParts } from "../verdict-texts.ts";
import type { CellValue, ExperimentAnswer, LabelAnswer } from "./answer.ts";

export interface AnswersPage {
  readonly title: string;
  readonly answers: readonly ExperimentAnswer[];
  /** Path of the page, which links are relative to. */
  readonly page: string;
}

/** One document, ending in a line break. */
export function renderAnswers({ title, answers, page }: AnswersPage): string {
  const done = answers.filter(({ state }) => state === "done").length;
  const paragraphs = [
    `# ${title}`,
    `${String(done)} of ${String(answers.length)} experiments are done. A verdict is of the claims that a file declares before its runs, after Holm's correction; undecided means that these runs do not show it, not that there is no difference. Intervals are of 95 %.`,
    ...labelSection(answers),
    table(
      ["experiment", "verdict", "answer", "runs", "seeds", "time"],
      answers.map((answer) => overviewRow(answer)),
    ),
    ...answers.flatMap((answer) => experimentSection(answer, dirname(page))),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function labelSection(answers: readonly ExperimentAnswer[]): readonly string[] {
  const asked = answers.flatMap(({ labels, ...answer }) =>
    labels === null ? [] : [{ ...answer, labels }],
  );
  if (asked.length === 0) return [];
  const header = [
    "data",
    "(−1, 1, 0) beside (0, 1, 1)",
    "(−1, 1, 0) and (0, 1, 1) alike [P1]",
    "(−1, 1, 0), χ², better [P2]",
    "both better than the regular GAN [P1, P2]",
    "seeds",
  ];
  const show = (verdict: LabelAnswer["alike"]): string => verdict ?? "not asked";
  return [
    "## The label schemes, by data set",
    table(
      header,
      asked.map(({ experiment, labels, seeds }) => [
        `${labels.dataset} (${experiment}), ${labels.metric}`,
        renderLabelVerdict(labels),
        show(labels.alike),
        show(labels.chiSquaredBetter),
        show(labels.betterThanRegular),
        renderSeeds(seeds),
      ]),
    ),
    asked
      .flatMap(({ experiment, schemeParts }) =>
        schemeParts.map((parts) => `- ${experiment}: ${describeParts(parts)}.`),
      )
      .join("\n"),
    "## Every experiment",
  ];
}

/** With what it costs: a verdict by one metric which others contradict is not one to be quoted alone. */
function renderLabelVerdict({ verdict, metric, contrary }: LabelAnswer): string {
  if (contrary.length === 0) return `**${verdict}**`;
  const others = contrary.map(({ tag, value, low, high }) => {
    const range = `[${formatNumber(low, 2)}, ${formatNumber(high, 2)}]`;
    return `${tag} (${formatNumber(value, 2)} ${range})`;
  });
  return `**${verdict}** by ${metric}, but the opposite by ${others.join(", ")}`;
}

function overviewRow(answer: ExperimentAnswer): readonly string[] {
  const { experiment, runs, seeds, kind, time } = answer;
  const trained = kind === "training";
  return [
    `[${experiment}](#${anchor(experiment)})`,
    renderVerdict(answer),
    renderValues(answer).join("<br>"),
    trained ? renderRuns(runs) : "none",
    trained ? renderSeeds(seeds) : "–",
    renderTime(time),
  ];
}

/** GitHub's anchor of a heading that is a name. */
const anchor = (name: string): string => name.toLowerCase().replaceAll(/[^\w-]/g, "");

/** `**supported**`; `undecided, 3 of 8 seeds` where some are missing. */
function renderVerdict({ verdict, state, seeds, problem, kind }: ExperimentAnswer): string {
  const word = verdict === null ? "no claim declared" : `**${verdict}**`;
  if (state === "done") return word;
  if (state === "no data" || state === "failed") return `**undecided**: ${problem ?? state}`;
  return kind === "analysis" ? word : `**undecided**, ${renderSeeds(seeds)} seeds`;
}

const renderSeeds = ({ ended, planned }: ExperimentAnswer["seeds"]): string =>
  `${String(ended)} of ${String(planned)}`;

function renderRuns({ ended, planned, diverged, takenOver }: ExperimentAnswer["runs"]): string {
  const more = [
    ...(diverged > 0 ? [`${String(diverged)} diverged`] : []),
    ...(takenOver > 0 ? [`${String(takenOver)} taken over`] : []),
  ];
  return `${String(ended)} of ${String(planned)}${more.length === 0 ? "" : ` (${more.join(", ")})`}`;
}

const renderTime = ({ runsMs, wallMs }: ExperimentAnswer["time"]): string =>
  wallMs === null ? `runs ${formatDuration(runsMs)}` : formatDuration(wallMs);

/** `0.51 ± 0.03 labels: binary`, for the first metric. */
function renderValues({ values }: ExperimentAnswer): readonly string[] {
  const [first] = values.filter(({ mean }) => mean !== null);
  if (first === undefined) return ["–"];
  const own = values.filter(({ metric, mean }) => metric === first.metric && mean !== null);
  const shown = own.slice(0, MOST_VALUES);
  const rest = own.length - shown.length;
  return [
    `${first.metric}:`,
    ...shown.map(({ cell, text }) => `${text}: ${cell}`),
    ...(rest > 0 ? [`and ${String(rest)} more`] : []),
  ];
}

/** Of one experiment, in the overview. */
const MOST_VALUES = 8;

function experimentSection(answer: ExperimentAnswer, folder: string): readonly string[] {
  const { experiment, question, file, problem, claims, outcomes, schemeParts, ours } = answer;
  const where = [
    `\`${file}\``,
    ...(answer.report === null ? [] : [`[report](${relative(folder, answer.report)})`]),
  ];
  return [
    `## ${experiment}`,
    ...(question === null ? [] : [question]),
    where.join(", "),
    problem === null ? "" : `Not run to its end: ${problem}.`,
    claims
      .map(
        ({ verdict, claim, reason, evidence }) =>
          `- **${verdict}**: ${claim}: ${reason}.  \n  ${evidence}.`,
      )
      .join("\n"),
    valueTable(answer.values),
    outcomes.map((text) => `- ${text}`).join("\n"),
    schemeParts.map((parts) => `- ${describeParts(parts)}.`).join("\n"),
    ours.map(({ file: source, text }) => `- Ours (${source}): ${text}`).join("\n"),
  ];
}

/** Cells by metrics. */
function valueTable(values: readonly CellValue[]): string {
  if (values.every(({ mean }) => mean === null)) return "";
  const metrics = [...new Set(values.map(({ metric }) => metric))];
  const cells = [...new Set(values.map(({ cell }) => cell))];
  return table(
    ["cell", "n", ...metrics],
    cells.map((cell) => {
      const own = values.filter((value) => value.cell === cell);
      const texts = metrics.map((metric) => own.find((value) => value.metric === metric)?.text);
      return [
        cell,
        String(Math.max(...own.map(({ n }) => n))),
        ...texts.map((text) => text ?? "–"),
      ];
    }),
  );
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = header.map((_, i) => (i === 0 ? ":--" : "--:"));
  return [header, rule, ...rows]
    .map((texts) => `| ${texts.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`)
    .join("\n");
}
