/** A summary as Markdown: summary.md. */
import { missingNotes, readingNotes } from "./notes.ts";
import type { JudgedClaim, Summary } from "./summary.ts";
import { outcomeTable, seedTable, summaryTable } from "./table.ts";
import type { Table } from "./table.ts";
import { describeParts, describeVerdict } from "./verdict-texts.ts";

/** One document, ending in a line break. */
export function renderMarkdown(summary: Summary): string {
  const paragraphs = [
    `# ${summary.experiment}`,
    ...(summary.question === null ? [] : [summary.question]),
    summary.verdicts.map(renderVerdict).join("\n"),
    summary.schemeParts.map((parts) => `- ${describeParts(parts)}.`).join("\n"),
    ...[summaryTable(summary), outcomeTable(summary), seedTable(summary)].flatMap((table) =>
      table === null ? [] : [renderTable(table)],
    ),
    ...readingNotes(summary),
    missingNotes(summary)
      .map((line) => (line.startsWith("  ") ? `- ${line.trim()}` : `${line}\n`))
      .join("\n"),
    `Show it: \`${summary.boardCommand}\``,
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function renderVerdict(judged: JudgedClaim): string {
  const { verdict, claim, reason, evidence, declared } = describeVerdict(judged);
  return `- **${verdict}**: ${claim}: ${reason}.  \n  ${evidence}; ${declared}.`;
}

function renderTable({ header, rows }: Table): string {
  const columns = header.map((_, i) => (i === 0 ? ":--" : "--:"));
  return [header, columns, ...rows.map(({ texts }) => texts)].map(renderRow).join("\n");
}

function renderRow(texts: readonly string[]): string {
  return `| ${texts.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
}
