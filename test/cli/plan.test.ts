import { chmodSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { tensorBoardArguments } from "../../src/cli/commands/board.ts";
import { makeFolder, PROJECT, runLsgan, SMOKE } from "./run-lsgan.ts";

const folder = makeFolder();
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const ABC = join(PROJECT, "experiments/lsgan-abc.yaml");

describe("lsgan plan", () => {
  test("shows cells, seeds, what would run, and what the labels say", async () => {
    writeFileSync(
      join(folder, "schemes.yaml"),
      `extends: ${JSON.stringify(SMOKE)}
name: schemes
question: Which one?
seeds: { count: 3, first: 7 }
sweep:
  - grid: { objective.labels: [binary, pearson, { a: 0, b: 1, c: 0.5 }, { a: 0, b: 1, c: 0 }] }
  - list: [{ objective: { kind: cross-entropy } }]
`,
    );
    const { stdout, exitCode } = await runLsgan(["plan", "schemes.yaml", "--no-forecast"], folder);
    expect(exitCode).toBe(0);
    expect(stdout).toMatchInlineSnapshot(`
      "schemes: Which one?
      5 cells × 3 seeds = 15 runs in runs/schemes
      15 to run (15 new)

      cell                      seeds 7 to 9
      labels: binary            · · ·
      labels: pearson           · · ·
      labels: (0, 1, 0.5)       · · ·
      labels: (0, 1, 0)         · · ·
      objective: cross-entropy  · · ·
      · new

      cell                  a  b    c    t  b − a   D*  loss D*  loss G*  χ² conditions
      labels: binary        0  1    1    1      1  0.5     0.25    0.125  no: b − c = 0, b − a = 1
      labels: pearson      −1  1    0  0.5      2    0        1        0  hold
      labels: (0, 1, 0.5)   0  1  0.5  0.5      1  0.5     0.25        0  no: b − c = 0.5, b − a = 1
      labels: (0, 1, 0)     0  1    0    0      1  0.5     0.25    0.125  no: b − a = 1
      t = (c − a)/(b − a); D*, loss D*, loss G*: where generated and real data are alike; χ²: b − c = 1 and b − a = 2
      labels: (0, 1, 0): c = a: G wants what D is taught to say of fakes, so G is already content where D is right
      (labels: pearson) and (labels: (0, 1, 0.5)) have t = 0.5: the same game up to the scale of D's output; what differs is how far D is from its labels at the start, and how fast it gets there"
    `);
  });

  test("forecasts from a trial, and remembers it", async () => {
    const words = ["plan", SMOKE, "--jobs", "2"];
    const first = await runLsgan(words, folder);
    expect(first.stdout).toMatch(
      /would take about \S+( s)? with 2 jobs, the longest run .* \(reckoned from a trial\)/,
    );
    const second = await runLsgan(words, folder);
    expect(second.stdout).toContain("(reckoned from a remembered trial)");
  });

  test("gives everything as JSON", async () => {
    const { stdout } = await runLsgan(["plan", SMOKE, "--json", "--no-forecast"], folder);
    const plan = JSON.parse(stdout) as { readonly runs: readonly unknown[] };
    expect(plan).toMatchObject({
      experiment: "smoke",
      cells: [{ label: "labels: binary", labelFacts: { position: 1, distance: 1 } }, {}],
      forecast: null,
    });
    expect(plan.runs).toHaveLength(4);
    expect(plan.runs[0]).toMatchObject({ cell: 0, seed: 1, state: "new", wouldRun: true });
  });

  test("writes nothing", async () => {
    await runLsgan(["plan", SMOKE, "--no-forecast", "--runs-dir", "nothing"], folder);
    const { stdout } = await runLsgan(["list", "--runs-dir", "nothing"], folder);
    expect(stdout).toContain("There are no results in nothing yet");
  });
});

describe("lsgan validate", () => {
  test("takes several files, and lets no good one hide a bad one", async () => {
    writeFileSync(join(folder, "bad.yaml"), "name: 3\n");
    const { stdout, stderr, exitCode } = await runLsgan(
      ["validate", SMOKE, "bad.yaml", ABC],
      folder,
    );
    expect(stdout).toContain("smoke.yaml: 2 cells, 4 runs, fine");
    expect(stdout).toContain("lsgan-abc.yaml: 4 cells, 32 runs, fine");
    expect(stderr).toContain("bad.yaml:1:7");
    expect(exitCode).toBe(2);
  });
});

describe("tensorBoardArguments", () => {
  test("keeps every point and picture", () => {
    expect(tensorBoardArguments("runs/x", { port: 7000 })).toEqual([
      "--logdir",
      "runs/x",
      "--samples_per_plugin",
      "scalars=1000000,images=10000,histograms=10000,text=10000",
      "--port",
      "7000",
    ]);
  });
});

describe("lsgan board", () => {
  test.skipIf(process.platform === "win32")("starts TensorBoard on the results", async () => {
    const python = join(folder, "stand-in");
    writeFileSync(python, '#!/bin/sh\necho "$@"\n');
    chmodSync(python, 0o755);
    const { stdout, exitCode } = await runLsgan(["board", "--runs-dir", "."], folder, {
      LSGAN_PYTHON: python,
    });
    // A folder of its own, which links to the cells of every sweep.
    expect(stdout).toMatch(
      /^-m tensorboard\.main --logdir \S+lsgan-board-\w+ --samples_per_plugin scalars=1000000,images=10000,histograms=10000,text=10000$/,
    );
    expect(exitCode).toBe(0);
  });

  test("says in one line how to get TensorBoard where there is none", async () => {
    const { stderr, exitCode } = await runLsgan(["board", "--runs-dir", "."], folder, {
      PATH: join(folder, "nowhere"),
    });
    expect(stderr).toContain("pip install tensorboard");
    expect(stderr.trim().split("\n")).toHaveLength(1);
    expect(exitCode).toBe(2);
  });
});
