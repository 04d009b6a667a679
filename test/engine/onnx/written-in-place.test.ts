import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";

import { bindProgram } from "../../../src/engine/onnx/inference.ts";
import { endWithSequence, createRunInPlace } from "../../../src/engine/onnx/written-in-place.ts";
import { toOnnx } from "../../../src/program/onnx/to-onnx.ts";
import { trace } from "../../../src/program/trace.ts";

const LENGTH = 1 << 16;
const program = trace({ x: [LENGTH] }, ({ x }, { tf }) => ({
  double: tf.mul(x, 2),
  square: tf.square(x),
}));

describe("createRunInPlace", () => {
  test("writes every output to the array it belongs to, and copies none", async () => {
    const x = Float32Array.from({ length: LENGTH }, (_, i) => i % 7);
    const [double, square] = [new Float32Array(LENGTH), new Float32Array(LENGTH)];
    const bound = await bindProgram(
      program,
      { input: () => x, output: (name) => (name === "double" ? double : square) },
      1,
    );
    await bound.run();
    expect(double).toEqual(x.map((value) => 2 * value));
    expect(square).toEqual(x.map((value) => value * value));

    // Copies would be counted until the garbage collector runs, which 10 MB in a row do not make it do completely.
    const before = process.memoryUsage().arrayBuffers;
    for (let run = 0; run < 20; run++) await bound.run();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(4 * LENGTH);
    await bound.dispose();
  });

  test("passes on what ONNX Runtime refuses", async () => {
    const session = await InferenceSession.create(endWithSequence(toOnnx(program).bytes));
    const tensor = (length: number): Tensor =>
      new Tensor("float32", new Float32Array(length), [length]);
    const fetches = { double: tensor(LENGTH), square: tensor(LENGTH) };
    await expect(createRunInPlace(session, { x: tensor(3) }, fetches)()).rejects.toThrow("invalid");
    await expect(
      createRunInPlace(session, { x: tensor(LENGTH) }, fetches)(),
    ).resolves.toBeUndefined();
    await session.release();
  });
});
