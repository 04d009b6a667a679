/** Convolutions of enough channels to be lowered to matrix products, which the small cases of the table are not. */
import { describe, expect, test } from "vitest";

import { ProgramBuilder } from "../../src/program/builder.ts";
import { appendGradient } from "../../src/program/gradient.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { toOnnx } from "../../src/program/onnx/to-onnx.ts";
import { CHANNELS_FIRST_PASSES, optimise } from "../../src/program/optimise.ts";
import { FAST_PASSES } from "../../src/program/passes/fast.ts";
import type { Program } from "../../src/program/program.ts";
import { sizeOf } from "../../src/program/program.ts";
import { rewrite } from "../../src/program/rewrite.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream } from "../../src/shared/random.ts";
import { largestError } from "./support/closeness.ts";
import { traceDcgan } from "./support/dcgan.ts";
import { runOnnx } from "./support/run-onnx.ts";

interface Geometry {
  readonly name: string;
  readonly x: readonly [number, number, number, number];
  readonly filter: readonly [number, number, number, number];
  readonly strides: readonly [number, number];
  readonly dilations?: readonly [number, number];
  readonly padding: readonly [number, number, number, number];
}

const GEOMETRIES: readonly Geometry[] = [
  {
    name: "window 5, stride 2, same",
    x: [3, 6, 6, 16],
    filter: [5, 5, 16, 18],
    strides: [2, 2],
    padding: [1, 2, 1, 2],
  },
  {
    name: "window 4, stride 2, same",
    x: [2, 6, 4, 16],
    filter: [4, 4, 16, 16],
    strides: [2, 2],
    padding: [1, 1, 1, 1],
  },
  {
    name: "window 3, stride 1, same",
    x: [2, 5, 4, 17],
    filter: [3, 3, 17, 16],
    strides: [1, 1],
    padding: [1, 1, 1, 1],
  },
  {
    name: "odd size, stride 2",
    x: [2, 7, 5, 16],
    filter: [3, 3, 16, 16],
    strides: [2, 2],
    padding: [1, 1, 1, 1],
  },
  {
    name: "a remainder",
    x: [2, 8, 7, 16],
    filter: [3, 3, 16, 16],
    strides: [2, 3],
    padding: [0, 0, 0, 0],
  },
  {
    name: "window 1, stride 2",
    x: [2, 5, 6, 16],
    filter: [1, 1, 16, 16],
    strides: [2, 2],
    padding: [0, 0, 0, 0],
  },
  {
    name: "window 1",
    x: [2, 3, 4, 16],
    filter: [1, 1, 16, 16],
    strides: [1, 1],
    padding: [0, 0, 0, 0],
  },
  {
    name: "dilated",
    x: [2, 7, 8, 16],
    filter: [3, 2, 16, 16],
    strides: [1, 1],
    dilations: [2, 3],
    padding: [1, 0, 0, 2],
  },
  {
    name: "one channel to many",
    x: [2, 8, 8, 1],
    filter: [5, 5, 1, 16],
    strides: [2, 2],
    padding: [1, 2, 1, 2],
  },
  {
    name: "many channels to one",
    x: [2, 4, 4, 16],
    filter: [3, 3, 16, 1],
    strides: [1, 1],
    padding: [1, 1, 1, 1],
  },
  {
    name: "several chunks of samples",
    x: [4, 20, 20, 48],
    filter: [3, 3, 48, 16],
    strides: [1, 1],
    padding: [1, 1, 1, 1],
  },
  {
    name: "wide margins",
    x: [2, 3, 3, 16],
    filter: [2, 2, 16, 16],
    strides: [1, 2],
    padding: [3, 0, 1, 4],
  },
];

