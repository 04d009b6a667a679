import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";

import { buildStepPlan } from "../../src/gan/train-step.ts";
import { toOnnx } from "../../src/program/onnx/to-onnx.ts";
import { optimise } from "../../src/program/optimise.ts";
import { FAST_PASSES } from "../../src/program/passes/fast.ts";
import { SEED_CELL } from "../gan/specs.ts";

const ROOT = resolve(import.meta.dirname, "../..");
// Inside the repository, so that the built file finds its packages.
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(ROOT, "node_modules/.engine-test-"));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test("the seed model's weights are the same bits in one process alone and in two at once", async () => {
  const outfile = join(folder, "train-and-hash.mjs");
  await build({
    absWorkingDir: ROOT,
    entryPoints: ["test/engine/support/train-and-hash.ts"],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    packages: "external",
  });
  const train = async (): Promise<string> => {
    const { stdout } = await promisify(execFile)(process.execPath, [outfile]);
    return stdout;
  };
  const alone = await train();
  expect(alone).toMatch(/^[0-9a-f]{64}$/);
  expect(await Promise.all([train(), train()])).toEqual([alone, alone]);
});

test("tracing twice gives identical ONNX bytes", () => {
  const models = (): Buffer[] => {
    const { phases, sampler } = buildStepPlan(SEED_CELL, [28, 28, 1]);
    return [...phases, sampler].map(({ program }) =>
      Buffer.from(toOnnx(optimise(program, FAST_PASSES)).bytes),
    );
  };
  const again = models();
  expect(models().map((bytes, index) => bytes.equals(again[index] ?? bytes))).toEqual([
    true,
    true,
    true,
  ]);
});
