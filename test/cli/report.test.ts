/** Claims and the report end to end: the built command line in a temporary folder. */
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { makeFolder, runLsgan, SMOKE } from "./run-lsgan.ts";
import type { Ended } from "./run-lsgan.ts";

const folder = makeFolder();
const results = join(folder, "runs/claims");
const CLAIM = "  - { metric: modes, cells: pearson, baseline: binary, relation: greater }\n";
let first: Ended;

function writeExperiment(claims: string): void {
  writeFileSync(
    join(folder, "claims.yaml"),
    `extends: ${JSON.stringify(SMOKE)}
name: claims
training: { steps: 20, batchSize: 64 }
evaluation: { everySteps: 10, samples: 100, lastEvaluations: 2 }
seeds: { count: 3 }
expect:
${claims}`,
  );
}

const readJson = (name: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(join(results, name), "utf8")) as Readonly<Record<string, unknown>>;

beforeAll(async () => {
  writeExperiment(CLAIM);
  first = await runLsgan(["sweep", "claims.yaml", "--seeds", "2"], folder);
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("claims in a sweep", () => {
  test("are warned of where the seeds cannot decide them", () => {
    // Two against two: 2 of 6 ways.
    expect(first.stderr).toContain(
      "expect.0: these seeds cannot decide this claim: the smallest p in reach after Holm is 0.333, and it takes one below 0.05",
    );
    expect(first.stderr).toContain("it takes 4 seeds or more");
  });

  test("are written down with their time, judged, and no cause of another run", async () => {
    expect(first.exitCode).toBe(0);
    expect(first.stdout).toMatch(/^undecided: modes of “labels: pearson” is greater/m);
    expect(first.stdout).toContain("npx lsgan report claims.yaml --seeds 2");
    const { claims } = readJson("plan.json") as { claims: readonly Record<string, unknown>[] };
    expect(claims).toMatchObject([{ metric: "modes", relation: "greater", resultsBefore: 0 }]);

    writeExperiment(
      `${CLAIM}  - { metric: modes, cells: pearson, baseline: binary, relation: less }\n`,
    );
    const again = await runLsgan(["sweep", "claims.yaml", "--seeds", "2"], folder);
    expect(again.stdout).toContain("nothing left to do: 4 done");
    expect(again.stdout).toContain("when 4 of its runs had a result: it is no");
    const later = readJson("plan.json") as { claims: readonly Record<string, unknown>[] };
    expect(later.claims).toMatchObject([claims[0], { relation: "less", resultsBefore: 4 }]);
  });
});

describe("lsgan report", () => {
  test("writes page and tables of a sweep that is not done, and prints where they are", async () => {
    // Three seeds are planned, two were run.
    const { stdout, exitCode } = await runLsgan(["report", "claims.yaml"], folder);
    expect(exitCode).toBe(0);
    const paths = ["report.html", "summary.md", "summary.json", "metrics.csv"];
    expect(stdout.trim().split("\n")).toEqual(paths.map((name) => join("runs/claims", name)));
    for (const name of paths) expect(existsSync(join(results, name))).toBe(true);
    const page = readFileSync(join(results, "report.html"), "utf8");
    expect(page).toContain("Not done: 4 of 6 runs have ended");
    expect(page).toContain("2 of 3");
    expect(page).toContain("2 of 3 seeds have ended, of the baseline 2 of 3");
    expect(page).toContain("labels: binary, seed 3: not started yet");
    expect(page).toContain("npx lsgan sweep claims.yaml");
    for (const fact of ["commit", "machine", "execution", "packages", "SHA-256"])
      expect(page).toContain(fact);
    expect(readJson("summary.json")).toMatchObject({
      lastEvaluations: 2,
      baseline: "labels: binary",
      verdicts: [{ verdict: "undecided", primary: true }, { verdict: "undecided" }],
    });
  });

  test("says what makes results where there are none", async () => {
    const { stderr, exitCode } = await runLsgan(
      ["report", "claims.yaml", "--runs-dir", "x"],
      folder,
    );
    expect(stderr).toContain("There are no results in x/claims yet: npx lsgan sweep claims.yaml");
    expect(exitCode).toBe(2);
  });

  test("plan prints the smallest p that each claim can reach", async () => {
    const { stdout } = await runLsgan(["plan", "claims.yaml", "--no-forecast"], folder);
    expect(stdout).toContain("expects, in 2 comparisons");
    expect(stdout).toContain(
      "modes of “labels: pearson” is greater than that of “labels: binary”: p ≥ 0.2",
    );
  });
});
