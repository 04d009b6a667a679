import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { ProgramBuilder } from "../../src/program/builder.ts";
import { toOnnx } from "../../src/program/onnx/to-onnx.ts";
import { optimise } from "../../src/program/optimise.ts";
import { OPERATION_CASES, programOf } from "./support/operation-cases.ts";
import { randomProgram } from "./support/random-program.ts";
import { runOnnx } from "./support/run-onnx.ts";

describe("toOnnx", () => {
  test("leaves out inputs that no output depends on, and says which it takes", () => {
    const builder = new ProgramBuilder();
    const x = builder.input("x", { shape: [1], dtype: "float32" });
    builder.input("unused", { shape: [1], dtype: "float32" });
    const model = toOnnx(builder.build([{ name: "y", value: builder.ops.tanh(x) }]));
    expect(model.inputs).toEqual(["x"]);
    expect(model.outputs).toEqual(["y"]);
  });

  test("gives an output that is an input, a constant or another output its own name", async () => {
    const builder = new ProgramBuilder();
    const x = builder.input("x", { shape: [1], dtype: "float32" });
    const square = builder.ops.square(x);
    const program = builder.build([
      { name: "x", value: x },
      { name: "five", value: builder.ops.scalar(5) },
      { name: "square", value: square },
      { name: "again", value: square },
    ]);
    expect(toOnnx(program).outputs).toEqual(["x/output", "five", "square", "again"]);
    const results = await runOnnx(program, { x: [3] });
    expect(Object.values(results).map((data) => data[0])).toEqual([3, 5, 9, 9]);
  });

  test("two outputs of one name are refused", () => {
    const builder = new ProgramBuilder();
    const x = builder.input("x", { shape: [1], dtype: "float32" });
    const twice = { name: "y", value: x };
    expect(() => toOnnx(builder.build([twice, twice]))).toThrow("Output name `y` is not unique");
  });

  test("equal programs give equal bytes", () => {
    for (let seed = 0; seed < 20; seed++) {
      const [one, two] = [randomProgram(seed).program, randomProgram(seed).program];
      expect(toOnnx(optimise(one)).bytes).toEqual(toOnnx(optimise(two)).bytes);
    }
  });
});

const python = process.env["LSGAN_PYTHON"];

describe("ONNX's own checker", () => {
  test.skipIf(python === undefined)(
    "accepts the model of every operation and its gradients (skipped without LSGAN_PYTHON)",
    () => {
      const folder = mkdtempSync(join(tmpdir(), "lsgan-onnx-"));
      try {
        OPERATION_CASES.forEach((entry, index) => {
          writeFileSync(
            join(folder, `${index}-${entry.kind}.onnx`),
            toOnnx(programOf(entry)).bytes,
          );
        });
        const script =
          "import sys, glob, onnx\n" +
          "files = sorted(glob.glob(sys.argv[1] + '/*.onnx'))\n" +
          "for f in files: onnx.checker.check_model(onnx.load(f), full_check=True)\n" +
          "print(len(files))";
        const printed = execFileSync(python ?? "", ["-c", script, folder], { encoding: "utf8" });
        expect(Number(printed)).toBe(OPERATION_CASES.length);
      } finally {
        rmSync(folder, { recursive: true });
      }
    },
  );
});
