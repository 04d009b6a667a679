import { describe, expect, test } from "vitest";

import { ProgramBuilder } from "../../src/program/builder.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { optimise } from "../../src/program/optimise.ts";
import { mergeCommonSubexpressions } from "../../src/program/passes/common-subexpressions.ts";
import { removeDeadCode } from "../../src/program/passes/dead-code.ts";
import { moveFeaturesFirst } from "../../src/program/passes/features-first.ts";
import { holdColumns } from "../../src/program/passes/hold-columns.ts";
import { printProgram } from "../../src/program/print.ts";
import type { Program } from "../../src/program/program.ts";
import { largestError } from "./support/closeness.ts";
import { randomProgram } from "./support/random-program.ts";

/** A dense layer of 3 samples, 4 features and 2 units, a sum over the samples, and both gradients of Σ y²/2. */
function denseLayer(): Program {
  const builder = new ProgramBuilder();
  const { ops } = builder;
  const x = builder.input("x", { shape: [3, 4], dtype: "float32" });
  const w = builder.input("w", { shape: [4, 2], dtype: "float32" });
  const b = builder.input("b", { shape: [2], dtype: "float32" });
  const y = builder.emit("matmul", [x, w, b], { transposeA: false, transposeB: false });
  return builder.build([
    { name: "gradient/w", value: ops.matmul(x, y, true, false) },
    { name: "gradient/x", value: ops.matmul(y, w, false, true) },
    { name: "gradient/b", value: ops.sum(y, [0], false) },
  ]);
}

const moved = (program: Program, held: readonly string[] = []): Program =>
  optimise(program, [
    (one) => holdColumns(one, new Set(held)),
    moveFeaturesFirst,
    mergeCommonSubexpressions,
    removeDeadCode,
  ]);

describe("moveFeaturesFirst", () => {
  test("preserves results, over 300 random programs with gradients", () => {
    for (let seed = 0; seed < 300; seed++) {
      const { program, feeds } = randomProgram(seed);
      const error = largestError(evaluate(moved(program), feeds), evaluate(program, feeds));
      expect(error, `seed ${seed}\n${printProgram(program)}`).toBeLessThan(2e-6);
    }
  });

  test("makes weights the first factor, and leaves no operation between held forms", () => {
    const program = moved(denseLayer(), ["w", "b", "gradient/w", "gradient/b"]);
    const kinds = program.operations.map(({ kind }) => kind);
    expect(kinds.toSorted()).toEqual(["matmul", "matmul", "matmul", "sum", "transpose"]);
    const w = program.inputs.find(({ name }) => name === "w")?.value ?? -1;
    const products = program.operations.filter(({ inputs }) => inputs.includes(w));
    expect(products.map(({ inputs }) => inputs.indexOf(w))).toEqual([0, 0]);
  });

  test("computes what the program does, on transposed matrices and columns", () => {
    const program = denseLayer();
    const feeds = {
      x: Float64Array.from({ length: 12 }, (_, i) => Math.sin(i)),
      w: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      b: Float64Array.of(0.5, -0.5),
    };
    const held = { ...feeds, w: Float64Array.of(1, 3, 5, 7, 2, 4, 6, 8) };
    const other = evaluate(moved(program, ["w", "b", "gradient/w", "gradient/b"]), held);
    const expected = evaluate(program, feeds);
    const transposed = [0, 2, 4, 6, 1, 3, 5, 7].map((i) => expected["gradient/w"]?.[i]);
    expect([...(other["gradient/w"] ?? [])]).toEqual(transposed);
    for (const name of ["gradient/x", "gradient/b"]) expect(other[name]).toEqual(expected[name]);
  });
});

describe("holdColumns", () => {
  test("changes shapes of inputs and outputs by name, and nothing else", () => {
    const { inputs, outputs, types } = holdColumns(denseLayer(), new Set(["w", "gradient/b"]));
    const shapes = [...inputs, ...outputs].map(({ value }) => types[value]?.shape);
    expect(shapes).toEqual([[3, 4], [2, 4], [2], [4, 2], [3, 4], [2, 1]]);
  });
});
