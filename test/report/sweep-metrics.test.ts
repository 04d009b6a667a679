import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import { describe, expect, test } from "vitest";

import { quoteField, writeSweepMetrics } from "../../src/report/sweep-metrics.ts";
import { summariseSweep } from "../../src/report/summarise.ts";
import type { SweepResults } from "../../src/report/summarise.ts";
import { writeSummary } from "../../src/report/write-summary.ts";
import { openMetricRows } from "../../src/runs/metric-rows.ts";
import { runPaths, sweepPaths } from "../../src/runs/paths.ts";
import { BINARY, cellSpec, done, makeFolder, makeSweep, PEARSON } from "./fixtures.ts";

/** A sweep of two cells and two seeds whose run directories are there. */
function sweepOnDisk(): SweepResults {
  const runs = [done({ "matched-share": 0.5 }), done({ "matched-share": 0.75 })];
  return makeSweep(
    [
      { label: "binary", spec: cellSpec(BINARY), runs },
      { label: "pearson", spec: cellSpec(PEARSON), runs },
    ],
    { paths: sweepPaths(makeFolder(), "tiny") },
  );
}

function writeRunMetrics(directory: string, text: string): void {
  const { metrics } = runPaths(directory);
  mkdirSync(dirname(metrics), { recursive: true });
  writeFileSync(metrics, text);
}

const read = ({ paths }: SweepResults): string => readFileSync(paths.metrics, "utf8");

describe("writeSweepMetrics", () => {
  test("puts cell and seed before every row of every run", async () => {
    const sweep = sweepOnDisk();
    sweep.survey.forEach(({ directory }, i) => {
      const rows = openMetricRows(directory);
      rows.append(10, { "loss/d": i, "loss/g": NaN });
      rows.close();
    });
    await writeSweepMetrics(sweep);
    expect(read(sweep).split("\n")).toEqual([
      "cell,seed,step,tag,value",
      "cell-0,1,10,loss/d,0",
      "cell-0,1,10,loss/g,NaN",
      "cell-0,2,10,loss/d,1",
      "cell-0,2,10,loss/g,NaN",
      "cell-1,1,10,loss/d,2",
      "cell-1,1,10,loss/g,NaN",
      "cell-1,2,10,loss/d,3",
      "cell-1,2,10,loss/g,NaN",
      "",
    ]);
  });

  test("takes whole rows only from a run that is still writing, and nothing from one that has not begun", async () => {
    const sweep = sweepOnDisk();
    const [first, second] = sweep.survey;
    writeRunMetrics(first?.directory ?? "", "step,tag,value\n1,loss/d,0.25\n2,loss/d,0.2");
    writeRunMetrics(second?.directory ?? "", "step,tag");
    await writeSweepMetrics(sweep);
    expect(read(sweep)).toBe("cell,seed,step,tag,value\ncell-0,1,1,loss/d,0.25\n");
  });

  test("rows that lie across the pieces of a long file stay whole", async () => {
    const sweep = sweepOnDisk();
    const rows = Array.from({ length: 40_000 }, (_, i) => `${String(i)},loss/d,0.${String(i)}`);
    const text = ["step,tag,value", ...rows, ""].join("\n");
    writeRunMetrics(sweep.survey[0]?.directory ?? "", text);
    await writeSweepMetrics(sweep);
    expect(read(sweep).split("\n").slice(1, -1)).toEqual(rows.map((row) => `cell-0,1,${row}`));
  });

  test("leaves no temporary file behind", async () => {
    const sweep = sweepOnDisk();
    await writeSummary(summariseSweep(sweep), sweep);
    expect(readdirSync(sweep.paths.directory).sort()).toEqual([
      "metrics.csv",
      "summary.json",
      "summary.md",
    ]);
    const summary: unknown = JSON.parse(readFileSync(sweep.paths.summary, "utf8"));
    expect(summary).toMatchObject({ format: 1, experiment: "tiny", runs: { done: 4 } });
  });
});

describe("quoteField", () => {
  test("quotes what would break a row, as RFC 4180 has it", () => {
    expect(["plain", 'a "b"', "a,b", "a\nb"].map(quoteField)).toEqual([
      "plain",
      '"a ""b"""',
      '"a,b"',
      '"a\nb"',
    ]);
  });
});

const python = process.env["LSGAN_PYTHON"];

describe("the README's three lines of pandas", () => {
  test.skipIf(python === undefined)(
    "plot means over seeds from metrics.csv (needs LSGAN_PYTHON)",
    async () => {
      const sweep = sweepOnDisk();
      sweep.survey.forEach(({ directory }, i) => {
        const rows = openMetricRows(directory);
        rows.append(10, { "eval/matched-share": i / 4 });
        rows.append(20, { "eval/matched-share": i / 2, "loss/d": Infinity });
        rows.close();
      });
      await writeSweepMetrics(sweep);
      const script = [
        "import pandas, sys",
        "metrics = pandas.read_csv(sys.argv[1])",
        'share = metrics[metrics.tag == "eval/matched-share"].groupby(["cell", "step"]).value.mean()',
        'print(share.unstack("cell").to_json())',
      ].join("\n");
      const output = execFileSync(python ?? "", ["-c", script, sweep.paths.metrics], {
        encoding: "utf8",
      });
      expect(JSON.parse(output)).toEqual({
        "cell-0": { 10: 0.125, 20: 0.25 },
        "cell-1": { 10: 0.625, 20: 1.25 },
      });
    },
  );
});
