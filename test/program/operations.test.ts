/**
 * Every operation against three outside truths: finite differences, PyTorch float64, and the executors' own kernels. One
 * table, test/fixtures/program/operations.json, made by generate.py beside it.
 */
import { describe, expect, test } from "vitest";

import { evaluate } from "../../src/program/interpreter.ts";
import { CHANNELS_FIRST_PASSES, optimise } from "../../src/program/optimise.ts";
import { OPERATIONS } from "../../src/program/registry.ts";
import { largestError, relativeError } from "./support/closeness.ts";
import { finiteDifferences } from "./support/finite-differences.ts";
import {
  feedsOf,
  OPERATION_CASES,
  programOf,
  titleOf,
  variableNames,
} from "./support/operation-cases.ts";
import { runOnnx } from "./support/run-onnx.ts";
import { runTensorflow, TENSORFLOW_MISSING } from "./support/run-tensorflow.ts";
import { runTensors } from "./support/run-tensors.ts";

/** Float64 against float64; constants inside rules are float32 (1/3, SELU's scale), hence not smaller. */
const FLOAT64 = 2e-7;
const FINITE_DIFFERENCES = 1e-6;
const FLOAT32 = 1e-5;

const titled = OPERATION_CASES.map((entry) => ({ title: titleOf(entry), entry }));

test("every operation has a case, and every case an operation", () => {
  const covered = new Set(OPERATION_CASES.map(({ kind }) => kind));
  expect([...covered].sort()).toEqual(OPERATIONS.map(({ kind }) => kind).sort());
});

test("no two cases have one title", () => {
  expect(new Set(titled.map(({ title }) => title)).size).toBe(titled.length);
});

describe("float64", () => {
  test.each(titled)("$title: value and gradients are PyTorch's", ({ entry }) => {
    const results = evaluate(programOf(entry), feedsOf(entry));
    const variables = variableNames(entry);
    const expected = {
      output: entry.output,
      ...Object.fromEntries(entry.first.map((g, i) => [`first/${variables[i] ?? ""}`, g])),
      ...Object.fromEntries(entry.second.map((g, i) => [`second/${variables[i] ?? "weights"}`, g])),
    };
    expect(Object.keys(results)).toEqual(expect.arrayContaining(Object.keys(expected)));
    expect(largestError(results, expected)).toBeLessThan(FLOAT64);
  });

  const smooth = titled.filter(({ entry }) => entry.smooth && !entry.outputIsBool);
  test.each(smooth)("$title: gradients are the finite differences", ({ entry }) => {
    const [program, feeds] = [programOf(entry), feedsOf(entry)];
    const results = evaluate(program, feeds);
    const variables = variableNames(entry);
    for (const input of variables) {
      const numeric = finiteDifferences(program, feeds, { output: "loss", input });
      const error = relativeError(results[`first/${input}`] ?? [], numeric);
      expect(error, `first order, ${input}`).toBeLessThan(FINITE_DIFFERENCES);
    }
    for (const input of variables.length === 0 ? [] : [...variables, "weights"]) {
      const numeric = finiteDifferences(program, feeds, { output: "slope", input });
      const error = relativeError(results[`second/${input}`] ?? [], numeric);
      expect(error, `second order, ${input}`).toBeLessThan(FINITE_DIFFERENCES);
    }
  });
});

describe("executors", () => {
  test.each(titled)("$title: ONNX Runtime agrees with the interpreter", async ({ entry }) => {
    const [program, feeds] = [programOf(entry), feedsOf(entry)];
    expect(largestError(await runOnnx(program, feeds), evaluate(program, feeds))).toBeLessThan(
      FLOAT32,
    );
  });

  test.skipIf(TENSORFLOW_MISSING !== null).each(titled)(
    "$title: TensorFlow agrees with the interpreter",
    ({ entry }) => {
      const [program, feeds] = [programOf(entry), feedsOf(entry)];
      const results = runTensorflow(program, feeds);
      expect(largestError(results, evaluate(program, feeds))).toBeLessThan(FLOAT32);
    },
  );

  test.each(titled)("$title: ONNX Runtime agrees after the passes", async ({ entry }) => {
    const [program, feeds] = [programOf(entry), feedsOf(entry)];
    const optimised = await runOnnx(optimise(program), feeds);
    expect(largestError(optimised, evaluate(program, feeds))).toBeLessThan(FLOAT32);
    const moved = await runOnnx(optimise(optimise(program), CHANNELS_FIRST_PASSES), feeds);
    expect(largestError(moved, evaluate(program, feeds))).toBeLessThan(FLOAT32);
  });

  test.each(titled)("$title: tfjs agrees with the interpreter", ({ entry }) => {
    const [program, feeds] = [programOf(entry), feedsOf(entry)];
    expect(largestError(runTensors(program, feeds), evaluate(program, feeds))).toBeLessThan(
      FLOAT32,
    );
  });
});
