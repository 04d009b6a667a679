import { describe, expect, test } from "vitest";

import { ProgramBuilder } from "../../../src/program/builder.ts";
import { evaluate } from "../../../src/program/interpreter.ts";
import type { Program } from "../../../src/program/program.ts";
import { toTensorflow } from "../../../src/program/tensorflow/to-tensorflow.ts";
import { largestError } from "../support/closeness.ts";
import { traceDcgan } from "../support/dcgan.ts";
import { runTensorflow, TENSORFLOW_MISSING } from "../support/run-tensorflow.ts";

const SMALL = { batch: 2, latent: 3, width: 4, image: 8 };

/** Outputs that are an input, a constant, and one value under two names; one input that nothing reads. */
function oddProgram(): Program {
  const builder = new ProgramBuilder();
  const x = builder.input("a,b:0 ü", { shape: [2], dtype: "float32" });
  builder.input("unread", { shape: [3], dtype: "float32" });
  const doubled = builder.ops.add(x, x);
  return builder.build([
    { name: "same", value: x },
    { name: "constant", value: builder.ops.constant([7, 8], [2]) },
    { name: "one", value: doubled },
    { name: "two", value: doubled },
  ]);
}

describe("toTensorflow", () => {
  test("gives equal bytes for equal programs", () => {
    const [first, second] = [traceDcgan(SMALL), traceDcgan(SMALL)];
    const bytes = (program: Program): Buffer => Buffer.from(toTensorflow(program).bytes);
    expect(bytes(first).equals(bytes(second))).toBe(true);
  });

  test("names tensors by number, whatever the program calls them, and leaves out unread inputs", () => {
    const { inputs, outputs } = toTensorflow(oddProgram());
    expect(inputs.map(({ name }) => name)).toEqual(["a,b:0 ü"]);
    for (const tensor of [...inputs.map((input) => input.tensor), ...outputs])
      expect(tensor).toMatch(/^n\d+:0$/);
  });

  test.skipIf(TENSORFLOW_MISSING !== null)(
    "gives outputs that are inputs, constants, or twice the same value",
    () => {
      const results = runTensorflow(oddProgram(), { "a,b:0 ü": [1, 2] });
      expect(results).toEqual({
        same: Float64Array.of(1, 2),
        constant: Float64Array.of(7, 8),
        one: Float64Array.of(2, 4),
        two: Float64Array.of(2, 4),
      });
    },
  );

  test.skipIf(TENSORFLOW_MISSING !== null)(
    "means the same where TensorFlow has one kernel for several operations",
    () => {
      const builder = new ProgramBuilder();
      const { ops } = builder;
      const [x, dy] = ["x", "dy"].map((name) =>
        builder.input(name, { shape: [2, 3, 4], dtype: "float32" }),
      );
      const bias = builder.input("bias", { shape: [4], dtype: "float32" });
      if (x === undefined || dy === undefined) throw new Error("Expected two inputs");
      const program = builder.build([
        { name: "relu", value: ops.multiply(ops.step(x), dy) },
        { name: "leaky", value: ops.multiply(dy, ops.step(x, 0.2)) },
        { name: "widened", value: ops.multiply(ops.step(bias, 0.2), dy) },
        { name: "biased", value: ops.add(bias, x) },
        { name: "sum", value: ops.sum(x, [0, 1], false) },
        { name: "negated", value: ops.sum(ops.negate(x), [0, 1], false) },
        { name: "mean", value: ops.mean(x, [0, 1], false) },
        { name: "kept", value: ops.mean(x, [0, 1], true) },
        { name: "inner", value: ops.sum(x, [1, 2], false) },
      ]);
      const numbers = (length: number): Float64Array =>
        Float64Array.from({ length }, (_, i) => Math.fround(Math.sin(3 * i + length)));
      const feeds = { x: numbers(24), dy: numbers(24).map((v) => -2 * v), bias: numbers(4) };
      feeds.x[5] = 0;
      expect(largestError(runTensorflow(program, feeds), evaluate(program, feeds))).toBeLessThan(
        1e-6,
      );
    },
  );
});
