/** What the commands do with a file of `kind: analysis`: it has no cells, runs or seeds, and takes seconds. */
import { analyse } from "../analysis/analyse.ts";
import type { AnalysisResult } from "../analysis/result.ts";
import { findAnalysis } from "../config/load-analysis.ts";
import type { Analysis } from "../config/load-analysis.ts";
import { writeAnalysis } from "../report/analysis/write-analysis.ts";
import { showCell } from "../report/analysis/render-analysis.ts";
import { sweepPaths } from "../runs/paths.ts";
import { EXIT_CODES, LabError } from "../shared/errors.ts";
import { seedSettings } from "./options.ts";
import type { PlanOptions } from "./options.ts";
import { readProvenance } from "./provenance.ts";
import { renderTable } from "./table.ts";

/** The analysis in a file; null where the file is an experiment with training. */
export function analysisIn(
  file: string,
  { set, seeds }: Pick<PlanOptions, "set" | "seeds">,
): Analysis | null {
  return findAnalysis(file, [...set, ...seedSettings(seeds)]);
}

export interface SweepAnalysisOptions {
  readonly file: string;
  readonly runsDir: string;
  readonly dryRun?: boolean;
}

/** Computes, prints and writes it; returns the exit code. */
export async function sweepAnalysis(
  analysis: Analysis,
  { file, runsDir, dryRun = false }: SweepAnalysisOptions,
): Promise<number> {
  if (dryRun) return planAnalysis(analysis, runsDir);
  const result = analyse(analysis.spec);
  printResult(analysis, result);
  const report = await writeResult(analysis, result, { file, runsDir });
  console.log(`\nReport: ${report}`);
  return EXIT_CODES.ok;
}

/** Computes and writes it, silently; returns what it found and the report's path. */
export async function computeAnalysis(
  analysis: Analysis,
  options: Pick<SweepAnalysisOptions, "file" | "runsDir">,
): Promise<{ readonly result: AnalysisResult; readonly report: string }> {
  const result = analyse(analysis.spec);
  return { result, report: await writeResult(analysis, result, options) };
}

async function writeResult(
  { name, question, spec }: Analysis,
  result: AnalysisResult,
  { file, runsDir }: Pick<SweepAnalysisOptions, "file" | "runsDir">,
): Promise<string> {
  const { commit, dirty, node, platform } = readProvenance();
  return writeAnalysis({
    ...{ name, question, spec, result, runsDir },
    sweepCommand: `npx lsgan sweep ${file}`,
    provenance: [
      [
        "commit",
        `${commit ?? "not known"}${dirty === true ? ", with changes that are not committed" : ""}`,
      ],
      ["machine", `${platform}, Node ${node}`],
    ],
  });
}

/** Says what a sweep would do; returns the exit code. */
export function planAnalysis({ name, spec }: Analysis, runsDir: string): number {
  const { directory } = sweepPaths(runsDir, name);
  console.log(
    `${name}: an analysis (${spec.kind}); it trains nothing, takes seconds and is written to ${directory}`,
  );
  return EXIT_CODES.ok;
}

/** @throws LabError USAGE where a command needs cells and networks and the file has none */
export function refuseAnalysis(file: string): void {
  if (findAnalysis(file) === null) return;
  throw new LabError(
    "USAGE",
    `Expected an experiment with networks and runs, got the analysis \`${file}\`: sweep, plan and validate take it`,
  );
}

function printResult({ name, question }: Analysis, { tables, findings }: AnalysisResult): void {
  console.log(question === null ? name : `${name}: ${question}`);
  for (const { title, columns, rows } of tables)
    console.log(
      `\n${title}\n\n${renderTable(
        columns,
        rows.map((row) => row.map(showCell)),
      )}`,
    );
  for (const { verdict, claim, evidence } of findings)
    console.log(`\n${verdict}: ${claim}\n  ${evidence}`);
}
