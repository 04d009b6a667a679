import { describe, expect, test } from "vitest";

import { ProgramBuilder } from "../../src/program/builder.ts";
import { appendGradient } from "../../src/program/gradient.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import type { Attributes } from "../../src/program/program.ts";

type Operand = readonly [data: readonly number[], shape: readonly number[]];

function compute(
  kind: string,
  operands: readonly Operand[],
  attributes: Attributes = {},
): number[] {
  const builder = new ProgramBuilder();
  const inputs = operands.map(([, shape], index) =>
    builder.input(`x${index}`, { shape, dtype: "float32" }),
  );
  const program = builder.build([{ name: "y", value: builder.emit(kind, inputs, attributes) }]);
  const feeds = Object.fromEntries(
    operands.map(([data], index) => [`x${index}`, Float64Array.from(data)]),
  );
  return [...(evaluate(program, feeds)["y"] ?? [])];
}

describe("evaluate, by hand arithmetic", () => {
  test("adds a row to each row of a matrix", () => {
    const matrix: Operand = [
      [1, 2, 3, 4],
      [2, 2],
    ];
    expect(compute("add", [matrix, [[10, 20], [2]]])).toEqual([11, 22, 13, 24]);
  });

  test("multiplies matrices, transposed if asked, and adds a bias", () => {
    const a: Operand = [
      [1, 2, 3, 4],
      [2, 2],
    ];
    const b: Operand = [
      [5, 6, 7, 8],
      [2, 2],
    ];
    const plain = { transposeA: false, transposeB: false };
    // 1·5 + 2·7, 1·6 + 2·8, 3·5 + 4·7, 3·6 + 4·8
    expect(compute("matmul", [a, b], plain)).toEqual([19, 22, 43, 50]);
    // 1·5 + 3·7, 1·6 + 3·8, 2·5 + 4·7, 2·6 + 4·8
    expect(compute("matmul", [a, b], { ...plain, transposeA: true })).toEqual([26, 30, 38, 44]);
    // 1·5 + 2·6, 1·7 + 2·8, 3·5 + 4·6, 3·7 + 4·8
    expect(compute("matmul", [a, b], { ...plain, transposeB: true })).toEqual([17, 23, 39, 53]);
    expect(compute("matmul", [a, b, [[100, 200], [2]]], plain)).toEqual([119, 222, 143, 250]);
  });

  test("reduces rows and columns", () => {
    const x: Operand = [
      [1, 2, 3, 4, 5, 9],
      [2, 3],
    ];
    expect(compute("sum", [x], { axes: [0], keepDims: false })).toEqual([5, 7, 12]);
    expect(compute("mean", [x], { axes: [1], keepDims: false })).toEqual([2, 6]);
    expect(compute("max", [x], { axes: [0, 1], keepDims: true })).toEqual([9]);
  });

  test("moves elements: transpose, slice, pad, concat, tile", () => {
    const x: Operand = [
      [1, 2, 3, 4, 5, 6],
      [2, 3],
    ];
    expect(compute("transpose", [x], { permutation: [1, 0] })).toEqual([1, 4, 2, 5, 3, 6]);
    expect(compute("slice", [x], { begin: [0, 1], size: [2, 2] })).toEqual([2, 3, 5, 6]);
    const margins = { before: [0, 1], after: [1, 0], value: 7 };
    expect(
      compute(
        "pad",
        [
          [
            [1, 2],
            [1, 2],
          ],
        ],
        margins,
      ),
    ).toEqual([7, 1, 2, 7, 7, 7]);
    expect(
      compute(
        "concat",
        [
          x,
          [
            [8, 9],
            [2, 1],
          ],
        ],
        { axis: 1 },
      ),
    ).toEqual([1, 2, 3, 8, 4, 5, 6, 9]);
    expect(compute("tile", [[[1, 2], [2]]], { repeats: [2] })).toEqual([1, 2, 1, 2]);
  });

  test("softplus and sigmoid do not overflow", () => {
    expect(compute("softplus", [[[1000, -1000], [2]]])).toEqual([1000, 0]);
    expect(compute("sigmoid", [[[1000, -1000], [2]]])).toEqual([1, 0]);
  });

  test("a feed of another length is refused", () => {
    expect(() => compute("abs", [[[1, 2, 3], [2]]])).toThrow("Expected 2 numbers for `x0`, got 3");
  });
});

describe("appendGradient, by hand arithmetic", () => {
  test("d(x³)/dx = 3x² and d²(x³)/dx² = 6x", () => {
    const builder = new ProgramBuilder();
    const { ops } = builder;
    const x = builder.input("x", { shape: [2], dtype: "float32" });
    const cube = ops.multiply(ops.square(x), x);
    const [first = 0] = appendGradient(builder, cube, [x]);
    const [second = 0] = appendGradient(builder, first, [x]);
    const program = builder.build([
      { name: "first", value: first },
      { name: "second", value: second },
    ]);
    const results = evaluate(program, { x: Float64Array.of(2, -1) });
    expect([...(results["first"] ?? [])]).toEqual([12, 3]);
    expect([...(results["second"] ?? [])]).toEqual([12, -6]);
  });

  test("a value used twice collects both contributions, and one not used has zeros", () => {
    const builder = new ProgramBuilder();
    const { ops } = builder;
    const x = builder.input("x", { shape: [2], dtype: "float32" });
    const unused = builder.input("unused", { shape: [3], dtype: "float32" });
    const y = ops.add(ops.scale(x, 2), ops.multiply(x, x)); // 2 + 2x
    const [dx = 0, dUnused = 0] = appendGradient(builder, y, [x, unused]);
    const program = builder.build([
      { name: "dx", value: dx },
      { name: "dUnused", value: dUnused },
    ]);
    const results = evaluate(program, { x: Float64Array.of(3, 5), unused: new Float64Array(3) });
    expect([...(results["dx"] ?? [])]).toEqual([8, 12]);
    expect([...(results["dUnused"] ?? [])]).toEqual([0, 0, 0]);
  });

  test("the gradient of a value in the middle does not follow what is before it", () => {
    const builder = new ProgramBuilder();
    const { ops } = builder;
    const x = builder.input("x", { shape: [1], dtype: "float32" });
    const middle = ops.square(x);
    const [dMiddle = 0] = appendGradient(builder, ops.scale(middle, 5), [middle]);
    const program = builder.build([{ name: "dMiddle", value: dMiddle }]);
    expect(evaluate(program, { x: Float64Array.of(3) })["dMiddle"]?.[0]).toBe(5);
  });

  test("a negative base has a gradient with a constant exponent", () => {
    const builder = new ProgramBuilder();
    const x = builder.input("x", { shape: [1], dtype: "float32" });
    const cube = builder.ops.power(x, builder.ops.scalar(3));
    const [dx = 0] = appendGradient(builder, cube, [x]);
    const program = builder.build([{ name: "dx", value: dx }]);
    expect(evaluate(program, { x: Float64Array.of(-2) })["dx"]?.[0]).toBe(12); // 3 · (−2)²
  });
});
