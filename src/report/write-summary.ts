/** Puts a summary beside the runs: summary.json, summary.md, and one metrics.csv of all runs. */
import { writableNumbers } from "../runs/narrow.ts";
import { writeFileWhole, writeJson } from "../shared/files.ts";
import { renderMarkdown } from "./render-markdown.ts";
import type { SweepResults } from "./summarise.ts";
import type { Summary } from "./summary.ts";
import { writeSweepMetrics } from "./sweep-metrics.ts";

/** Writes the three files; resolves when all are whole. */
export async function writeSummary(summary: Summary, results: SweepResults): Promise<void> {
  const { paths } = results;
  writeJson(paths.summary, writableNumbers(summary));
  writeFileWhole(paths.summaryTable, renderMarkdown(summary));
  await writeSweepMetrics(results);
}
