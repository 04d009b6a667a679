/** Files of `kind: analysis`: filled, refused with lines, and left to the experiments' loader where they are none. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { ConfigError } from "../../src/config/issue.ts";
import { findAnalysis } from "../../src/config/load-analysis.ts";

const BASE = "kind: analysis\nname: small\n";

describe("findAnalysis", () => {
  test("fills defaults in and spells label schemes out", () => {
    const found = findAnalysis(write(`${BASE}analysis: { kind: gaussian-divergences }\n`));
    expect(found?.spec).toMatchObject({
      largestMean: 30,
      schemes: [
        { a: -1, b: 1, c: 0 },
        { a: 0, b: 1, c: 1 },
      ],
    });
    expect(found?.question).toBeNull();
  });

  test("is null for a training, and for a file that is not there", () => {
    expect(findAnalysis(write("name: small\ndataset: { kind: mixture }\n"))).toBeNull();
    expect(findAnalysis("nowhere.yaml")).toBeNull();
  });

  test("takes settings of the command line", () => {
    const file = write(`${BASE}analysis: { kind: gaussian-divergences }\n`);
    expect(findAnalysis(file, ["analysis.largestMean=12"])?.spec).toMatchObject({
      largestMean: 12,
    });
    expect(issuesOf(() => findAnalysis(file, ["seeds.count=3"]))).toEqual([["unknown-key", 1]]);
  });

  test.each([
    ["a misspelt key", "analysis: { kind: loss-curves, targett: 1 }\n", "unknown-key"],
    ["an unknown kind", "analysis: { kind: loss-curve }\n", "unknown-name"],
    [
      "equal labels",
      "analysis:\n  { kind: boundary-fakes, labels: { a: 1, b: 1, c: 0 } }\n",
      "conflict",
    ],
    [
      "a range without width",
      "analysis: { kind: loss-curves, crossEntropy: { from: 2, to: 2 } }\n",
      "conflict",
    ],
    ["equal centres", "analysis: { kind: boundary-fakes, fakeMean: { x: 2, y: 0 } }\n", "conflict"],
    ["a key of trainings", "analysis: { kind: loss-curves }\nlatent: { size: 2 }\n", "unknown-key"],
  ])("refuses %s on its line", (_, text, code) => {
    const line = text.startsWith("analysis:\n") || text.includes("latent") ? 4 : 3;
    expect(issuesOf(() => findAnalysis(write(BASE + text)))).toEqual([[code, line]]);
  });
});

function issuesOf(load: () => unknown): readonly (readonly [string, number])[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError)
      return error.issues.map(({ code, position }) => [code, position.line]);
    throw error;
  }
  return [];
}

function write(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), "lsgan-analysis-")), "small.yaml");
  writeFileSync(path, text);
  return path;
}
