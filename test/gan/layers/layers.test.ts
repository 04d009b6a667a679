import { describe, expect, test } from "vitest";

import type { LayerSpec } from "../../../src/config/spec.ts";
import { LayerShapeError } from "../../../src/gan/layers/layer.ts";
import type { LayerModule } from "../../../src/gan/layers/layer.ts";
import { layerModule, LAYERS, registerLayer } from "../../../src/gan/layers/registry.ts";
import type { Values } from "../compute.ts";
import { apply } from "./apply-layer.ts";
import { dense } from "../specs.ts";

const row = (...data: readonly number[]): Values => ({ shape: [1, data.length], data });

describe("dense", () => {
  test("is x·kernel + bias", () => {
    const kernel = { shape: [2, 2], data: [1, 2, 3, 4] };
    const bias = { shape: [2], data: [10, 20] };
    // [5, 6]·[[1, 2], [3, 4]] = [23, 34].
    expect(apply(dense(2), row(5, 6), { kernel, bias })).toEqual([33, 54]);
    expect(apply(dense(2, { bias: false }), row(5, 6), { kernel })).toEqual([23, 34]);
  });

  test("works on the last dimension of images", () => {
    const x = { shape: [1, 2, 1, 2], data: [1, 0, 0, 1] };
    const kernel = { shape: [2, 1], data: [3, 5] };
    expect(apply(dense(1, { bias: false }), x, { kernel })).toEqual([3, 5]);
    expect(layerModule(dense(7)).outputShape(dense(7), [4, 4, 3])).toEqual([4, 4, 7]);
  });
});

describe("activations", () => {
  const x = [-2, -0.5, 0, 0.5, 2];
  const selu = (value: number): number =>
    1.0507009873554805 * (value > 0 ? value : 1.6732632423543772 * Math.expm1(value));
  test.each<[LayerSpec, (value: number) => number]>([
    [{ kind: "relu" }, (value) => Math.max(value, 0)],
    [{ kind: "leaky-relu", slope: 0.25 }, (value) => (value > 0 ? value : 0.25 * value)],
    [{ kind: "tanh" }, Math.tanh],
    [{ kind: "sigmoid" }, (value) => 1 / (1 + Math.exp(-value))],
    [{ kind: "softplus" }, (value) => Math.log1p(Math.exp(value))],
    [{ kind: "silu" }, (value) => value / (1 + Math.exp(-value))],
    [{ kind: "elu", alpha: 1 }, (value) => (value > 0 ? value : Math.expm1(value))],
    [{ kind: "elu", alpha: 0.5 }, (value) => (value > 0 ? value : 0.5 * Math.expm1(value))],
    [{ kind: "selu" }, selu],
  ])("%o", (spec, expected) => {
    const y = apply(spec, row(...x));
    for (const [i, value] of x.entries()) expect(y[i]).toBeCloseTo(expected(value), 7);
    expect(layerModule(spec).outputShape(spec, [4, 4, 3])).toEqual([4, 4, 3]);
  });

  test("elu of any alpha is finite for large inputs", () => {
    expect(apply({ kind: "elu", alpha: 0.5 }, row(1000))).toEqual([1000]);
  });
});

describe("dropout", () => {
  const spec: LayerSpec = { kind: "dropout", rate: 0.5, channels: false };
  const mask = row(0, 2, 2);

  test("multiplies by its mask in training and does nothing in inference", () => {
    expect(apply(spec, row(1, 2, 3), { mask })).toEqual([0, 4, 6]);
    expect(apply(spec, row(1, 2, 3), { mask }, "inference")).toEqual([1, 2, 3]);
  });

  test("needs no mask at rate 0", () => {
    const none: LayerSpec = { kind: "dropout", rate: 0, channels: false };
    expect(layerModule(none).masks?.(none, [3])).toEqual([]);
    expect(layerModule(spec).masks?.(spec, [3])).toEqual([{ name: "mask", shape: [3], rate: 0.5 }]);
  });
});

describe("dropout of channels", () => {
  const spec: LayerSpec = { kind: "dropout", rate: 0.5, channels: true };

  test("has one number of the mask for a channel, at every place", () => {
    const mask = { shape: [1, 1, 1, 3], data: [0, 2, 2] };
    const image = { shape: [1, 2, 1, 3], data: [1, 2, 3, 4, 5, 6] };
    expect(apply(spec, image, { mask })).toEqual([0, 4, 6, 0, 10, 12]);
    expect(layerModule(spec).masks?.(spec, [2, 1, 3])).toEqual([
      { name: "mask", shape: [1, 1, 3], rate: 0.5 },
    ]);
  });

  test("is of images", () => {
    expect(() => layerModule(spec).outputShape(spec, [3])).toThrow(
      "Expected an image [height, width, channels], got [3]",
    );
  });
});

describe("reshape and flatten", () => {
  test("keep the numbers in their order", () => {
    const x = { shape: [2, 4], data: [1, 2, 3, 4, 5, 6, 7, 8] };
    expect(apply({ kind: "reshape", shape: [2, 2] }, x)).toEqual(x.data);
    expect(layerModule({ kind: "flatten" }).outputShape({ kind: "flatten" }, [2, 2, 3])).toEqual([
      12,
    ]);
  });

  test("refuse a shape of another size", () => {
    const spec: LayerSpec = { kind: "reshape", shape: [3, 3] };
    expect(() => layerModule(spec).outputShape(spec, [8])).toThrow(LayerShapeError);
  });
});

describe("registerLayer", () => {
  test("adds a kind that is given its options and counts as coupling samples", () => {
    const scale: LayerModule<{ readonly by: number }> = {
      kind: "scale",
      outputShape: (_, input) => input,
      apply: (tf, { by }, x) => tf.mul(x, by),
    };
    registerLayer(scale);
    try {
      const spec: LayerSpec = { kind: "extension:scale", options: { by: 3 } };
      expect(apply(spec, row(1, 2))).toEqual([3, 6]);
      expect(layerModule(spec).couplesSamples?.(spec)).toBe(true);
    } finally {
      LAYERS.delete("extension:scale");
    }
  });
});
