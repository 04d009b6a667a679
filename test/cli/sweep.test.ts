/** End to end: the built command line trains experiments/smoke.yaml in a temporary folder. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { RESULTS_VERSION } from "../../src/shared/results-version.ts";
import { makeFolder, runLsgan, SMOKE, startLsgan } from "./run-lsgan.ts";
import type { Ended } from "./run-lsgan.ts";

const folder = makeFolder();
const sweepFolder = join(folder, "runs/smoke");
let first: Ended;

beforeAll(async () => {
  first = await runLsgan(["sweep", SMOKE, "--jobs", "2"], folder);
}, 120_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

const cellFolders = (): readonly string[] =>
  readdirSync(sweepFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "provenance")
    .map(({ name }) => name)
    .sort();

/** A JSON file of the first cell's first seed. */
function readRunFile(name: string): Readonly<Record<string, unknown>> {
  const path = join(sweepFolder, cellFolders()[0] ?? "", "seed-1", name);
  return JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, unknown>>;
}

describe("lsgan sweep", () => {
  test("trains every run, prints a summary and exits with 0", () => {
    expect(first.stderr).not.toContain("failed");
    expect(first.stdout).toContain("2 cells × 2 seeds = 4 runs in runs/smoke");
    expect(first.stdout).toContain("labels: pearson");
    expect(first.stdout).toContain(`npx lsgan board ${SMOKE}`);
    expect(first.exitCode).toBe(0);
  });

  test("leaves the plan, the summary, an event file and a folder for each cell", () => {
    const files = readdirSync(sweepFolder);
    for (const name of ["plan.json", "summary.json", "metrics.csv"]) expect(files).toContain(name);
    expect(files.some((name) => name.startsWith("events.out.tfevents"))).toBe(true);
    expect(cellFolders().map((name) => name.replace(/-[0-9a-f]{8}$/, ""))).toEqual([
      "labels-binary",
      "labels-pearson",
    ]);
  });

  test("records under what each run was made", () => {
    const { provenance, spec } = readRunFile("run.json");
    expect(provenance).toMatchObject({
      node: process.versions.node,
      platform: `${process.platform}-${process.arch}`,
      executor: "onnx",
      threads: 1,
    });
    expect(spec).toMatchObject({ seed: 1, objective: { labels: { a: 0, b: 1, c: 1 } } });
    expect(readRunFile("result.json")).toMatchObject({ status: "finished", steps: 200 });
  });

  test("has nothing left to do the second time, and shows the summary again", async () => {
    const before = readRunFile("result.json");
    const again = await runLsgan(["sweep", SMOKE], folder);
    expect(again.stdout).toContain("nothing left to do: 4 done");
    expect(again.stdout).toContain("labels: pearson");
    expect(again.exitCode).toBe(0);
    expect(readRunFile("result.json")).toEqual(before);
  });

  test("adds only the runs of new seeds, into the same folders", async () => {
    const before = cellFolders();
    const more = await runLsgan(["sweep", SMOKE, "--seeds", "3", "--dry-run"], folder);
    expect(more.stdout).toContain("2 to run (4 done, 2 new)");
    expect(more.stdout).toContain("dry run");
    expect(cellFolders()).toEqual(before);
  });

  test("runs a failed run and a run of another results version again, and says why", async () => {
    const [one = "", other = ""] = cellFolders();
    const result = join(sweepFolder, one, "seed-1/result.json");
    const trained = readRunFile("result.json");
    writeFileSync(result, JSON.stringify({ ...trained, resultsVersion: 0 }));
    rmSync(join(sweepFolder, other, "seed-2/result.json"));
    const plan = await runLsgan(["plan", SMOKE, "--no-forecast"], folder);
    expect(plan.stdout).toContain(`stale: made by results version 0, this is ${RESULTS_VERSION}`);
    expect(plan.stdout).toContain("interrupted: finished, but its result.json is gone");
    const kept = await runLsgan(["plan", SMOKE, "--no-forecast", "--keep-stale"], folder);
    expect(kept.stdout).toContain("1 to run");
    const again = await runLsgan(["sweep", SMOKE], folder);
    expect(again.stdout).toContain("2 to run");
    expect(again.exitCode).toBe(0);
    // The same spec gives the same bits.
    expect(readRunFile("result.json")["weightsDigest"]).toBe(trained["weightsDigest"]);
  });

  test("refuses a directory that holds another run, and leaves it alone", async () => {
    const record = join(sweepFolder, cellFolders()[0] ?? "", "seed-1/run.json");
    const text = readFileSync(record, "utf8");
    writeFileSync(record, readFileSync(record.replace("seed-1", "seed-2"), "utf8"));
    const refused = await runLsgan(["sweep", SMOKE], folder);
    expect(refused.stderr).toContain("which differs in seed (there `2`, wanted `1`)");
    expect(refused.exitCode).toBe(2);
    writeFileSync(record, text);
  });

  test("lets a failed run stop no other, says why and where to look, and exits with 1", async () => {
    writeFileSync(
      join(folder, "moody.mjs"),
      `export const dataset = {
  kind: "moody",
  schema: { type: "object", properties: { works: { type: "boolean" } }, required: ["works"], additionalProperties: false },
  describe: () => ({ kind: "moody", sampleShape: [2], classes: 0, size: 2, rows: 2, mixture: null }),
  load: async ({ works }) => {
    if (!works) throw new Error("the disk is on fire");
    const samples = Float32Array.of(0, 1, 1, 0);
    return { kind: "moody", sampleShape: [2], size: 2, draws: null, digest: "", samples, labels: null, classes: 0, mixture: null };
  },
};
`,
    );
    writeFileSync(
      join(folder, "moody.yaml"),
      `extends: ${JSON.stringify(SMOKE)}
name: moody
extensions: [./moody.mjs]
dataset: { kind: moody, works: true }
training: { steps: 5, batchSize: 2 }
evaluation: { metrics: [], primary: null }
seeds: { count: 1 }
sweep: [{ grid: { dataset.works: [false, true] } }]
`,
    );
    const { exitCode, stdout } = await runLsgan(["sweep", "moody.yaml"], folder);
    expect(stdout).toMatch(/works: false, seed 1: the disk is on fire; log: .*log\.txt/);
    expect(stdout).toContain("1 of 2 runs are left");
    expect(exitCode).toBe(1);
    const plan = await runLsgan(["plan", "moody.yaml"], folder);
    expect(plan.stdout).toContain("1 to run (1 failed, 1 done)");
    expect(plan.stdout).toContain("no forecast: the trial failed: Error: the disk is on fire");
  });

  test("trains every run once where two sweeps are started at once", async () => {
    const words = ["sweep", SMOKE, "--runs-dir", "twice", "--jobs", "1"];
    const both = await Promise.all([runLsgan(words, folder), runLsgan(words, folder)]);
    for (const { exitCode, stdout } of both) {
      expect(exitCode).toBe(0);
      expect(stdout).not.toMatch(/are left|failed/);
    }
    const { stdout, exitCode } = await runLsgan(words, folder);
    expect(stdout).toContain("nothing left to do: 4 done");
    expect(exitCode).toBe(0);
    const cell = readdirSync(join(folder, "twice/smoke")).find((name) => name.startsWith("labels"));
    const status = readFileSync(
      join(folder, "twice/smoke", cell ?? "", "seed-1/status.json"),
      "utf8",
    );
    expect(JSON.parse(status)).toMatchObject({ attempt: 1, state: "finished" });
  }, 120_000);

  test("waits for runs that another sweep trains, and ends with all of them", async () => {
    const words = ["sweep", SMOKE, "--runs-dir", "waited", "--jobs", "2"];
    const more = ["--set", "seeds.count=1", "--set", "training.steps=12000"];
    const other = startLsgan([...words, ...more], folder);
    await heardFrom(other, /started[^]*started/);
    const { exitCode, stdout, stderr } = await runLsgan([...words, ...more], folder);
    expect(stderr).toMatch(/waiting {2}labels: binary, seed 1: process \d+ on .* trains it/);
    expect(stdout).not.toContain("left: the same command");
    expect(exitCode).toBe(0);
    expect((await other).exitCode).toBe(0);
  }, 120_000);

  test("stops at Ctrl-C, says how to go on, and goes on", async () => {
    const words = [
      "sweep",
      SMOKE,
      "--runs-dir",
      "stopped",
      "--jobs",
      "1",
      "--set",
      "training.steps=20000",
    ];
    const child = startLsgan(words, folder);
    await heardFrom(child, /seed 1/);
    child.kill("SIGINT");
    const { exitCode, stdout } = await child;
    expect(stdout).toContain("the same command goes on");
    expect(exitCode).toBe(1);
    const plan = await runLsgan(["plan", ...words.slice(1), "--no-forecast"], folder);
    expect(plan.stdout).toMatch(/interrupted: stopped at step \d+/);
    expect(existsSync(join(folder, "stopped/smoke/plan.json"))).toBe(true);
  }, 60_000);
});

/** Resolves when the child has said on stderr what is waited for, or has ended. */
async function heardFrom(child: ReturnType<typeof startLsgan>, wanted: RegExp): Promise<void> {
  let log = "";
  await new Promise<void>((resolve) => {
    child.stderr.on("data", (text: Buffer) => {
      log += text.toString();
      if (wanted.test(log)) resolve();
    });
    child.once("exit", () => {
      resolve();
    });
  });
}
