/** The report as one HTML page: question, verdicts, table, charts, pictures, failures, where it comes from. */
import { missingNotes, readingNotes } from "../notes.ts";
import type { JudgedClaim, Summary } from "../summary.ts";
import { EVERY_RUN, outcomeTable, seedTable, summaryTable } from "../table.ts";
import type { Table } from "../table.ts";
import { describeParts, describeVerdict } from "../verdict-texts.ts";
import { html, NOTHING, raw } from "./html.ts";
import type { Markup } from "./html.ts";
import type { Origin } from "./origins.ts";
import { pictureSection } from "./picture-section.ts";
import type { CellPictures } from "./pictures.ts";
import { STYLE } from "./style.ts";

export interface ReportPage {
  readonly summary: Summary;
  readonly charts: readonly Chart[];
  readonly lossCharts: readonly Chart[];
  readonly pictures: readonly CellPictures[];
  readonly origins: readonly Origin[];
  readonly sweepCommand: string;
}

export interface Chart {
  /** SVG text. */
  readonly svg: string;
  /** What it shows, for those who cannot see it. */
  readonly description: string;
}

export function renderPage(page: ReportPage): string {
  const { summary } = page;
  const { markup } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${summary.experiment}: report</title>
        <style>
          ${raw(STYLE)}
        </style>
      </head>
      <body>
        <main>
          <h1>${summary.experiment}</h1>
          ${summary.question === null ? NOTHING : html`<p class="question">${summary.question}</p>`}
          <p class="soft">${describeRuns(summary)}</p>
          ${verdictSection(summary.verdicts)} ${partsSection(summary)} ${tableSection(summary)}
          ${chartSection(METRIC_CHARTS, page.charts)} ${seedSection(summary)}
          ${pictureSection(page.pictures)} ${chartSection(LOSS_CHARTS, page.lossCharts)}
          ${missingSection(summary)} ${originSection(page)}
        </main>
      </body>
    </html> `;
  return markup;
}

function describeRuns({ runs, cells }: Summary): string {
  const states = Object.entries(runs).map(([state, count]) => `${String(count)} ${state}`);
  const planned = cells.reduce((sum, { seeds }) => sum + seeds, 0);
  const ended = cells.reduce((sum, { finished, diverged }) => sum + finished + diverged, 0);
  const partial =
    ended < planned
      ? ` Not done: ${String(ended)} of ${String(planned)} runs have ended, and every number below is of those.`
      : "";
  return `Runs: ${states.join(", ")}.${partial}`;
}

function verdictSection(verdicts: readonly JudgedClaim[]): Markup {
  if (verdicts.length === 0)
    return html`<h2>Verdicts</h2>
      <p>
        This experiment declares no claim before its runs, so nothing here is a verdict: differences
        in the table describe these seeds.
      </p>`;
  return html`<h2>Verdicts</h2>
    ${verdicts.map(renderVerdict)}
    <p class="soft">
      p-values are adjusted (Holm) for ${verdicts.length} declared
      comparison${verdicts.length === 1 ? "" : "s"}; everything else on this page describes.
      Undecided means that these runs do not show it, not that there is no difference.
    </p>`;
}

function renderVerdict(judged: JudgedClaim): Markup {
  const { verdict, claim, reason, evidence, declared } = describeVerdict(judged);
  return html`<div class="verdict ${verdict}">
    <p><strong>${verdict}</strong>: ${claim}: ${reason}.</p>
    <p class="soft">${capitalised(evidence)}.</p>
    <p class="soft">${capitalised(declared)}.</p>
  </div>`;
}

function partsSection({ schemeParts }: Summary): Markup {
  if (schemeParts.length === 0) return NOTHING;
  return html`<h2>Label position or label distance?</h2>
    <ul>
      ${schemeParts.map((parts) => html`<li>${capitalised(describeParts(parts))}.</li>`)}
    </ul>
    <p class="soft">
      Schemes of equal t are the same game where D’s scale is matched to the labels, so the
      difference between matched cells is t alone and the rest is scale. Intervals are of 95 % and
      not adjusted: this describes, no claim is decided by it.
    </p>`;
}

const capitalised = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function tableSection(summary: Summary): Markup {
  const outcomes = outcomeTable(summary);
  return html`<h2>Cells</h2>
    ${renderTable(summaryTable(summary), "Table of cells")}
    ${outcomes === null ? NOTHING : renderTable(outcomes, "How the runs of each cell ended")}
    <ul class="soft">
      ${readingNotes(summary).map((note) => html`<li>${note}</li>`)}
    </ul>`;
}

function seedSection(summary: Summary): Markup {
  const table = seedTable(summary);
  if (table === null) return NOTHING;
  return html`<h2>Every run</h2>
    ${renderTable(table, "Final values of every run")}
    <p class="soft">
      Runs in the order of their seeds. Bootstrap intervals (percentiles of 10,000 resamples) from 8
      runs on.
    </p>`;
}

function renderTable({ header, rows }: Table, name: string): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${name}">
    <table>
      <thead>
        <tr>
          ${header.map((text) =>
            text === EVERY_RUN
              ? html`<th scope="col" class="list">${text}</th>`
              : html`<th scope="col">${text}</th>`,
          )}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ kind, texts }) =>
            html`<tr class="${kind}">
              <th scope="row">${texts[0] ?? ""}</th>
              ${texts
                .slice(1)
                .map((text, i) =>
                  header[i + 1] === EVERY_RUN
                    ? html`<td class="list">${text}</td>`
                    : html`<td>${text}</td>`,
                )}
            </tr> `,
        )}
      </tbody>
    </table>
  </div>`;
}

