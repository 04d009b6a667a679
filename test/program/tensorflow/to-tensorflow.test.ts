import { describe, expect, test } from "vitest";

import { ProgramBuilder } from "../../../src/program/builder.ts";
import type { Program } from "../../../src/program/program.ts";
import { toTensorflow } from "../../../src/program/tensorflow/to-tensorflow.ts";
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
});
