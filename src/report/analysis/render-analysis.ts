/** An analysis as Markdown, as CSV, and as one HTML page that needs no other file. */
import type { AnalysisResult, AnalysisTable } from "../../analysis/result.ts";
import { html, NOTHING, raw } from "../page/html.ts";
import type { Markup } from "../page/html.ts";
import type { Chart } from "../page/render-page.ts";
import { STYLE } from "../page/style.ts";
import { formatNumber } from "../table.ts";

export interface AnalysisReport {
  readonly name: string;
  readonly question: string | null;
  readonly result: AnalysisResult;
  readonly charts: readonly Chart[];
  /** What makes it again: `npx lsgan sweep FILE`. */
  readonly sweepCommand: string;
  /** Name and value: version, commit. */
  readonly provenance: readonly (readonly [string, string])[];
}

export function renderAnalysisMarkdown({
  name,
  question,
  result,
  sweepCommand,
}: AnalysisReport): string {
  const findings = result.findings.map(
    ({ claim, verdict, evidence, source }) =>
      `- **${verdict}**: ${claim}. ${capital(evidence)}. (Claim: ${source}.)`,
  );
  const tables = result.tables.map(({ title, columns, rows }) =>
    [
      `## ${title}`,
      "",
      row(columns),
      row(columns.map((_, i) => (i === 0 ? ":--" : "--:"))),
      ...rows.map((cells) => row(cells.map(showCell))),
    ].join("\n"),
  );
  const parts = [
    `# ${name}`,
    ...(question === null ? [] : [question]),
    findings.join("\n"),
    ...tables,
    `Made by \`${sweepCommand}\`; nothing was trained.`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

const row = (cells: readonly string[]): string =>
  `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;

/** Every digit: a table to compute with. */
export function renderAnalysisCsv({ columns, rows }: AnalysisTable): string {
  const quote = (cell: number | string): string => {
    const text = String(cell);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${[columns, ...rows].map((cells) => cells.map(quote).join(",")).join("\n")}\n`;
}

export function renderAnalysisPage(report: AnalysisReport): string {
  const { name, question, result, charts, sweepCommand, provenance } = report;
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${name}: analysis</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${name}</h1>
          ${question === null ? NOTHING : html`<p class="question">${question}</p>`}
          <p class="soft">Nothing was trained: these numbers are calculated.</p>
          ${findingSection(result)} ${chartSection(charts)} ${result.tables.map(tableSection)}
          <h2>Where this comes from</h2>
          <dl>
            ${provenance.map(
              ([key, value]) =>
                html`<dt>${key}</dt>
                  <dd>${value}</dd>`,
            )}
          </dl>
          <h2>How to make it again</h2>
          <pre tabindex="0">${sweepCommand}</pre>
        </main>
      </body>
    </html> `;
  return markup;
}

function findingSection({ findings }: AnalysisResult): Markup {
  return html`<h2>What the numbers say</h2>
    ${findings.map(
      ({ claim, verdict, evidence, source }) =>
        html`<div class="verdict ${verdict}">
          <p><strong>${verdict}</strong>: ${claim}.</p>
          <p class="soft">${capital(evidence)}. Claim: ${source}.</p>
        </div>`,
    )}`;
}

function chartSection(charts: readonly Chart[]): Markup {
  if (charts.length === 0) return NOTHING;
  return html`<h2>Charts</h2>
    <div class="charts">
      ${charts.map(
        ({ svg, description }) =>
          html`<figure role="img" aria-label="${description}">${raw(svg)}</figure>`,
      )}
    </div>`;
}

function tableSection({ title, columns, rows }: AnalysisTable): Markup {
  return html`<h2>${title}</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="${title}">
      <table>
        <thead>
          <tr>
            ${columns.map((column) => html`<th scope="col">${column}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ([first = "", ...others]) =>
              html`<tr>
                <th scope="row">${showCell(first)}</th>
                ${others.map((cell) => html`<td>${showCell(cell)}</td>`)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>`;
}

/** Six significant digits; CSV has them all. */
export const showCell = (cell: number | string): string =>
  typeof cell === "string" ? cell : formatNumber(cell, 6).replaceAll("-", "−");

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
