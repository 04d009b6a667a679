import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, expect, test } from "vitest";

import { runIdOf } from "../../src/plan/identity.ts";
import { claimRun } from "../../src/runs/claim.ts";
import { runPaths } from "../../src/runs/paths.ts";
import { readRunRecord } from "../../src/runs/record-file.ts";
import { takeOverRun } from "../../src/runs/take-over.ts";
import { twoUnitRecord } from "../training/two-unit-record.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lsgan-take-over-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const made = twoUnitRecord({});
const record = { ...made, id: runIdOf(made.spec) };

/** The directory of a run that ended, and one where an attempt was broken off. */
function makeRuns(): { readonly source: string; readonly target: string } {
  const [source, target] = [join(folder, "one"), join(folder, "other")];
  mkdirSync(runPaths(source).samples, { recursive: true });
  mkdirSync(runPaths(target).samples, { recursive: true });
  writeFileSync(runPaths(source).result, "{}");
  writeFileSync(join(runPaths(source).samples, "step-000001.png"), "picture");
  writeFileSync(join(runPaths(target).samples, "step-000009.png"), "of the attempt before");
  writeFileSync(runPaths(target).metrics, "of the attempt before");
  return { source, target };
}

test("nothing of an earlier attempt is left beside a copy", () => {
  const { source, target } = makeRuns();
  takeOverRun(source, target, record);
  expect(readFileSync(runPaths(target).result, "utf8")).toBe("{}");
  expect(existsSync(join(runPaths(target).samples, "step-000001.png"))).toBe(true);
  expect(existsSync(join(runPaths(target).samples, "step-000009.png"))).toBe(false);
  expect(existsSync(runPaths(target).metrics)).toBe(false);
  expect(readRunRecord(target).id).toBe(record.id);
});

test("a copy that is broken off has no result, and is made again", () => {
  const { source, target } = makeRuns();
  mkdirSync(runPaths(source).log); // cannot be read as a file
  expect(() => {
    takeOverRun(source, target, record);
  }).toThrow(/EISDIR/);
  expect(existsSync(runPaths(target).result)).toBe(false);
  expect(existsSync(runPaths(target).claim)).toBe(false);
  rmSync(runPaths(source).log, { recursive: true });
  takeOverRun(source, target, record);
  expect(existsSync(runPaths(target).result)).toBe(true);
});

test("a run that somebody runs is left to them", () => {
  const { source, target } = makeRuns();
  const answer = claimRun(target);
  expect(() => {
    takeOverRun(source, target, record);
  }).toThrow(/is being run by another process/);
  expect(existsSync(runPaths(target).metrics)).toBe(true);
  if (answer.kind === "claimed") answer.claim.release();
});
