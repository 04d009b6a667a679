import { describe, expect, test } from "vitest";

import { checkNetworks } from "../../src/gan/check-networks.ts";
import { describeNetwork } from "../../src/gan/describe-network.ts";
import { batchNormalization, cell, dense, RING_CELL, SEED_CELL } from "./specs.ts";

describe("checkNetworks", () => {
  test("finds nothing in networks that fit the data", () => {
    expect(checkNetworks(SEED_CELL, [28, 28, 1])).toEqual([]);
    expect(checkNetworks(RING_CELL, [2])).toEqual([]);
  });

  test("names the layer that cannot take its input", () => {
    const layers = [dense(12), { kind: "reshape", shape: [5, 2] } as const, dense(2)];
    expect(checkNetworks(cell({ generator: { layers } }), [2])).toEqual([
      {
        path: "generator.layers.1",
        message: "Expected a shape of 12 numbers like the input [12], got [5, 2], which has 10",
      },
    ]);
  });

  test("says how to end networks of the wrong output, both at once", () => {
    const spec = cell({
      generator: { layers: [dense(784)] },
      discriminator: { layers: [dense(3)] },
    });
    expect(checkNetworks(spec, [28, 28, 1])).toEqual([
      {
        path: "generator",
        message:
          "Expected the generator's output to be [28, 28, 1], a sample of the data, got [784]",
        hint: "end with { kind: reshape, shape: [28, 28, 1] }",
      },
      {
        path: "discriminator",
        message:
          "Expected the discriminator's output to be [1], one number for each sample, got [28, 28, 3]",
        hint: "end with { kind: flatten }, { kind: dense, units: 1 }",
      },
    ]);
  });
});

describe("describeNetwork", () => {
  test("counts the seed article's generator layer by layer", () => {
    const { layers, parameters, total } = describeNetwork(SEED_CELL.generator, "generator", [100]);
    expect(parameters).toEqual({ trainable: 581_520, statistic: 1_792 });
    expect(total).toBe(583_312);
    expect(layers[0]).toEqual({
      name: "0-dense",
      kind: "dense",
      outputShape: [128],
      parameters: { trainable: 12_928, statistic: 0 },
    });
    expect(layers[2]?.parameters).toEqual({ trainable: 256, statistic: 256 });
    expect(layers.at(-1)?.outputShape).toEqual([28, 28, 1]);
  });

  test("counts a dense layer without bias over images, and batch normalisation by channel", () => {
    const layers = [dense(4, { bias: false }), batchNormalization()];
    const description = describeNetwork({ layers }, "discriminator", [5, 5, 3]);
    expect(description.outputShape).toEqual([5, 5, 4]);
    expect(description.parameters).toEqual({ trainable: 3 * 4 + 2 * 4, statistic: 8 });
  });
});
