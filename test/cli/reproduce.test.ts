/** A small reproduction: two sweeps that share a cell, an analysis, and an experiment whose data are not there. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { costMs } from "../../src/cli/reproduction-entry.ts";
import { parseList } from "../../src/cli/reproduction-list.ts";
import { makeFolder, PROJECT, runLsgan, SMOKE } from "./run-lsgan.ts";
import type { Ended } from "./run-lsgan.ts";

const folder = makeFolder();
const ANALYSIS = join(PROJECT, "experiments/analysis/criterion.yaml");
const FILES = ["two.yaml", ANALYSIS, "nowhere.yaml", "more.yaml"];
let dry: Ended;
let run: Ended;

beforeAll(async () => {
  writeFileSync(
    join(folder, "two.yaml"),
    `# Question: does it run?
# Cost: half an hour (6 runs).
# Ours: everything, and that
#   in two lines.
extends: ${JSON.stringify(SMOKE)}
name: two
training: { steps: 20 }
evaluation: { everySteps: 20, samples: 100 }
seeds: { count: 2 }
sweep:
  - grid: { objective.labels: [binary, pearson], objective.discriminatorScale: [none, labels] }
  - list: [{ objective: { kind: cross-entropy } }]
expect:
  - metric: high-quality-share
    cells: { objective.labels: pearson, objective.discriminatorScale: none }
    baseline: { objective.labels: binary, objective.discriminatorScale: none }
    relation: greater
    primary: true
  - metric: high-quality-share
    cells: { objective.labels: pearson, objective.discriminatorScale: none }
    baseline: { objective.labels: binary, objective.discriminatorScale: none }
    relation: equivalent
    margin: 0.5
  - metric: high-quality-share
    cells: { objective.kind: least-squares, objective.discriminatorScale: none }
    baseline: { objective.kind: cross-entropy }
    relation: greater
`,
  );
  writeFileSync(
    join(folder, "more.yaml"),
    `extends: ./two.yaml
name: more
expect: []
sweep: [{ list: [{ objective: { kind: cross-entropy } }] }]
`,
  );
  writeFileSync(
    join(folder, "nowhere.yaml"),
    `extends: ${JSON.stringify(SMOKE)}
name: nowhere
dataset: { kind: cifar-10 }
generator: { kind: layers, layers: [{ kind: dense, units: 3072 }, { kind: reshape, shape: [32, 32, 3] }] }
discriminator: { kind: layers, layers: [{ kind: flatten }, { kind: dense, units: 1 }] }
evaluation: { metrics: [], primary: null }
`,
  );
  dry = await runLsgan(["reproduce", ...FILES, "--dry-run"], folder);
  run = await runLsgan(["reproduce", ...FILES, "--jobs", "2"], folder);
}, 360_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const readAnswers = (name: string): readonly Readonly<Record<string, unknown>>[] => {
  const value = JSON.parse(readFileSync(join(folder, "runs", name), "utf8")) as {
    readonly answers: readonly Readonly<Record<string, unknown>>[];
  };
  return value.answers;
};

describe("lsgan reproduce", { timeout: 180_000 }, () => {
  test("a dry run says what is to do and about how long, by the file's own words where nothing else is known", () => {
    expect(dry.stderr).toBe("");
    expect(dry.stdout).toContain(
      "[1/4] two: 10 of 10 runs to train, about 30:00 (by its file: half an hour (6 runs))",
    );
    expect(dry.stdout).toContain("[2/4] criterion: an analysis: it trains nothing");
    expect(dry.stdout).toContain("4 experiments, about");
    expect(dry.exitCode).toBe(0);
    expect(dry.stdout).toContain("Nothing was started");
  });

  test("runs one after the other, leaves out what has no data, and says so in one line and by its exit code", () => {
    expect(run.stderr).toMatch(/^nowhere\.yaml is left out: .*cifar.*$/im);
    expect(run.stdout).toContain("2 runs taken over");
    expect(run.stdout).toContain("more: done, 2 of 2 runs");
    expect(run.stdout).toContain("3 of 4 experiments are done.");
    expect(run.exitCode).toBe(1);
    expect(existsSync(join(folder, "runs/two/report.html"))).toBe(true);
  });

  test("writes a row for each experiment, with verdicts, values, seeds, what is ours and the time", () => {
    const [two, criterion, nowhere, more] = readAnswers("reproduction.json");
    expect(two).toMatchObject({
      experiment: "two",
      state: "done",
      runs: { planned: 10, ended: 10, takenOver: 0 },
      seeds: { ended: 2, planned: 2 },
      verdict: "undecided",
      labels: { dataset: "mixture", chiSquaredBetter: "undecided", betterThanRegular: "undecided" },
      ours: [{ file: "two.yaml", text: "everything, and that in two lines." }],
    });
    expect(two?.["claims"]).toHaveLength(4);
    expect(two?.["schemeParts"]).toHaveLength(1);
    expect(criterion).toMatchObject({ kind: "analysis", state: "done" });
    expect(nowhere).toMatchObject({ state: "no data", verdict: null });
    expect(more).toMatchObject({ state: "done", runs: { takenOver: 2 }, time: { runsMs: 0 } });
    const page = readFileSync(join(folder, "runs/reproduction.md"), "utf8");
    expect(page).toContain("3 of 4 experiments are done.");
    expect(page).toContain("## The label schemes, by data set");
    expect(page).toMatch(/\| \[two\]\(#two\) \| \*\*undecided\*\* \|/);
    expect(page).toMatch(/Of it t, with D’s scale matched to the labels, is .* and label distance/);
    expect(page).toContain("- Ours (two.yaml): everything, and that in two lines.");
    expect(page).toContain("[report](two/report.html)");
  });

  test("the same command goes on: what is done is not run again, and its time is kept", async () => {
    const before = readAnswers("reproduction.json")[0];
    const again = await runLsgan(["reproduce", "two.yaml"], folder);
    expect(again.stdout).toContain("two: all 10 runs are trained");
    expect(again.exitCode).toBe(0);
    const after = readAnswers("reproduction.json")[0];
    expect(after?.["claims"]).toEqual(before?.["claims"]);
    const wallOf = (answer: typeof before): number =>
      (answer?.["time"] as { readonly wallMs: number }).wallMs;
    expect(wallOf(after)).toBeGreaterThan(wallOf(before));
  });

  test("a mistake in the last file is told before the first is run", async () => {
    writeFileSync(join(folder, "wrong.yaml"), "name: wrong\ntrainning: {}\n");
    const wrong = await runLsgan(["reproduce", "two.yaml", "wrong.yaml"], folder);
    expect(wrong.stderr).toContain("trainning");
    expect(wrong.exitCode).toBe(2);
  });

  test("report of several files makes one page of answers, also of what has no result yet", async () => {
    const { stdout, exitCode } = await runLsgan(["report", "two.yaml", "nowhere.yaml"], folder);
    expect(exitCode).toBe(0);
    expect(stdout.trim().split("\n")).toEqual([
      "runs/two/report.html",
      "runs/answers.md",
      "runs/answers.json",
    ]);
    expect(readAnswers("answers.json").map(({ state }) => state)).toEqual(["done", "not started"]);
    const page = readFileSync(join(folder, "runs/answers.md"), "utf8");
    expect(page).toContain("| [nowhere](#nowhere) | **undecided**, 0 of 2 seeds |");
  });
});

describe("the committed list", () => {
  const list = parseList(readFileSync(join(PROJECT, "experiments/reproduction.txt"), "utf8"));

  test("names files that are there, each once", () => {
    expect(list.filter((name) => !existsSync(join(PROJECT, "experiments", name)))).toEqual([]);
    expect(new Set(list).size).toBe(list.length);
  });

  test("names every quick variant", () => {
    const quick = readdirSync(join(PROJECT, "experiments"), { recursive: true })
      .map((name) => String(name).replaceAll("\\", "/"))
      .filter((name) => name.endsWith("-quick.yaml"));
    expect(quick.filter((name) => !list.includes(name))).toEqual([]);
  });

  test("--list prints it as paths", async () => {
    const { stdout } = await runLsgan(["reproduce", "--list"], PROJECT);
    expect(stdout.trim().split("\n")).toEqual(list.map((name) => `experiments/${name}`));
  });

  test("--full --list prints the list of full experiments, each valid", async () => {
    const { stdout } = await runLsgan(["reproduce", "--full", "--list"], PROJECT);
    const files = stdout.trim().split("\n");
    expect(files).toContain("experiments/paper/r1-ring.yaml");
    expect(files.filter((file) => file.includes("-quick"))).toEqual([]);
    const checked = await runLsgan(["validate", ...files], PROJECT);
    expect(checked.exitCode).toBe(0);
  }, 60_000);

  test("--full with files is refused", async () => {
    const { stderr, exitCode } = await runLsgan(["reproduce", "--full", "a.yaml"], PROJECT);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Expected --full or files, not both");
  });

  test("reads a file's cost as time where it says one", () => {
    expect(costMs("9 minutes on two cores (48 runs)")).toBe(540_000);
    expect(costMs("half an hour (56 runs) on two cores")).toBe(1_800_000);
    expect(costMs("an hour or two")).toBe(5_400_000);
    expect(costMs("minutes for a run, hours for all on two cores")).toBe(10_800_000);
    expect(costMs("minutes for a run on two cores")).toBeNull();
    expect(costMs("GPU only")).toBeNull();
  });
});
