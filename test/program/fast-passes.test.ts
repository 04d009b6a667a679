import { describe, expect, test } from "vitest";

import { ProgramBuilder } from "../../src/program/builder.ts";
import type { Expressions } from "../../src/program/expressions.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { optimise } from "../../src/program/optimise.ts";
import { FAST_PASSES } from "../../src/program/passes/fast.ts";
import { printProgram } from "../../src/program/print.ts";
import type { Program, ValueId } from "../../src/program/program.ts";
import { largestError } from "./support/closeness.ts";
import { randomProgram } from "./support/random-program.ts";

/** A program of x [4, 3] and v [3] with one output, which `build` returns, and a second for each of `also`. */
function programOf(
  build: (ops: Expressions, x: ValueId, v: ValueId) => ValueId | readonly ValueId[],
): Program {
  const builder = new ProgramBuilder();
  const x = builder.input("x", { shape: [4, 3], dtype: "float32" });
  const v = builder.input("v", { shape: [3], dtype: "float32" });
  const built = build(builder.ops, x, v);
  const values = typeof built === "number" ? [built] : built;
  return builder.build(values.map((value, index) => ({ name: `y${index}`, value })));
}

const fastKinds = (program: Program): string[] =>
  optimise(program, FAST_PASSES).operations.map(({ kind }) => kind);

describe("the fast passes", () => {
  test("preserve results, over 300 random programs with gradients, each pass and all together", () => {
    const all = (program: Program): Program => optimise(program, FAST_PASSES);
    for (const pass of [...new Set(FAST_PASSES), all])
      for (let seed = 0; seed < 300; seed++) {
        const { program, feeds } = randomProgram(seed);
        const error = largestError(evaluate(pass(program), feeds), evaluate(program, feeds));
        expect(error, `${pass.name}, seed ${seed}\n${printProgram(program)}`).toBeLessThan(2e-6);
      }
  });

  test("put a bias into the product it is added to", () => {
    const product = (ops: Expressions, x: ValueId): ValueId => ops.matmul(x, x, true, false);
    expect(fastKinds(programOf((ops, x, v) => ops.add(product(ops, x), v)))).toEqual(["matmul"]);
    expect(fastKinds(programOf((ops, x, v) => ops.add(v, product(ops, x))))).toEqual(["matmul"]);
  });

  test("leave a product alone that is used without the bias too", () => {
    const program = programOf((ops, x, v) => {
      const product = ops.matmul(x, x, true, false);
      return [ops.add(product, v), ops.tanh(product)];
    });
    expect(fastKinds(program)).toEqual(["matmul", "add", "tanh"]);
  });

  test("ask the activation for the sign of its input, so that the product has one user", () => {
    const program = programOf((ops, x) => [ops.leakyRelu(x, 0.2), ops.step(x, 0.2)]);
    const { operations } = optimise(program, FAST_PASSES);
    expect(operations[1]?.inputs).toEqual([operations[0]?.output]);
  });

  test("do not ask an activation that turns the sign", () => {
    const program = programOf((ops, x) => [ops.leakyRelu(x, -0.2), ops.step(x, 0.2)]);
    const { operations, inputs } = optimise(program, FAST_PASSES);
    expect(operations[1]?.inputs).toEqual([inputs[0]?.value]);
  });

  test("drop broadcasts that an operand does by itself, and keep those that widen the result", () => {
    expect(fastKinds(programOf((ops, x, v) => ops.add(x, ops.broadcast(v, [4, 3]))))).toEqual([
      "add",
    ]);
    expect(fastKinds(programOf((ops, _, v) => ops.broadcast(ops.square(v), [4, 3])))).toEqual([
      "square",
      "broadcast",
    ]);
  });

  test("move a chain of plain factors to the smaller operand", () => {
    const program = programOf((ops, x, v) => ops.multiply(ops.scale(x, 2), ops.scale(v, 3)));
    const { operations, types } = optimise(program, FAST_PASSES);
    expect(operations.map(({ output }) => types[output]?.shape)).toEqual([[3], [4, 3]]);
  });

  test.each([
    ["x·1", (ops: Expressions, x: ValueId) => ops.scale(x, 1)],
    ["x + 0", (ops: Expressions, x: ValueId) => ops.add(x, ops.scalar(0))],
    ["x − 0", (ops: Expressions, x: ValueId) => ops.subtract(x, ops.fill(0, [4, 3]))],
    ["−(−x)", (ops: Expressions, x: ValueId) => ops.negate(ops.negate(x))],
  ])("know that %s is x", (_, build) => {
    expect(fastKinds(programOf(build))).toEqual([]);
  });

  test("join the gradients of two slices that make up a whole", () => {
    const program = programOf((ops, x) => {
      const [upper, lower] = [ops.slice(x, [0, 0], [1, 3]), ops.slice(x, [1, 0], [3, 3])];
      return ops.add(ops.pad(lower, [1, 0], [0, 0]), ops.pad(upper, [0, 0], [3, 0]));
    });
    expect(fastKinds(program)).toEqual(["slice", "slice", "concat"]);
  });

  test("do not join pads that overlap or leave a gap", () => {
    const program = programOf((ops, x) =>
      ops.add(ops.pad(x, [1, 0], [0, 0]), ops.pad(x, [0, 0], [1, 0])),
    );
    expect(fastKinds(program)).toEqual(["pad", "pad", "add"]);
  });
});
