/**
 * The device passes, in double precision over every operation's case, and on an adapter over one case of each kind: ONNX
 * Runtime refuses a session in which a node would fall back to the processor, and gives the interpreter's numbers.
 */
import { InferenceSession, Tensor } from "onnxruntime-node";
import { describe, expect, test } from "vitest";

import { DEVICE_PASSES } from "../../../src/engine/webgpu/device-passes.ts";
import { ProgramBuilder } from "../../../src/program/builder.ts";
import { evaluate } from "../../../src/program/interpreter.ts";
import { toOnnx } from "../../../src/program/onnx/to-onnx.ts";
import { optimise } from "../../../src/program/optimise.ts";
import type { Program } from "../../../src/program/program.ts";
import { at } from "../../../src/program/shapes.ts";
import { seed } from "../../../src/shared/brand.ts";
import { createStream } from "../../../src/shared/random.ts";
import { largestError } from "../../program/support/closeness.ts";
import {
  feedsOf,
  OPERATION_CASES,
  programOf,
  titleOf,
} from "../../program/support/operation-cases.ts";
import type { OperationCase } from "../../program/support/operation-cases.ts";
import { openWebgpu } from "../support/webgpu.ts";

/** Constants inside rules are float32. */
const FLOAT64 = 2e-7;
const FLOAT32 = 1e-5;

const { missing } = await openWebgpu();

const titled = OPERATION_CASES.map((entry) => ({ title: titleOf(entry), entry }));

describe("the device passes", () => {
  test.each(titled)("$title: value and gradients stay what they were", ({ entry }) => {
    const [program, feeds] = [programOf(entry), feedsOf(entry)];
    const results = evaluate(optimise(program, DEVICE_PASSES), feeds);
    expect(largestError(results, evaluate(program, feeds))).toBeLessThan(FLOAT64);
  });
});

const seen = new Set<string>();
const isFirstOfKind = ({ kind }: OperationCase): boolean => {
  const isFirst = !seen.has(kind);
  seen.add(kind);
  return isFirst;
};
const chosen = titled.filter(
  ({ entry }) => isFirstOfKind(entry) || entry.kind.startsWith("max-pool"),
);

describe("the gradient of a small filter over many positions", () => {
  test("is taken by sample, in a convolution of as many groups", () => {
    const { program } = smallFilter();
    const [product] = optimise(program, DEVICE_PASSES).operations.filter(
      ({ kind }) => kind === "conv2d-filter-gradient",
    );
    expect(product?.attributes["bySample"]).toBe(true);
  });

  test.skipIf(missing !== null)("is the interpreter's on the device, to 1e-5", async () => {
    const { program, feeds } = smallFilter();
    const results = await runOnDevice(optimise(program, DEVICE_PASSES), feeds);
    expect(largestError(results, evaluate(program, feeds))).toBeLessThan(FLOAT32);
  });
});

test("a channel's sum is taken inside each image first, then over the batch", () => {
  const builder = new ProgramBuilder();
  const x = builder.input("x", { shape: [3, 2, 2, 5], dtype: "float32" });
  const program = builder.build([{ name: "y", value: builder.ops.sum(x, [0, 2, 3], true) }]);
  const feeds = { x: Float64Array.from({ length: 60 }, (_, index) => index * index) };
  const passed = optimise(program, DEVICE_PASSES);
  expect(passed.operations.map(({ attributes }) => attributes["axes"])).toEqual([[2, 3], [0]]);
  expect(evaluate(passed, feeds)).toEqual(evaluate(program, feeds));
});

describe.skipIf(missing !== null)("ONNX Runtime's WebGPU provider", () => {
  test.each(chosen)("$title: runs without the processor's help, to 1e-5", async ({ entry }) => {
    const [program, feeds] = [programOf(entry), feedsOf(entry)];
    const results = await runOnDevice(optimise(program, DEVICE_PASSES), feeds);
    expect(largestError(results, evaluate(program, feeds))).toBeLessThan(FLOAT32);
  });
});

/** The gradient of a filter [5, 5, 1, 2] from 16 images, whose strides skip to every second position. */
function smallFilter(): { program: Program; feeds: Readonly<Record<string, Float64Array>> } {
  const builder = new ProgramBuilder();
  const x = builder.input("x", { shape: [16, 32, 32, 1], dtype: "float32" });
  const dy = builder.input("dy", { shape: [16, 16, 16, 2], dtype: "float32" });
  const value = builder.ops.emit("conv2d-filter-gradient", [x, dy], {
    ...{ strides: [2, 2], dilations: [1, 1], padding: [1, 2, 1, 2] },
    ...{ window: [5, 5], layout: "NHWC" },
  });
  const stream = createStream(seed(4), "small filter");
  const drawn = (size: number): Float64Array =>
    new Float64Array(size).map(() => Math.fround(stream.normal()));
  const feeds = { x: drawn(16 * 32 * 32), dy: drawn(16 * 16 * 16 * 2) };
  return { program: builder.build([{ name: "y", value }]), feeds };
}

async function runOnDevice(
  program: Program,
  feeds: Readonly<Record<string, Float64Array>>,
): Promise<Record<string, Float64Array>> {
  const model = toOnnx(program);
  const session = await InferenceSession.create(model.bytes, {
    executionProviders: ["webgpu"],
    logSeverityLevel: 3,
    extra: { session: { disable_cpu_ep_fallback: "1" } },
  });
  const tensors = program.inputs
    .filter(({ name }) => model.inputs.includes(name))
    .map(({ name, value }) => {
      const { shape } = at(program.types, value);
      return [name, new Tensor("float32", Float32Array.from(feeds[name] ?? []), shape)] as const;
    });
  const results = await session.run(Object.fromEntries(tensors));
  await session.release();
  return Object.fromEntries(
    program.outputs.map(({ name }, index) => {
      const data = results[at(model.outputs, index)]?.data;
      return [name, data instanceof Float32Array ? Float64Array.from(data) : new Float64Array()];
    }),
  );
}
