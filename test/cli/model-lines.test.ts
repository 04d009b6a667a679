import { describe, expect, test } from "vitest";

import { describeModel, describeSettings, modelLines } from "../../src/cli/model-lines.ts";
import type { NetworksSpec } from "../../src/cli/model-lines.ts";

const weights = {
  bias: true,
  initializer: { kind: "glorot-uniform" },
  biasInitializer: { kind: "zeros" },
} as const;

const TINY: NetworksSpec = {
  latent: { size: 3, distribution: "normal" },
  generator: {
    layers: [
      { kind: "dense", units: 4, ...weights },
      { kind: "batch-normalization", momentum: 0.9, epsilon: 1e-5 },
      { kind: "reshape", shape: [2, 2, 1] },
    ],
  },
  discriminator: {
    layers: [{ kind: "flatten" }, { kind: "dense", units: 1, ...weights, bias: false }],
  },
};

describe("modelLines", () => {
  test("shows every layer with its output and numbers that can be counted by hand", () => {
    const model = describeModel(TINY, { sampleShape: [2, 2, 1], classes: 0 });
    const columns = modelLines(TINY, model).map((line) => line.trim().split(/ {2,}/));
    expect(columns).toEqual([
      // 3·4 + 4 = 16; gamma and beta 4 + 4, and as many moving statistics.
      ["generator: 3 → 2 × 2 × 1, 24 trainable parameters and 8 statistics"],
      ["layer", "settings", "output", "parameters", "statistics"],
      ["0-dense", "units 4", "4", "16"],
      ["1-batch-normalization", "momentum 0.9, epsilon 0.00001", "4", "8", "8"],
      ["2-reshape", "shape 2 × 2 × 1", "2 × 2 × 1"],
      ["total", "24", "8"],
      [""],
      ["discriminator: 2 × 2 × 1 → 1, 4 trainable parameters"],
      ["layer", "settings", "output", "parameters", "statistics"],
      ["0-flatten", "4"],
      ["1-dense", "units 1, no bias", "1", "4"],
      ["total", "4", "0"],
    ]);
  });

  test("tells what is within a layer that holds layers", () => {
    expect(
      describeSettings({ kind: "repeat", times: 6, layers: [{ kind: "relu" }, TINY_DENSE] }),
    ).toBe("times 6, layers [relu; dense units 4]");
  });
});

const TINY_DENSE = { kind: "dense", units: 4, ...weights } as const;
