/** A summary for the terminal: one table, in pieces where it is wider than the window, and what to know about it. */
import { columnsOf, createPaint, fitText, padText, printable } from "../shared/terminal-text.ts";
import { missingNotes, readingNotes } from "./notes.ts";
import type { Summary } from "./summary.ts";
import { describeParts, describeVerdict } from "./verdict-texts.ts";
import { outcomeTable, summaryTable } from "./table.ts";
import type { Table } from "./table.ts";

export interface SummaryLook {
  /** Columns of the window. */
  readonly width: number;
  readonly colours: boolean;
}

const GAP = 2;

/** The whole summary, ending in a line break. */
export function renderSummary(summary: Summary, look: SummaryLook): string {
  const paint = createPaint(look.colours);
  const { files } = summary;
  const paragraphs = [
    paint("bold", summary.experiment),
    ...(summary.question === null ? [] : [wrap(printable(summary.question), look.width)]),
    ...renderVerdicts(summary, look),
    ...summary.schemeParts.map((parts) => wrap(`${describeParts(parts)}.`, look.width)),
    ...[summaryTable(summary), outcomeTable(summary)].flatMap((table) =>
      table === null ? [] : splitTable(table, look.width).map((part) => renderTable(part, look)),
    ),
    readingNotes(summary)
      .map((note) => paint("dim", wrap(note, look.width)))
      .join("\n"),
    missingNotes(summary).join("\n"),
    [
      `Runs:    ${files.directory}`,
      `Numbers: ${files.summary}`,
      `         ${files.metrics}`,
      `Curves:  ${summary.boardCommand}`,
      `Report:  ${summary.reportCommand}`,
    ].join("\n"),
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

const VERDICT_COLOURS = { supported: "green", contradicted: "red", undecided: "yellow" } as const;

/** Each verdict in a paragraph of its own. */
function renderVerdicts({ verdicts }: Summary, { width, colours }: SummaryLook): readonly string[] {
  const paint = createPaint(colours);
  return verdicts.map((judged) => {
    const { verdict, claim, reason, evidence, declared } = describeVerdict(judged);
    const text = wrap(printable(`${verdict}: ${claim}: ${reason}`), width);
    return [
      paint(VERDICT_COLOURS[verdict], text.slice(0, verdict.length)) + text.slice(verdict.length),
      paint("dim", indent(wrap(printable(evidence), width - INDENT))),
      paint("dim", indent(wrap(declared, width - INDENT))),
    ].join("\n");
  });
}

const INDENT = 2;

const indent = (text: string): string => text.replaceAll(/^/gm, " ".repeat(INDENT));

/** Tables that fit the width, each with the first column; at least one more column in each. */
function splitTable(table: Table, width: number): readonly Table[] {
  const widths = columnWidths(table);
  const [first = 0, ...others] = widths;
  const groups: number[][] = [[]];
  let used = Math.min(first, labelLimit(width));
  others.forEach((columns, i) => {
    const group = groups.at(-1) ?? [];
    used += GAP + columns;
    if (used > width && group.length > 0) {
      groups.push([i + 1]);
      used = Math.min(first, labelLimit(width)) + GAP + columns;
    } else group.push(i + 1);
  });
  return groups.map((group) => pickColumns(table, [0, ...group]));
}

/** A label may take half the width; what is longer is cut. */
const labelLimit = (width: number): number => Math.max(20, Math.floor(width / 2));

function pickColumns({ header, rows }: Table, columns: readonly number[]): Table {
  const pick = (texts: readonly string[]): readonly string[] => columns.map((i) => texts[i] ?? "");
  return {
    header: pick(header),
    rows: rows.map(({ kind, texts }) => ({ kind, texts: pick(texts) })),
  };
}

const columnWidths = ({ header, rows }: Table): readonly number[] =>
  header.map((text, i) =>
    rows.reduce((most, { texts }) => Math.max(most, columnsOf(texts[i] ?? "")), columnsOf(text)),
  );

function renderTable(table: Table, { width, colours }: SummaryLook): string {
  const paint = createPaint(colours);
  const widths = columnWidths(table).map((columns, i) =>
    i === 0 ? Math.min(columns, labelLimit(width)) : columns,
  );
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => {
        const columns = widths[i] ?? 0;
        return padText(fitText(printable(text), columns), columns, i === 0 ? "end" : "start");
      })
      .join(" ".repeat(GAP))
      .trimEnd();
  const total = widths.reduce((sum, columns) => sum + columns, GAP * (widths.length - 1));
  const rule = "─".repeat(Math.min(total, width));
  const cells = table.rows.filter(({ kind }) => kind === "cell").map(({ texts }) => line(texts));
  const references = table.rows
    .filter(({ kind }) => kind === "reference")
    .map(({ texts }) => paint("dim", line(texts)));
  const below = references.length === 0 ? [] : [paint("dim", rule), ...references];
  return [paint("bold", line(table.header)), rule, ...cells, ...below].join("\n");
}

function wrap(text: string, width: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (columnsOf(longer) > width && line !== "") {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line].join("\n");
}
