/** The report as one HTML page: question, verdicts, table, charts, pictures, failures, where it comes from. */
import type { Provenance } from "../../runs/record.ts";
import { missingNotes, readingNotes } from "../notes.ts";
import type { Verdict } from "../statistics/claims.ts";
import type { Summary } from "../summary.ts";
import { formatNumber, summaryTable } from "../table.ts";
import { html, NOTHING, raw } from "./html.ts";
import type { Markup } from "./html.ts";
import type { CellPictures } from "./pictures.ts";
import { STYLE } from "./style.ts";

export interface ReportPage {
  readonly summary: Summary;
  readonly verdicts: readonly Verdict[];
  readonly charts: readonly Chart[];
  readonly pictures: readonly CellPictures[];
  readonly provenance: Provenance | null;
  readonly dataDigests: readonly string[];
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
          ${verdictSection(page.verdicts)} ${tableSection(summary)} ${chartSection(page.charts)}
          ${pictureSection(page.pictures)} ${missingSection(summary)} ${originSection(page)}
        </main>
      </body>
    </html> `;
  return markup;
}

function describeRuns({ runs }: Summary): string {
  return `Runs: ${Object.entries(runs)
    .map(([state, count]) => `${String(count)} ${state}`)
    .join(", ")}.`;
}

function verdictSection(verdicts: readonly Verdict[]): Markup {
  if (verdicts.length === 0)
    return html`<h2>Verdicts</h2>
      <p>
        This experiment declares no claim before its runs, so nothing here is a verdict: differences
        in the table describe these seeds.
      </p>`;
  return html`<h2>Verdicts</h2>
    ${verdicts.map(renderVerdict)}`;
}

function renderVerdict({
  claim,
  verdict,
  reason,
  difference,
  interval,
  effect,
  adjustedP,
  smallestP,
  method,
}: Verdict): Markup {
  const { metric, cell, baseline, relation, margin } = claim;
  const number = (value: number | null): string => (value === null ? "–" : formatNumber(value, 3));
  const range = interval === null ? "" : ` [${number(interval.low)}, ${number(interval.high)}]`;
  const bounds = margin > 0 ? ` (margin ${number(margin)})` : "";
  return html`<div class="verdict ${verdict}">
    <p>
      <strong>${verdict}</strong>: ${metric} of “${cell}” is
      ${relation === "equivalent" ? "equivalent to" : `${relation} than`} that of
      “${baseline}”${bounds}: ${reason}.
    </p>
    <p class="soft">
      Difference ${number(difference)}${range}, Hedges’ g ${number(effect)}; ${method}, p after Holm
      ${number(adjustedP)}, the smallest in reach ${number(smallestP)}.
    </p>
  </div>`;
}

function tableSection(summary: Summary): Markup {
  const { header, rows } = summaryTable(summary);
  return html`<h2>Cells</h2>
    <div class="scroll" tabindex="0" role="region" aria-label="Table of cells">
      <table>
        <thead>
          <tr>
            ${header.map((text) => html`<th scope="col">${text}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ kind, texts }) =>
              html`<tr class="${kind}">
                <th scope="row">${texts[0] ?? ""}</th>
                ${texts.slice(1).map((text) => html`<td>${text}</td>`)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    <ul class="soft">
      ${readingNotes(summary).map((note) => html`<li>${note}</li>`)}
    </ul>`;
}

function chartSection(charts: readonly Chart[]): Markup {
  if (charts.length === 0) return NOTHING;
  return html`<h2>Curves and distributions</h2>
    <div class="charts">
      ${charts.map(
        ({ svg, description }) =>
          html`<figure role="img" aria-label="${description}">${raw(svg)}</figure>`,
      )}
    </div>
    <p class="soft">
      Thick lines are means over seeds, bands their 95 % intervals (t), thin lines single seeds. In
      the distributions every point is a run and the bar their mean.
    </p>`;
}

function pictureSection(pictures: readonly CellPictures[]): Markup {
  if (pictures.length === 0) return NOTHING;
  return html`<h2>Samples</h2>
    <p class="soft">
      The last step of each seed; a seed draws from the same latents in every cell.
    </p>
    ${pictures.map(
      ({ label, finals, progress }) =>
        html`<h3>${label}</h3>
          <div class="sheet">
            ${finals.map(
              ({ seed, image }) =>
                html`<figure>
                  <img src="${image}" alt="Samples of ${label}, seed ${seed}" />
                  <figcaption>seed ${seed}</figcaption>
                </figure>`,
            )}
          </div>
          ${
            progress === null
              ? NOTHING
              : html`<div class="sheet wide">
                  <figure>
                    <img
                      src="${progress.image}"
                      alt="Snapshots over the training of ${label}, seed ${progress.seed}"
                    />
                    <figcaption>seed ${progress.seed} over its training</figcaption>
                  </figure>
                </div>`
          }`,
    )}`;
}

function missingSection(summary: Summary): Markup {
  const [first, ...others] = missingNotes(summary);
  if (first === undefined) return NOTHING;
  return html`<h2>What is missing</h2>
    <p>${first}</p>
    <ul>
      ${others.map((line) => html`<li>${line.trim()}</li>`)}
    </ul>`;
}

function originSection({ summary, provenance, dataDigests, sweepCommand }: ReportPage): Markup {
  const facts: readonly (readonly [string, string])[] = [
    ...(provenance === null ? [] : provenanceFacts(provenance)),
    ["data", dataDigests.map((digest) => `SHA-256 ${digest}`).join("; ")],
    ["files", `${summary.files.summary}, ${summary.files.metrics}, ${summary.files.markdown}`],
  ];
  return html`<h2>Where this comes from</h2>
    <dl>
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <h2>How to run it again</h2>
    <pre tabindex="0">
${sweepCommand}
${summary.boardCommand}</pre>`;
}

function provenanceFacts(provenance: Provenance): readonly (readonly [string, string])[] {
  const { commit, dirty, createdAt, node, platform, packages, cpu, threads, executor } = provenance;
  const state = dirty === true ? ", with changes that are not committed" : "";
  return [
    ["made", createdAt],
    ["commit", commit === null ? "not known" : `${commit}${state}`],
    ["machine", `${cpu.model}, ${platform}, Node ${node}`],
    ["execution", `${executor}, ${String(threads)} thread${threads === 1 ? "" : "s"} for each run`],
    [
      "packages",
      Object.entries(packages)
        .map(([name, version]) => `${name} ${version}`)
        .join(", "),
    ],
  ];
}
