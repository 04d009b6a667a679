/** A summary as Markdown: summary.md. */
import { missingNotes, readingNotes } from "./notes.ts";
import type { Summary } from "./summary.ts";
import { summaryTable } from "./table.ts";

/** One document, ending in a line break. */
export function renderMarkdown(summary: Summary): string {
  const { header, rows } = summaryTable(summary);
  const columns = header.map((_, i) => (i === 0 ? ":--" : "--:"));
  const lines = [header, columns, ...rows.map(({ texts }) => texts)].map(renderRow);
  const paragraphs = [
    `# ${summary.experiment}`,
    ...(summary.question === null ? [] : [summary.question]),
    lines.join("\n"),
    ...readingNotes(summary),
    missingNotes(summary)
      .map((line) => (line.startsWith("  ") ? `- ${line.trim()}` : `${line}\n`))
      .join("\n"),
    `Show it: \`${summary.boardCommand}\``,
  ];
  return `${paragraphs.filter((text) => text !== "").join("\n\n")}\n`;
}

function renderRow(texts: readonly string[]): string {
  return `| ${texts.map((text) => text.replaceAll("|", "\\|")).join(" | ")} |`;
}
