import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { findResult, readResult, writeResult } from "../../src/runs/result-file.ts";
import type { RunResult } from "../../src/runs/result.ts";
import { whyStale } from "../../src/runs/stale.ts";
import { RESULTS_VERSION } from "../../src/shared/results-version.ts";

const RESULT: RunResult = {
  format: 1,
  id: "0a",
  status: "diverged",
  diverged: { step: 7, what: "loss/g" },
  resultsVersion: RESULTS_VERSION,
  executor: "onnx",
  threads: 1,
  steps: 7,
  durationMs: 12.5,
  weightsDigest: "00",
  dataDigest: "01",
  metrics: { "matched-share": 0.1 + 0.2, "class-kl": Infinity },
  evaluations: [{ step: 0, values: { "matched-share": NaN } }],
  references: { "perfect-sampler": {}, "uniform-noise": {}, "untrained-generator": {} },
  losses: { discriminator: -Infinity, generator: 5e-324 },
};

const folder = (): string => mkdtempSync(join(tmpdir(), "lsgan-result-"));

describe("result.json", () => {
  test("keeps every number to the last bit, and those that JSON cannot say", () => {
    const directory = folder();
    writeResult(directory, RESULT);
    expect(readResult(directory)).toEqual(RESULT);
    expect(readFileSync(join(directory, "result.json"), "utf8")).toContain('"Infinity"');
  });

  test("says which key is wrong", () => {
    const directory = folder();
    writeFileSync(join(directory, "result.json"), JSON.stringify({ ...RESULT, steps: -1 }));
    expect(() => readResult(directory)).toThrow(/steps to be an integer from 0 up, got `-1`/);
    expect(findResult(directory).kind).toBe("unreadable");
    expect(() => readResult(folder())).toThrow(/to exist/);
  });
});

describe("whyStale", () => {
  test("another version or executor makes a result stale, and says so", () => {
    expect(whyStale(RESULT, "onnx")).toBeNull();
    expect(whyStale(RESULT, null)).toBeNull();
    expect(whyStale(RESULT, "eager")).toBe("made by executor onnx, this is eager");
    expect(whyStale({ ...RESULT, resultsVersion: 0 }, "onnx")).toMatch(/results version 0/);
  });
});
