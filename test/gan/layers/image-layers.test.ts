import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import type { LayerSpec } from "../../../src/config/spec.ts";
import { LayerShapeError } from "../../../src/gan/layers/layer.ts";
import { layerModule } from "../../../src/gan/layers/registry.ts";
import { buildStepPlan } from "../../../src/gan/train-step.ts";
import type { Values } from "../compute.ts";
import { largestError } from "../feeds.ts";
import { batchNormalization, cell, dense } from "../specs.ts";
import { apply } from "./apply-layer.ts";

interface Fixture {
  readonly spec: LayerSpec;
  readonly x: Values;
  readonly variables: Readonly<Record<string, Values>>;
  readonly y: Values;
}

// Written by make_layer_fixtures.py beside it.
const keras = JSON.parse(
  readFileSync(new URL("../../fixtures/gan/layers.json", import.meta.url), "utf8"),
) as { readonly cases: readonly Fixture[] };

const nameOf = ({ spec }: Fixture): string =>
  Object.entries(spec)
    .filter(([key]) => !key.toLowerCase().includes("initializer"))
    .map(([, value]) => String(value))
    .join(" ");

const feature = (size: number, value: number): Values => ({
  shape: [size],
  data: new Array<number>(size).fill(value),
});

describe("image layers", () => {
  test.each(keras.cases.map((fixture) => [nameOf(fixture), fixture] as const))(
    "give what Keras gives: %s",
    (_, { spec, x, variables, y }) => {
      const plain = { gamma: feature(2, 1), beta: feature(2, 0) };
      const arrays = spec.kind === "layer-normalization" ? { ...plain, ...variables } : variables;
      expect(layerModule(spec).outputShape(spec, x.shape.slice(1))).toEqual(y.shape.slice(1));
      expect(largestError(apply(spec, x, arrays), y.data)).toBeLessThan(1e-7);
    },
  );

  test.each(keras.cases.map((fixture) => [nameOf(fixture), fixture] as const))(
    "declare the variables Keras has: %s",
    (_, { spec, x, variables }) => {
      const declared = layerModule(spec).variables?.(spec, x.shape.slice(1)) ?? [];
      const shapes = Object.entries(variables).map(([name, { shape }]) => [name, shape]);
      if (shapes.length > 0)
        expect(declared.map(({ name, shape }) => [name, shape])).toEqual(shapes);
    },
  );

  test("refuse what is no image, and windows larger than the image", () => {
    const spec = keras.cases[0]?.spec ?? dense(1);
    expect(() => layerModule(spec).outputShape(spec, [784])).toThrow(
      "an image [height, width, channels]",
    );
    const pool: LayerSpec = { kind: "max-pool", size: 5, stride: 1, padding: "valid" };
    expect(() => layerModule(pool).outputShape(pool, [4, 4, 1])).toThrow(LayerShapeError);
  });
});

describe("conv2d-transpose", () => {
  const spec: LayerSpec = {
    kind: "conv2d-transpose",
    filters: 1,
    kernel: 3,
    stride: 2,
    padding: "same",
    outputSize: 3,
    bias: false,
    initializer: { kind: "zeros" },
    biasInitializer: { kind: "zeros" },
  };

  test("makes any side that its convolution would have come from", () => {
    expect(layerModule(spec).outputShape(spec, [2, 2, 5])).toEqual([3, 3, 1]);
    // Ones in a 2 × 2 image, each spread by a window of ones: 3 × 3 with padding 1 on both sides.
    const kernel = { shape: [3, 3, 1, 1], data: new Array<number>(9).fill(1) };
    const y = apply(spec, { shape: [1, 2, 2, 1], data: [1, 1, 1, 1] }, { kernel });
    expect(y).toEqual([1, 2, 1, 2, 4, 2, 1, 2, 1]);
  });

  test("refuses a side that no convolution would have come from", () => {
    expect(() => layerModule(spec).outputShape(spec, [4, 4, 5])).toThrow("from 7 to 8");
  });
});

describe("gated", () => {
  test("is sigmoid(a)·tanh(b) of interleaved features", () => {
    const y = apply({ kind: "gated" }, { shape: [1, 4], data: [0, 1, 2, -1] });
    expect(y[0]).toBeCloseTo(0.5 * Math.tanh(1), 14);
    expect(y[1]).toBeCloseTo(Math.tanh(-1) / (1 + Math.exp(-2)), 14);
  });

  test("refuses an odd number of features", () => {
    const spec: LayerSpec = { kind: "gated" };
    expect(() => layerModule(spec).outputShape(spec, [3])).toThrow("even number of features");
  });
});

