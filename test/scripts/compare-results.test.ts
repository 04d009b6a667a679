/** Whether runs gave the committed numbers, as the script for it tells a user. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

const NAME = "r1-ring-quick";
const COMMITTED = readFileSync(`docs/results/${NAME}.md`, "utf8");

test("says same where only the day of a claim and the width of a table differ", () => {
  const later = COMMITTED.replaceAll(/declared \S+ \S+ UTC/g, "declared 2031-02-03 04:05 UTC");
  expect(later).not.toBe(COMMITTED);
  const { status, stdout } = compareWith(later.replaceAll(/ {2,}\|/g, " |"));
  expect(stdout).toContain(`same       ${NAME}`);
  expect(stdout).toContain("1 of 1 experiments");
  expect(status).toBe(0);
});

test("says which line has another number, or is missing", () => {
  const digit = /difference (\d)/.exec(COMMITTED)?.[1] ?? "";
  const other = compareWith(COMMITTED.replace(`difference ${digit}`, "difference 77"));
  expect(other.stdout).toContain(`different  ${NAME}`);
  expect(other.stdout).toMatch(/committed: difference \d.*\n.*here: {6}difference 77/);
  expect(other.status).toBe(1);
  const shorter = compareWith(COMMITTED.trimEnd().split("\n").slice(0, -1).join("\n"));
  expect(shorter.stdout).toContain("here:      nothing more");
  expect(shorter.status).toBe(1);
});

test("a folder without any of the experiments is no success", () => {
  const { status, stdout } = run(mkdtempSync(join(tmpdir(), "lsgan-results-")));
  expect(stdout).toContain("0 of 0 experiments");
  expect(status).toBe(1);
});

function compareWith(summary: string): ReturnType<typeof run> {
  const runs = mkdtempSync(join(tmpdir(), "lsgan-results-"));
  mkdirSync(join(runs, NAME));
  writeFileSync(join(runs, NAME, "summary.md"), summary);
  return run(runs);
}

function run(runs: string): { readonly status: number | null; readonly stdout: string } {
  const { status, stdout } = spawnSync(process.execPath, ["scripts/compare-results.mjs", runs], {
    encoding: "utf8",
  });
  return { status, stdout };
}
