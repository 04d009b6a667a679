/** report.html of a sweep: one file that needs no other, beside summary.json, summary.md and metrics.csv. */
import { writeFileWhole } from "../shared/files.ts";
import type { Curve } from "./page/charts.ts";
import { lossCurves } from "./loss-curves.ts";
import { metricRange } from "./metric-columns.ts";
import { collectPictures } from "./page/pictures.ts";
import { collectOrigins } from "./page/origins.ts";
import { renderPage } from "./page/render-page.ts";
import type { Chart } from "./page/render-page.ts";
import { countedRuns, summariseSweep } from "./summarise.ts";
import type { SweepResults } from "./summarise.ts";
import type { MetricColumn, Summary } from "./summary.ts";
import { writeSummary } from "./write-summary.ts";

export interface ReportOptions {
  /** What repeats the sweep: `npx lsgan sweep FILE`. */
  readonly sweepCommand: string;
}

/** Charts are drawn for the primary metric and the next ones, so many in all. */
const CHARTED_METRICS = 4;

/** Writes the report and what stands beside it; returns the report's path. */
export async function writeReport(results: SweepResults, options: ReportOptions): Promise<string> {
  const summary = summariseSweep(results);
  await writeSummary(summary, results);
  const page = renderPage({
    summary,
    charts: await drawCharts(summary, results),
    lossCharts: await drawLosses(results),
    pictures: collectPictures(results),
    origins: collectOrigins(results),
    sweepCommand: options.sweepCommand,
  });
  writeFileWhole(results.paths.report, page);
  return results.paths.report;
}

/** The chart library is loaded here and nowhere else: no other command waits for it. */
async function drawCharts(summary: Summary, results: SweepResults): Promise<readonly Chart[]> {
  const { drawCurves, drawDistributions } = await import("./page/charts.ts");
  return summary.columns.slice(0, CHARTED_METRICS).flatMap(({ tag }) => {
    const cells = summary.cells.map(({ label, metrics }) => ({
      label,
      values: (metrics[tag]?.values ?? []).map(({ value }) => value).filter(Number.isFinite),
    }));
    if (cells.every(({ values }) => values.length === 0)) return [];
    return [
      {
        svg: drawCurves(tag, curvesOf(tag, results)),
        description: describeCurves(tag, summary.cells),
      },
      {
        svg: drawDistributions(tag, cells),
        description: `Final ${tag} of every run by cell; the table above holds the means.`,
      },
    ];
  });
}

/** D's and G's losses by step. */
async function drawLosses(results: SweepResults): Promise<readonly Chart[]> {
  const { drawCurves } = await import("./page/charts.ts");
  const found = await lossCurves(results);
  return found.map(({ title, curves }) => ({
    svg: drawCurves(title, curves),
    description: describeCurves(title, curves),
  }));
}

function curvesOf(tag: MetricColumn["tag"], results: SweepResults): readonly Curve[] {
  const runs = countedRuns(results);
  return results.plan.cells.map(({ index, label, spec }) => ({
    label,
    cell: index,
    range: metricRange(spec, tag),
    seeds: runs
      .filter(({ run }) => run.cell === index)
      .map(({ result }) =>
        (result?.evaluations ?? []).flatMap(({ step, values: { [tag]: value } }) =>
          value === undefined ? [] : [{ step, value }],
        ),
      ),
  }));
}

function describeCurves(name: string, cells: readonly { readonly label: string }[]): string {
  const labels = cells.map(({ label }) => label).join("; ");
  return `${name} by step, mean over seeds with its interval, for the cells ${labels}.`;
}
