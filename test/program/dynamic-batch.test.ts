/** Models for batches of any size give what the program of each size gives. */
import { InferenceSession, Tensor as OrtTensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";

import { createDynamicBatch, FixedBatchError } from "../../src/program/onnx/dynamic-batch.ts";
import { toOnnx } from "../../src/program/onnx/to-onnx.ts";
import { CHANNELS_FIRST_PASSES, optimise } from "../../src/program/optimise.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import type { Program } from "../../src/program/program.ts";
import { sizeOf } from "../../src/program/program.ts";
import type { Tensor, Tensor4D, TensorLibrary } from "../../src/program/tensor-library.ts";
import { trace } from "../../src/program/trace.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream, fillNormal } from "../../src/shared/random.ts";

type Build = (tf: TensorLibrary, x: Tensor) => Tensor;

const program = (build: Build, sample: readonly number[], batch: number): Program =>
  optimise(
    trace({ x: [batch, ...sample] }, ({ x }, { tf }) => ({ y: build(tf, x) })),
    CHANNELS_FIRST_PASSES,
  );

function numbers(length: number, name: string): Float32Array {
  const out = new Float32Array(length);
  fillNormal(createStream(seed(1), name), out);
  return out;
}

const image = (tf: TensorLibrary, x: Tensor): Tensor4D => tf.reshape(x, [-1, 4, 4, 2]);
const filter = (tf: TensorLibrary, ...shape: [number, number, number, number]): Tensor4D =>
  tf.tensor4d([...numbers(sizeOf(shape), "filter")], shape);

const CASES: readonly (readonly [string, readonly number[], Build])[] = [
  [
    "a dense layer over pixels",
    [3, 2],
    (tf, x) => {
      const rows = tf.reshape(x, [-1, 2]);
      const y = tf.matMul(rows, tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3]));
      return tf.reshape(y, [-1, 3, 3]);
    },
  ],
  ["a convolution", [32], (tf, x) => tf.conv2d(image(tf, x), filter(tf, 3, 3, 2, 3), 2, "same")],
  [
    "a transposed convolution",
    [32],
    (tf, x) => {
      const images = image(tf, x);
      return tf.conv2dTranspose(
        images,
        filter(tf, 3, 3, 3, 2),
        [images.shape[0], 8, 8, 3],
        2,
        "same",
      );
    },
  ],
  ["nearest upsampling", [32], (tf, x) => tf.image.resizeNearestNeighbor(image(tf, x), [8, 8])],
  [
    "bilinear upsampling",
    [32],
    (tf, x) => tf.image.resizeBilinear(image(tf, x), [8, 8], false, true),
  ],
  ["pools", [32], (tf, x) => tf.maxPool(tf.avgPool(image(tf, x), 3, 1, "same"), 2, 2, "same")],
  [
    "a slice and a spread label",
    [5],
    (tf, x) => {
      const [batch = 0] = x.shape;
      const label = tf.slice(x, [0, 3], [batch, 2]);
      const pixels = tf.reshape(tf.slice(x, [0, 0], [batch, 3]), [batch, 3, 1]);
      const spread = tf.broadcastTo(tf.reshape(label, [batch, 1, 2]), [batch, 3, 2]);
      return tf.concat([pixels, spread], 2);
    },
  ],
  ["a mean over features", [5], (tf, x) => tf.sub(x, tf.mean(x, 1, true))],
];

describe("a model for a batch of any size", () => {
  test.each(CASES)(
    "of %s gives what float64 gives for 1, 2 and 5 samples",
    async (_, sample, build) => {
      const batch = createDynamicBatch(sample);
      const model = toOnnx(program(build, sample, batch.size), { batch });
      const session = await InferenceSession.create(model.bytes);
      for (const count of [1, 2, 5]) {
        const x = numbers(count * sizeOf(sample), "x");
        const { y } = await session.run({ x: new OrtTensor("float32", x, [count, ...sample]) });
        const truth =
          evaluate(program(build, sample, count), { x: Float64Array.from(x) })["y"] ?? [];
        expect(y?.dims[0]).toBe(count);
        expect(y?.data).toHaveLength(truth.length);
        truth.forEach((value, i) => {
          expect(Number(y?.data[i])).toBeCloseTo(value, 4);
        });
      }
      await session.release();
    },
  );

  test("holds packs of samples where the program packs them", async () => {
    const build: Build = (tf, x) => tf.reshape(x, [x.shape[0] / 2, 6]);
    const batch = createDynamicBatch([3, 6], 2);
    const model = toOnnx(program(build, [3], batch.size), { batch });
    const session = await InferenceSession.create(model.bytes);
    const { y } = await session.run({ x: new OrtTensor("float32", numbers(12, "x"), [4, 3]) });
    expect(y?.dims).toEqual([2, 6]);
    expect(batch.dimensions([batch.size, 3])).toEqual(["batch", 3]);
    expect(batch.dimensions([batch.size / 2, 6])).toEqual(["packs", 6]);
  });

  test("is refused where one number is spread over the batch, or the batch is repeated", () => {
    const tiled: Build = (tf, x) => tf.tile(tf.mean(x, 0, true), [x.shape[0], 1]);
    const shown: Build = (tf, x) => tf.concat([x, tf.broadcastTo(tf.mean(x), [x.shape[0], 1])], 1);
    const batch = createDynamicBatch([3]);
    for (const build of [tiled, shown])
      expect(() => toOnnx(program(build, [3], batch.size), { batch })).toThrow(FixedBatchError);
  });

  test("is traced with a size that no length of the networks could be mistaken for", () => {
    expect(createDynamicBatch([3, 5]).size).toBe(1009);
    expect(createDynamicBatch([2018, 1013]).size).toBe(1019);
    expect(createDynamicBatch([3], 4).size).toBe(4036);
  });
});

describe("weights", () => {
  test("become part of a model under their names", async () => {
    const traced = trace({ x: [2, 2], "w/kernel": [2, 1] }, (inputs, { tf }) => ({
      y: tf.matMul(inputs.x, inputs["w/kernel"]),
    }));
    const weights = new Map([["w/kernel", Float32Array.of(3, 4)]]);
    const model = toOnnx(traced, { weights });
    expect(model.inputs).toEqual(["x"]);
    const session = await InferenceSession.create(model.bytes);
    const x = new OrtTensor("float32", Float32Array.of(1, 0, 1, 1), [2, 2]);
    const { y } = await session.run({ x });
    expect([...(y?.data ?? [])]).toEqual([3, 7]);
    expect(Buffer.from(model.bytes).includes("w/kernel")).toBe(true);
  });
});
