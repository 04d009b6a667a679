import { describe, expect, test } from "vitest";

import { ProgramBuilder } from "../../src/program/builder.ts";
import { appendGradient } from "../../src/program/gradient.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { CHANNELS_FIRST_PASSES, optimise } from "../../src/program/optimise.ts";
import { moveChannelsFirst } from "../../src/program/passes/channels-first.ts";
import { removeDeadCode } from "../../src/program/passes/dead-code.ts";
import type { Program } from "../../src/program/program.ts";
import { sizeOf } from "../../src/program/program.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream } from "../../src/shared/random.ts";
import { largestError } from "./support/closeness.ts";
import { traceDcgan } from "./support/dcgan.ts";
import { runOnnx } from "./support/run-onnx.ts";
import { runTensors } from "./support/run-tensors.ts";

const TINY = { batch: 3, latent: 4, width: 2, image: 8 };

function normalFeeds(program: Program): Record<string, Float64Array> {
  const stream = createStream(seed(1), "feeds");
  return Object.fromEntries(
    program.inputs.map(({ name, value }) => [
      name,
      new Float64Array(sizeOf(program.types[value]?.shape ?? [])).map(() =>
        Math.fround(0.5 * stream.normal()),
      ),
    ]),
  );
}

const countOf = (program: Program, kind: string): number =>
  program.operations.filter((operation) => operation.kind === kind).length;

describe("moveChannelsFirst", () => {
  test("preserves a DCGAN step, and no transposition remains between convolutions", async () => {
    const program = traceDcgan(TINY);
    const feeds = normalFeeds(program);
    const moved = optimise(optimise(program), CHANNELS_FIRST_PASSES);
    const expected = evaluate(program, feeds);
    expect(largestError(evaluate(moved, feeds), expected)).toBeLessThan(1e-6);
    expect(largestError(await runOnnx(moved, feeds), expected)).toBeLessThan(1e-5);
    expect(largestError(runTensors(moved, feeds), expected)).toBeLessThan(1e-5);
    // Eight in all: the features before D's dense layer, three times (real, fake for D, fake for G), G's reshape, and
    // the gradient of each. The images have one channel: their transposition is a reshape.
    expect(countOf(moved, "transpose")).toBe(8);
    expect(moved.operations.filter(({ attributes }) => attributes["layout"] === "NHWC")).toEqual(
      [],
    );
  });

  test("leaves a program without images as it is", () => {
    const builder = new ProgramBuilder();
    const x = builder.input("x", { shape: [1, 2, 3, 4], dtype: "float32" });
    const program = builder.build([{ name: "y", value: builder.ops.tanh(x) }]);
    expect(moveChannelsFirst(program)).toBe(program);
  });

  test("moves reductions, margins, slices, concatenations and broadcasts along", () => {
    const builder = new ProgramBuilder();
    const { ops } = builder;
    const x = builder.input("x", { shape: [2, 4, 6, 3], dtype: "float32" });
    const channel = builder.input("channel", { shape: [3], dtype: "float32" });
    const row = builder.input("row", { shape: [6, 1], dtype: "float32" });
    const pooled = (value: number): number =>
      ops.emit("average-pool", [value], {
        window: [2, 2],
        strides: [2, 2],
        padding: [0, 0, 0, 0],
        layout: "NHWC",
      });
    const shaped = ops.add(ops.multiply(x, channel), row);
    const padded = ops.pad(shaped, [0, 1, 0, 0], [0, 1, 2, 0], 0.5);
    const joined = ops.concat([padded, ops.broadcast(channel, [2, 6, 8, 3])], 3);
    const sliced = ops.slice(
      ops.select(ops.greater(joined, ops.scalar(0)), joined, ops.tanh(joined)),
      [0, 1, 1, 1],
      [2, 4, 6, 4],
    );
    const outputs = {
      y: pooled(sliced),
      kept: ops.mean(sliced, [0, 1, 2], true),
      overChannels: ops.sum(sliced, [3], false),
      overRows: ops.max(sliced, [1], false),
      overAll: ops.sum(ops.tile(sliced, [1, 2, 1, 1]), [0, 1, 2, 3], false),
    };
    const loss = Object.values(outputs)
      .map((value) =>
        ops.sum(
          ops.square(value),
          ops.shapeOf(value).map((_, i) => i),
          false,
        ),
      )
      .reduce((sum, term) => ops.add(sum, term));
    const gradients = appendGradient(builder, loss, [x, channel, row]);
    const program = builder.build([
      ...Object.entries(outputs).map(([name, value]) => ({ name, value })),
      ...gradients.map((value, index) => ({ name: `gradient${index}`, value })),
    ]);
    const feeds = normalFeeds(program);
    const moved = removeDeadCode(moveChannelsFirst(program));
    expect(largestError(evaluate(moved, feeds), evaluate(program, feeds))).toBeLessThan(1e-12);
    expect(moved.operations.filter(({ attributes }) => attributes["layout"] === "NHWC")).toEqual(
      [],
    );
  });
});
