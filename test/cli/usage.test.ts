import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { execa } from "execa";
import { afterAll, describe, expect, test } from "vitest";

import { environment, makeFolder, PROJECT, runLsgan, SMOKE } from "./run-lsgan.ts";

const folder = makeFolder();
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("lsgan", () => {
  test("prints what it can do, with examples", async () => {
    const { exitCode, stdout } = await runLsgan(["--help"], folder);
    expect(exitCode).toBe(0);
    for (const command of ["sweep", "plan", "validate", "board", "list"])
      expect(stdout).toContain(`  ${command}`);
    expect(stdout).toContain("$ lsgan sweep experiments/smoke.yaml");
  });

  test.each(["sweep", "plan", "validate", "board", "list"])(
    "has help with examples for %s",
    async (command) => {
      const { exitCode, stdout } = await runLsgan([command, "--help"], folder);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`$ lsgan ${command}`);
    },
  );

  test.each([
    { words: ["swep", SMOKE], says: "Did you mean sweep?" },
    { words: ["sweep", SMOKE, "--job", "2"], says: "Did you mean --jobs?" },
    { words: ["sweep", SMOKE, "--jobs", "0"], says: "Expected a whole number from 1 to" },
    { words: ["sweep", SMOKE, "--seeds", "3-1"], says: "Expected a number of seeds such as 8" },
    { words: ["sweep", SMOKE, "--set", "steps"], says: "Expected key=value" },
    { words: ["sweep"], says: "missing required argument 'FILE'" },
    { words: ["sweep", SMOKE, SMOKE], says: "too many arguments" },
    { words: ["sweep", "nowhere.yaml"], says: "nowhere.yaml" },
    {
      words: ["validate", SMOKE, "--set", "training.stepps=1"],
      says: "did you mean `training.steps`",
    },
    { words: ["board"], says: "There are no results in runs yet" },
    { words: [], says: "Usage: lsgan" },
  ])("refuses $words with exit code 2", async ({ words, says }) => {
    const { exitCode, stderr } = await runLsgan(words, folder);
    expect(stderr).toContain(says);
    expect(exitCode).toBe(2);
  });

  test("tells all mistakes of a broken file at once, with lines, and exits with 2", async () => {
    const file = join(folder, "broken.yaml");
    writeFileSync(file, "name: x\ntraining: { steps: 0 }\nsweeep: []\n");
    const { exitCode, stderr } = await runLsgan(["sweep", "broken.yaml"], folder);
    expect(stderr).toContain("broken.yaml:2:");
    expect(stderr).toContain("broken.yaml:3:");
    expect(exitCode).toBe(2);
  });

  test("tells of a sweep value that is wrong on that value's own line", async () => {
    const file = join(folder, "value.yaml");
    writeFileSync(
      file,
      [
        "extends: " + JSON.stringify(SMOKE),
        "name: value",
        "sweep:",
        "  - grid:",
        "      training.batchSize:",
        "        - 64",
        "        - -1",
        "",
      ].join("\n"),
    );
    const { exitCode, stderr } = await runLsgan(["plan", "value.yaml"], folder);
    expect(stderr).toContain("value.yaml:7:11");
    expect(exitCode).toBe(2);
  });

  test("tells of a network that does not fit the data on the network's line", async () => {
    const { exitCode, stderr } = await runLsgan(
      ["validate", SMOKE, "--set", "generator.layers.2.units=3"],
      folder,
    );
    expect(stderr).toContain("generator");
    expect(exitCode).toBe(2);
  });
});

describe("npm run", () => {
  const npm = (...words: readonly string[]) =>
    execa("npm", ["run", "--silent", ...words], {
      cwd: PROJECT,
      reject: false,
      stdin: "ignore",
      extendEnv: false,
      env: environment(folder),
    });

  test("is refused where npm swallows a flag, and told how to say it", async () => {
    const { exitCode, stderr } = await npm("sweep", "experiments/smoke.yaml", "--dry-run");
    expect(stderr).toContain("    npm run sweep -- experiments/smoke.yaml --dry-run\n");
    expect(exitCode).toBe(2);
  });

  test("is refused where npm leaves a flag's value as a stray word", async () => {
    const { exitCode, stderr } = await npm("plan", "experiments/smoke.yaml", "--jobs", "2");
    expect(stderr).toContain("    npm run plan -- experiments/smoke.yaml --jobs 2\n");
    expect(exitCode).toBe(2);
  });

  test("takes flags behind --", async () => {
    const { exitCode, stdout } = await npm(
      "plan",
      "--",
      "experiments/smoke.yaml",
      "--no-forecast",
      "--runs-dir",
      folder,
    );
    expect(stdout).toContain("2 cells × 2 seeds = 4 runs");
    expect(exitCode).toBe(0);
  });
});
