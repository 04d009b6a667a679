import { describe, expect, test } from "vitest";

import type { LayerSpec } from "../../src/config/spec.ts";
import { checkNetworks } from "../../src/gan/check-networks.ts";
import { describeNetwork } from "../../src/gan/describe-network.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
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

describe("packs", () => {
  const pack = { kind: "pack", count: 2 } as const;
  const problems = (discriminator: readonly LayerSpec[], generator = [dense(2)]): unknown =>
    checkNetworks(
      cell({ generator: { layers: generator }, discriminator: { layers: discriminator } }),
      [2],
      3,
    );

  test("belong into the discriminator", () => {
    const repeated: LayerSpec = { kind: "repeat", times: 2, layers: [pack] };
    expect(problems([pack, dense(1)], [dense(3), repeated, dense(2)])).toEqual([
      {
        path: "generator.layers.1",
        message:
          "Expected samples to be packed in the discriminator only, got a pack in the generator",
      },
    ]);
  });

  test("come after the labels are joined", () => {
    const join: LayerSpec = { kind: "join-label", size: 3, initializer: { kind: "ones" } };
    const repeated: LayerSpec = { kind: "repeat", times: 2, layers: [join, pack] };
    const message = (packed: number): string =>
      `Expected labels to be joined before samples are packed, got ${packed} samples in a pack`;
    const hint = "put the join-label before the pack";
    const generator = [join, dense(2)];
    expect(problems([join, pack, dense(1)], generator)).toEqual([]);
    expect(problems([pack, join, dense(1)], generator)).toEqual([
      { path: "discriminator.layers.1", message: message(2), hint },
    ]);
    expect(problems([repeated, dense(1)], generator)).toEqual([
      { path: "discriminator.layers.0.layers.0", message: message(2), hint },
    ]);
  });

  test("are the same in both branches of a residual layer", () => {
    const residual: LayerSpec = {
      kind: "residual",
      layers: [pack, dense(4)],
      shortcut: [dense(4)],
      scale: 1,
    };
    expect(problems([residual, dense(1)])).toEqual([
      {
        path: "discriminator.layers.0",
        message:
          "Expected both branches to pack as many samples into one, got 2 in layers and 1 in shortcut",
        hint: "pack samples before the residual layer",
      },
    ]);
  });

  test("may stand before dropout: a mask has a row for each pack", () => {
    const dropout: LayerSpec = { kind: "dropout", rate: 0.5, channels: false };
    const repeated: LayerSpec = { kind: "repeat", times: 2, layers: [pack, dropout] };
    const discriminator = { layers: [repeated, dropout, dense(1)] };
    const [phase] = buildStepPlan(cell({ discriminator }), [2]).phases;
    const shapes = phase?.inputs.filter(({ source }) => source.kind === "dropout");
    expect(shapes?.map(({ shape }) => shape)).toEqual([
      [2, 4],
      [1, 8],
      [1, 8],
      [2, 4],
      [1, 8],
      [1, 8],
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
