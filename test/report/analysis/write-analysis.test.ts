/** The files of an analysis: whole numbers in CSV, charts as files of their own, a page that asks for nothing. */
import { mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { writeAnalysis } from "../../../src/report/analysis/write-analysis.ts";

const RESULT = {
  tables: [
    {
      id: "table",
      title: "A <table>",
      columns: ["scheme", "value"],
      rows: [
        ["(0, 1, 1)", 1 / 3],
        ["plain", 2e-13],
      ],
    },
  ],
  charts: [
    {
      id: "chart",
      title: "A chart",
      description: "A line.",
      x: { name: "x" },
      y: { name: "y", scale: "log", minimum: 1e-3 },
      lines: [{ label: "line", points: [[0, 1] as const, [1, 10] as const] }],
      points: [],
    },
  ],
  findings: [{ claim: "one is one", verdict: "supported", evidence: "1 = 1", source: "us" }],
} as const;

test("writeAnalysis writes every table, every chart, and a page of its own", async () => {
  const runsDir = mkdtempSync(join(tmpdir(), "lsgan-analysis-"));
  const path = await writeAnalysis({
    ...{ runsDir, name: "small", question: "Is it?", result: RESULT, spec: { kind: "none" } },
    sweepCommand: "npx lsgan sweep small.yaml",
    provenance: [["commit", "none"]],
  });
  const folder = join(runsDir, "small");
  expect(readdirSync(folder).sort()).toEqual([
    "analysis.json",
    "chart.svg",
    "report.html",
    "summary.md",
    "table.csv",
  ]);
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  expect(read("table.csv")).toBe(`scheme,value\n"(0, 1, 1)",${String(1 / 3)}\nplain,2e-13\n`);
  expect(read("chart.svg")).toMatch(/^<svg width="480" height="320".*<\/svg>$/s);
  expect(read("summary.md")).toContain("| (0, 1, 1) | 0.333333 |");
  const page = readFileSync(path, "utf8");
  expect(page).toContain("A &lt;table&gt;");
  expect(page).not.toMatch(/https?:\/\/(?!www\.w3\.org)/);
});