describe("convolutions as matrix products", () => {
  test.each(GEOMETRIES)(
    "$name: value and all gradients are the interpreter's",
    async (geometry) => {
      const program = convolutionProgram(geometry);
      const feeds = normalFeeds(program);
      const expected = evaluate(program, feeds);
      expect(
        largestError(await runOnnx(optimise(program, FAST_PASSES), feeds), expected),
      ).toBeLessThan(1e-5);
      const moved = optimise(optimise(program, FAST_PASSES), CHANNELS_FIRST_PASSES);
      expect(largestError(await runOnnx(moved, feeds), expected)).toBeLessThan(1e-5);
      expect(largestError(await runOnnx(bySample(moved), feeds), expected)).toBeLessThan(1e-5);
    },
  );

  test("a DCGAN step wide enough for them agrees with the interpreter", async () => {
    const program = traceDcgan({ batch: 3, latent: 4, width: 16, image: 8 });
    const feeds = normalFeeds(program);
    const expected = evaluate(program, feeds);
    const results = await runOnnx(optimise(program, FAST_PASSES), feeds);
    expect(largestError(results, expected)).toBeLessThan(1e-5);
  });

  test("in a DCGAN step only filters and the gradient of one-channel images are transposed", () => {
    const program = optimise(traceDcgan({ batch: 4, latent: 4, width: 16, image: 8 }), FAST_PASSES);
    expect(program.operations.filter(({ kind }) => kind === "transpose")).toEqual([]);
    // Filters: each network's 5×5×w×2w turned for its input gradient, and 5×5×1×w for the one-channel direction. Images:
    // before each ConvTranspose to one channel: G's last layer, and D's first layer's gradient for G.
    expect(countNodes(toOnnx(program).bytes, "Transpose")).toBe(6);
    expect(countNodes(toOnnx(program).bytes, "Conv")).toBe(0);
  });
});

/** y, and the first gradients of sum(y²), and those of the sum of their squares: all three operations in all places. */
function convolutionProgram(geometry: Geometry): Program {
  const { strides, padding, dilations = [1, 1] } = geometry;
  const builder = new ProgramBuilder();
  const { ops } = builder;
  const x = builder.input("x", { shape: geometry.x, dtype: "float32" });
  const filter = builder.input("filter", { shape: geometry.filter, dtype: "float32" });
  const attributes = { strides, padding, dilations, layout: "NHWC" };
  const total = (value: number): number =>
    ops.mean(
      ops.square(value),
      ops.shapeOf(value).map((_, axis) => axis),
      false,
    );
  const y = ops.emit("conv2d", [x, filter], attributes);
  const [dx = x, dFilter = filter] = appendGradient(builder, total(y), [x, filter]);
  const slope = ops.add(total(dx), total(dFilter));
  const [ddx = x, ddFilter = filter] = appendGradient(builder, slope, [x, filter]);
  const outputs = { y, dx, dFilter, ddx, ddFilter };
  return builder.build(Object.entries(outputs).map(([name, value]) => ({ name, value })));
}

/** The program with every filter's gradient taken sample by sample, as graphics processors take small ones. */
const bySample = (program: Program): Program =>
  rewrite(program, ({ kind, attributes }, { builder, inputs }) =>
    builder.emit(
      kind,
      inputs,
      kind === "conv2d-filter-gradient" ? { ...attributes, bySample: true } : attributes,
    ),
  );

function normalFeeds(program: Program): Record<string, Float64Array> {
  const stream = createStream(seed(2), "feeds");
  return Object.fromEntries(
    program.inputs.map(({ name, value }) => [
      name,
      new Float64Array(sizeOf(program.types[value]?.shape ?? [])).map(() =>
        Math.fround(0.5 * stream.normal()),
      ),
    ]),
  );
}

/** Nodes of one kind: NodeProto's field 4 is the kind, written as tag, length and text. */
function countNodes(bytes: Uint8Array, op: string): number {
  const field = Buffer.concat([Buffer.from([0x22, op.length]), Buffer.from(op)]);
  const whole = Buffer.from(bytes);
  let count = 0;
  for (let at = whole.indexOf(field); at >= 0; at = whole.indexOf(field, at + 1)) count++;
  return count;
}
