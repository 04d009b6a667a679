import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";

import { describe, expect, test } from "vitest";

import { loadBinding } from "../../../src/engine/tensorflow/binding.ts";
import { bindProgram } from "../../../src/engine/tensorflow/inference.ts";
import { findBinding } from "../../../src/engine/tensorflow/library-folder.ts";
import { ProgramBuilder } from "../../../src/program/builder.ts";

const doubling = (() => {
  const builder = new ProgramBuilder();
  const x = builder.input("x", { shape: [4], dtype: "float32" });
  return builder.build([{ name: "y", value: builder.ops.add(x, x) }]);
})();

/** Skipped where TensorFlow is not set up: npm run setup:tensorflow. */
describe.skipIf(findBinding() === null)("a program bound in TensorFlow", () => {
  test("sees what is written into its arrays after it was bound", () => {
    const { buffer } = new WebAssembly.Memory({ initial: 1, maximum: 1 });
    const [x, y] = [new Float32Array(buffer, 0, 4), new Float32Array(4)];
    const bound = bindProgram(loadBinding(), doubling, { input: () => x, output: () => y });
    for (const round of [1, 2, 3]) {
      x.fill(round);
      bound.run();
      expect([...y]).toEqual(new Array(4).fill(2 * round));
    }
    bound.dispose();
  });

  test("refuses an array of another size, which TensorFlow itself would not", () => {
    const binding = { input: () => new Float32Array(3), output: () => new Float32Array(4) };
    expect(() => bindProgram(loadBinding(), doubling, binding)).toThrow("Expected 4 numbers");
  });

  test("leaves no file behind", () => {
    const left = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith(PREFIX));
    const before = left().length;
    const binding = { input: () => new Float32Array(4), output: () => new Float32Array(4) };
    bindProgram(loadBinding(), doubling, binding).dispose();
    expect(left().length).toBeLessThanOrEqual(before);
  });
});

const PREFIX = `lsgan-tensorflow-${process.pid}-`;
