/** The files of an analysis: analysis.json, summary.md, report.html, and a CSV or an SVG for each table and chart. */
import { join } from "node:path";

import type { AnalysisResult } from "../../analysis/result.ts";
import { sweepPaths } from "../../runs/paths.ts";
import { writeFileWhole, writeJson } from "../../shared/files.ts";
import {
  renderAnalysisCsv,
  renderAnalysisMarkdown,
  renderAnalysisPage,
} from "./render-analysis.ts";
import type { AnalysisReport } from "./render-analysis.ts";

export interface WriteAnalysisOptions extends Omit<AnalysisReport, "charts"> {
  readonly runsDir: string;
  readonly result: AnalysisResult;
  /** What was computed, for analysis.json. */
  readonly spec: unknown;
}

/** Writes everything to `<runs>/<name>/`; returns the report's path. */
export async function writeAnalysis(options: WriteAnalysisOptions): Promise<string> {
  const { runsDir, result, spec, name, question } = options;
  const paths = sweepPaths(runsDir, name);
  // The chart library is loaded where it is needed: no other command waits for it.
  const { drawAnalysisChart, drawStandaloneChart } = await import("./draw-chart.ts");
  const charts = result.charts.map((chart) => ({
    svg: drawAnalysisChart(chart),
    description: chart.description,
  }));
  const report = { ...options, charts };
  for (const table of result.tables)
    writeFileWhole(join(paths.directory, `${table.id}.csv`), renderAnalysisCsv(table));
  for (const chart of result.charts)
    writeFileWhole(join(paths.directory, `${chart.id}.svg`), drawStandaloneChart(chart));
  const { tables, findings } = result;
  writeJson(join(paths.directory, "analysis.json"), { name, question, spec, tables, findings });
  writeFileWhole(paths.summaryTable, renderAnalysisMarkdown(report));
  writeFileWhole(paths.report, renderAnalysisPage(report));
  return paths.report;
}
