import { mkdirSync, readFileSync, writeFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { escapeText, html } from "../../src/report/page/html.ts";
import { writeReport } from "../../src/report/write-report.ts";
import { openMetricRows } from "../../src/runs/metric-rows.ts";
import { runPaths, samplePath, sweepPaths } from "../../src/runs/paths.ts";
import { BINARY, cellSpec, done, makeFolder, makeSweep, PEARSON } from "./fixtures.ts";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "base64",
);

async function writePage(): Promise<string> {
  const share = (value: number): ReturnType<typeof done> =>
    done(
      { "matched-share": value },
      {
        evaluations: [
          { step: 0, values: { "matched-share": 0 } },
          { step: 100, values: { "matched-share": value } },
        ],
      },
    );
  const paths = sweepPaths(makeFolder(), "tiny");
  const sweep = makeSweep(
    [
      { label: "binary <b>", spec: cellSpec(BINARY), runs: [0.8, 0.9, 0.7].map(share) },
      { label: "pearson", spec: cellSpec(PEARSON), runs: [0.1, 0.2, 0.15].map(share) },
    ],
    { paths },
  );
  for (const { directory } of sweep.survey) {
    mkdirSync(runPaths(directory).samples, { recursive: true });
    writeFileSync(samplePath(directory, 100), PIXEL);
    const rows = openMetricRows(directory);
    for (const step of [1, 50, 100]) rows.append(step, { "loss_mean/d": 0.2, "loss_mean/g": 0.3 });
    rows.close();
  }
  const claim = {
    declared: 0,
    metric: "matched-share",
    cell: 0,
    baseline: 1,
    relation: "greater",
    margin: 0,
    paired: false,
    primary: true,
  } as const;
  const plan = { ...sweep.plan, claims: [claim] };
  const options = { sweepCommand: "npx lsgan sweep tiny.yaml" };
  return readFileSync(await writeReport({ ...sweep, plan }, options), "utf8");
}

describe("writeReport", () => {
  test("makes one page that asks for no other file", async () => {
    const page = await writePage();
    const addresses = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, address]) => address);
    expect(addresses).toHaveLength(6);
    for (const address of addresses) expect(address).toMatch(/^data:image\/png;base64,/);
    expect(page).not.toMatch(/<script|<link|@import|url\((?!#)/);
  });

  test("says the verdict, the numbers, the charts in words, and how to run it again", async () => {
    const page = await writePage();
    // three against three: p = 2/20, which decides nothing
    expect(page).toMatch(
      /<strong>undecided<\/strong>: matched-share of\s+“binary &lt;b&gt;” is\s+greater/,
    );
    expect(page).toContain("0.80 [0.55, 1.00]");
    // curves and distribution of the one metric, D's losses, G's losses
    expect(page.match(/role="img" aria-label="[^"]{20,}"/g)).toHaveLength(4);
    expect(page).toContain("D loss/(b−a)² by step, mean over seeds with its interval");
    expect(page).toContain("npx lsgan sweep tiny.yaml");
  });

  test("shows the value of every run, and a picture of each in cells by seeds", async () => {
    const page = await writePage();
    expect(page).toContain('<td class="list">0.8 0.9 0.7</td>');
    expect(page.match(/<th scope="rowgroup" colspan="3">/g)).toHaveLength(2);
  });

  test("what files and labels say stays text", async () => {
    expect(await writePage()).not.toContain("<b>");
    expect(escapeText(`<a href='x' title="y">&`)).toBe(
      "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;",
    );
    expect(html`<p>${"<script>"}</p>`.markup).toBe("<p>&lt;script&gt;</p>");
  });

  test("charts take the page's colours, so they can be read in the dark", async () => {
    const page = await writePage();
    const charts = [...page.matchAll(/<figure role="img"[^]*?<\/figure>/g)].map(([chart]) => chart);
    for (const chart of charts) {
      const texts = [...chart.matchAll(/<text [^>]*fill="([^"]*)"/g)].map(([, fill]) => fill);
      expect(new Set(texts)).toEqual(new Set(["currentColor"]));
    }
  });
});
