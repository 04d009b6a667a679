import { describe, expect, test } from "vitest";

import { ProgramBuilder } from "../../src/program/builder.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { CHANNELS_FIRST_PASSES, optimise, STANDARD_PASSES } from "../../src/program/optimise.ts";
import { mergeCommonSubexpressions } from "../../src/program/passes/common-subexpressions.ts";
import { removeDeadCode } from "../../src/program/passes/dead-code.ts";
import { foldConstants } from "../../src/program/passes/fold-constants.ts";
import { printProgram } from "../../src/program/print.ts";
import { largestError } from "./support/closeness.ts";
import { randomProgram } from "./support/random-program.ts";

const kindsOf = (program: { operations: readonly { kind: string }[] }): string[] =>
  program.operations.map(({ kind }) => kind);

describe("every pass preserves results", () => {
  const passes = [...new Set([...STANDARD_PASSES, ...CHANNELS_FIRST_PASSES]), optimise].map(
    (pass) => ({ name: pass.name, pass }),
  );

  test.each(passes)("$name, over 200 random programs with gradients", ({ pass }) => {
    for (let seed = 0; seed < 200; seed++) {
      const { program, feeds } = randomProgram(seed);
      const changed = pass(program);
      expect(changed.inputs.map(({ name }) => name)).toEqual(
        program.inputs.map(({ name }) => name),
      );
      // A folded constant is float32, hence not zero.
      const error = largestError(evaluate(changed, feeds), evaluate(program, feeds));
      expect(error, `seed ${seed}\n${printProgram(program)}`).toBeLessThan(1e-6);
    }
  });

  test("a second round of all passes finds nothing more in a random program", () => {
    for (let seed = 0; seed < 50; seed++) {
      const once = optimise(randomProgram(seed).program);
      expect(optimise(once).operations.length).toBe(once.operations.length);
    }
  });
});

describe("removeDeadCode", () => {
  test("drops what no output depends on, and keeps an unused input", () => {
    const builder = new ProgramBuilder();
    const x = builder.input("x", { shape: [2], dtype: "float32" });
    builder.input("unused", { shape: [2], dtype: "float32" });
    builder.ops.exp(builder.ops.square(x));
    const program = removeDeadCode(builder.build([{ name: "y", value: builder.ops.tanh(x) }]));
    expect(kindsOf(program)).toEqual(["tanh"]);
    expect(program.inputs.map(({ name }) => name)).toEqual(["x", "unused"]);
  });
});

describe("mergeCommonSubexpressions", () => {
  test("computes equal operations once, also where their inputs become equal", () => {
    const builder = new ProgramBuilder();
    const { ops } = builder;
    const x = builder.input("x", { shape: [2], dtype: "float32" });
    const y = ops.add(ops.square(ops.tanh(x)), ops.square(ops.tanh(x)));
    const program = mergeCommonSubexpressions(builder.build([{ name: "y", value: y }]));
    expect(kindsOf(program)).toEqual(["tanh", "square", "add"]);
  });

  test("keeps operations apart that differ in an attribute", () => {
    const builder = new ProgramBuilder();
    const { ops } = builder;
    const x = builder.input("x", { shape: [2], dtype: "float32" });
    const y = ops.add(ops.leakyRelu(x, 0.1), ops.leakyRelu(x, 0.2));
    const program = mergeCommonSubexpressions(builder.build([{ name: "y", value: y }]));
    expect(kindsOf(program)).toEqual(["leaky-relu", "leaky-relu", "add"]);
  });
});

describe("foldConstants", () => {
  test("computes numbers made of numbers", () => {
    const builder = new ProgramBuilder();
    const { ops } = builder;
    const x = builder.input("x", { shape: [2], dtype: "float32" });
    const factor = ops.sqrt(ops.add(ops.scalar(7), ops.scalar(9))); // 4
    const program = builder.build([{ name: "y", value: ops.multiply(x, factor) }]);
    const folded = removeDeadCode(foldConstants(program));
    expect(kindsOf(folded)).toEqual(["multiply"]);
    expect([...folded.constants.values()].map((data) => [...data])).toEqual([[4]]);
  });

  test("leaves a fill of many elements as a broadcast", () => {
    const builder = new ProgramBuilder();
    const filled = builder.ops.fill(3, [1000, 1000]);
    const folded = foldConstants(builder.build([{ name: "y", value: filled }]));
    expect(kindsOf(folded)).toEqual(["broadcast"]);
  });
});