interface ChartTexts {
  readonly heading: string;
  readonly note: string;
}

const METRIC_CHARTS: ChartTexts = {
  heading: "Curves and distributions",
  note: "Thick lines are means over seeds, bands their 95 % intervals (t), thin lines single seeds. In the distributions every point is a run and the bar their mean.",
};

const LOSS_CHARTS: ChartTexts = {
  heading: "Losses",
  note: "On the scale of the table above, each point the mean since the point before, sixty at most; dotted where generated and real data are alike and D is the best possible. Runs that diverged are left out. Losses say how far one network is ahead of the other, and not how good the samples are.",
};

function chartSection({ heading, note }: ChartTexts, charts: readonly Chart[]): Markup {
  if (charts.length === 0) return NOTHING;
  return html`<h2>${heading}</h2>
    <div class="charts">
      ${charts.map(
        ({ svg, description }) =>
          html`<figure role="img" aria-label="${description}">${raw(svg)}</figure>`,
      )}
    </div>
    <p class="soft">${note}</p>`;
}

function missingSection(summary: Summary): Markup {
  const { divergedRuns } = summary;
  const [first, ...others] = missingNotes(summary);
  const diverged =
    divergedRuns.length === 0
      ? NOTHING
      : html`<h2>Diverged runs</h2>
          <ul>
            ${divergedRuns.map(
              ({ cell, seed, reason, log }) =>
                html`<li>${cell}, seed ${seed}: ${reason}; log: <code>${log}</code></li>`,
            )}
          </ul>`;
  if (first === undefined) return diverged;
  return html`${diverged}
    <h2>What is missing</h2>
    <p>${first}</p>
    <ul>
      ${others.map((line) => html`<li>${line.trim()}</li>`)}
    </ul>`;
}

function originSection({ summary, origins, sweepCommand }: ReportPage): Markup {
  const { summary: json, metrics, markdown } = summary.files;
  const facts = [...origins, { name: "files", value: [json, metrics, markdown].join(", ") }];
  return html`<h2>Where this comes from</h2>
    <dl>
      ${facts.map(
        ({ name, value }) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <h2>How to run it again</h2>
    <pre tabindex="0">
${sweepCommand}
${summary.reportCommand}
${summary.boardCommand}</pre>`;
}
