/** report.html of a sweep: one file that needs no other, beside summary.json, summary.md and metrics.csv. */
import { writeFileWhole } from "../shared/files.ts";
import type { Curve } from "./page/charts.ts";
import { metricRange } from "./metric-columns.ts";
import { collectPictures } from "./page/pictures.ts";
import { collectOrigins } from "./page/origins.ts";
import { renderPage } from "./page/render-page.ts";
import type { Chart } from "./page/render-page.ts";
import { summariseSweep } from "./summarise.ts";
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
      { svg: drawCurves(tag, curvesOf(tag, results)), description: describeCurves(tag, summary) },
      {
        svg: drawDistributions(tag, cells),
        description: `Final ${tag} of every run by cell; the table above holds the means.`,
      },
    ];
  });
}

function curvesOf(tag: MetricColumn["tag"], { plan, survey }: SweepResults): readonly Curve[] {
  return plan.cells.map(({ index, label, spec }) => ({
    label,
    range: metricRange(spec, tag),
    seeds: survey
      .filter(({ run }) => run.cell === index)
      .map(({ result }) =>
        (result?.evaluations ?? []).flatMap(({ step, values: { [tag]: value } }) =>
          value === undefined ? [] : [{ step, value }],
        ),
      ),
  }));
}

function describeCurves(tag: string, { cells }: Summary): string {
  const labels = cells.map(({ label }) => label).join("; ");
  return `${tag} by step, mean over seeds with its interval, for the cells ${labels}.`;
}