describe("maxout", () => {
  const spec: LayerSpec = {
    kind: "maxout",
    units: 2,
    pieces: 3,
    bias: true,
    initializer: { kind: "zeros" },
    biasInitializer: { kind: "zeros" },
  };

  test("is the greatest of the pieces of each unit", () => {
    // Unit 0: 5x, x, −x; unit 1: x + 1, x + 2, 0·x + 4.
    const kernel = { shape: [1, 6], data: [5, 1, -1, 1, 1, 0] };
    const bias = { shape: [6], data: [0, 0, 0, 1, 2, 4] };
    expect(apply(spec, { shape: [3, 1], data: [1, -2, 3] }, { kernel, bias })).toEqual([
      5, 4, 2, 4, 15, 5,
    ]);
  });

  test("works on every pixel of an image and owns pieces·units columns of weights", () => {
    expect(layerModule(spec).outputShape(spec, [4, 3, 5])).toEqual([4, 3, 2]);
    const variables = layerModule(spec).variables?.(spec, [4, 3, 5]);
    expect(variables?.map(({ name, shape }) => [name, shape])).toEqual([
      ["kernel", [5, 6]],
      ["bias", [6]],
    ]);
  });

  test("has biases that matter straight before a normalization", () => {
    const layers = [spec, batchNormalization(), dense(2)];
    const { variables } = buildStepPlan(cell({ generator: { layers } }), [2]);
    const bias = variables.find(({ name }) => name === "generator/0-maxout/bias");
    expect(bias?.gradientIsZero).toBe(false);
  });
});

describe("minibatch-stddev", () => {
  test("appends the batch's mean standard deviation to every sample", () => {
    // Feature 0 has values 0 and 4 (deviation 2), feature 1 has 1 and 1 (deviation 0): mean 1.
    const spec: LayerSpec = { kind: "minibatch-stddev", epsilon: 1e-20 };
    const y = apply(spec, { shape: [2, 2], data: [0, 1, 4, 1] });
    expect(largestError(y, [0, 1, 1, 4, 1, 1])).toBeLessThan(1e-9);
  });
});

describe("pack", () => {
  test("joins the last dimensions of samples that follow each other", () => {
    const spec: LayerSpec = { kind: "pack", count: 2 };
    // Four samples of 2 × 1 pixels and 1 channel become two of 2 × 1 and 2 channels.
    const x = { shape: [4, 2, 1, 1], data: [1, 2, 3, 4, 5, 6, 7, 8] };
    expect(apply(spec, x)).toEqual([1, 3, 2, 4, 5, 7, 6, 8]);
    expect(layerModule(spec).outputShape(spec, [2, 1, 1])).toEqual([2, 1, 2]);
  });

  test("lets D judge half as many packs as there are samples", () => {
    const discriminator = { layers: [{ kind: "pack", count: 2 } as const, dense(1)] };
    const [phase] = buildStepPlan(cell({ discriminator }), [2]).phases;
    const shapes = phase?.program.outputs
      .filter(({ name }) => name.startsWith("scores/"))
      .map(({ value }) => phase.program.types[value]?.shape);
    expect(shapes).toEqual([
      [2, 1],
      [2, 1],
    ]);
  });

  test("refuses a batch that it does not divide", () => {
    const discriminator = { layers: [{ kind: "pack", count: 3 } as const, dense(1)] };
    expect(() => buildStepPlan(cell({ discriminator }), [2])).toThrow("a multiple of 3");
  });
});

describe("residual", () => {
  const inner = dense(2, { bias: false });
  const kernel = { shape: [2, 2], data: [1, 0, 0, 1] };

  test("adds its scaled branch to the input", () => {
    const spec: LayerSpec = { kind: "residual", layers: [inner], shortcut: [], scale: 0.5 };
    const y = apply(spec, { shape: [1, 2], data: [2, 4] }, { "layers/0-dense/kernel": kernel });
    expect(y).toEqual([3, 6]);
  });

  test("refuses branches of different shapes and names the place of a layer that does not fit", () => {
    const unequal: LayerSpec = { kind: "residual", layers: [dense(3)], shortcut: [], scale: 1 };
    expect(() => layerModule(unequal).outputShape(unequal, [2])).toThrow("one output shape");
    const layers: LayerSpec[] = [dense(3), { kind: "gated" }];
    const wrong: LayerSpec = { kind: "residual", layers, shortcut: [], scale: 1 };
    try {
      layerModule(wrong).outputShape(wrong, [2]);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ place: ["layers", 1] });
    }
  });

  test("couples samples where a branch does", () => {
    const layers = [dense(2), batchNormalization()];
    const spec: LayerSpec = { kind: "residual", layers, shortcut: [], scale: 1 };
    expect(layerModule(spec).couplesSamples?.(spec)).toBe(true);
    const plain: LayerSpec = { kind: "residual", layers: [dense(2)], shortcut: [], scale: 1 };
    expect(layerModule(plain).couplesSamples?.(plain)).toBe(false);
  });
});

describe("repeat", () => {
  test("applies its layers with weights of their own each time", () => {
    const spec: LayerSpec = { kind: "repeat", times: 2, layers: [dense(1, { bias: false })] };
    const weight = (value: number): Values => ({ shape: [1, 1], data: [value] });
    const arrays = { "0/0-dense/kernel": weight(2), "1/0-dense/kernel": weight(5) };
    expect(apply(spec, { shape: [1, 1], data: [3] }, arrays)).toEqual([30]);
    expect(
      layerModule(spec)
        .variables?.(spec, [1])
        .map(({ name }) => name),
    ).toEqual(Object.keys(arrays));
  });
});
