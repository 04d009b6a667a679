import { describe, expect, test } from "vitest";

import { bindProgram } from "../../../src/engine/onnx/inference.ts";
import { packVectors } from "../../../src/engine/onnx/pack-vectors.ts";
import type { BoundArray } from "../../../src/engine/onnx/pack-vectors.ts";
import { trace } from "../../../src/program/trace.ts";

/** Arrays of one memory, each at the next multiple of 64 bytes, as sessions have them. */
function placed(shapes: Readonly<Record<string, readonly number[]>>): BoundArray[] {
  const buffer = new ArrayBuffer(4096);
  let end = 0;
  return Object.entries(shapes).map(([name, shape]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    const data = new Float32Array(buffer, end, length).map((_, i) => i + 1);
    const view = new Float32Array(buffer, end, length);
    view.set(data);
    end += Math.ceil(length / 16) * 64;
    return { name, shape, data: view };
  });
}

describe("packVectors", () => {
  test("joins three or more vectors beside each other, gaps included, and leaves matrices alone", () => {
    const arrays = placed({ a: [3], b: [16], c: [1], matrix: [4, 4], d: [5], e: [2] });
    const { arrays: bound, hidden } = packVectors(arrays, "inputs");
    expect([...hidden]).toEqual(["a", "b", "c"]);
    expect(bound.map(({ name, shape }) => [name, shape])).toEqual([
      ["#inputs/0", [33]],
      ["matrix", [4, 4]],
      ["d", [5]],
      ["e", [2]],
    ]);
  });

  test("joins nothing where arrays lie apart or in memories of their own", () => {
    const apart = ["a", "b", "c"].map((name) => ({ name, shape: [4], data: new Float32Array(4) }));
    expect(packVectors(apart, "outputs")).toMatchObject({ arrays: apart, hidden: new Set() });
  });
});

describe("a program bound to packed vectors", () => {
  test("reads each from its place and writes each to its place, and zeros between them", async () => {
    const shapes = { a: [3], b: [5], c: [1] };
    const program = trace(shapes, ({ a, b, c }, { tf }) => ({
      "2a": tf.mul(a, 2),
      "b+c": tf.add(b, c),
      "3c": tf.mul(c, 3),
    }));
    const given = placed(shapes);
    const wanted = placed({ "2a": [3], "b+c": [5], "3c": [1] });
    const find = (arrays: readonly BoundArray[], name: string): Float32Array =>
      arrays.find((array) => array.name === name)?.data ?? new Float32Array();
    const bound = await bindProgram(
      program,
      { input: (name) => find(given, name), output: (name) => find(wanted, name) },
      1,
    );
    await bound.run();
    expect(wanted.map(({ data }) => [...data])).toEqual([[2, 4, 6], [2, 3, 4, 5, 6], [3]]);
    const [first] = wanted;
    expect([...new Float32Array(first?.data.buffer ?? new ArrayBuffer(0), 12, 13)]).toEqual(
      new Array<number>(13).fill(0),
    );
    await bound.dispose();
  });
});
