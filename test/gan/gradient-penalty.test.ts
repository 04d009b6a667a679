import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import type { GradientPenaltySpec, LayerSpec } from "../../src/config/spec.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
import type { Phase } from "../../src/gan/step-plan.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { finiteDifferences } from "../program/support/finite-differences.ts";
import { largestError, output, randomFeeds } from "./feeds.ts";
import { batchNormalization, cell, dense, leastSquares } from "./specs.ts";

const LAMBDA_10 = { kind: "interpolates", weight: 10 } as const;
const gated: LayerSpec = { kind: "gated" };
const layerNormalization: LayerSpec = {
  kind: "layer-normalization",
  over: "features",
  epsilon: 2 ** -10,
};

function discriminatorPhase(
  layers: readonly LayerSpec[],
  gradientPenalty: GradientPenaltySpec,
  sampleShape: readonly number[] = [2],
): Phase {
  const size = sampleShape.reduce((product, side) => product * side, 1);
  const [phase] = buildStepPlan(
    cell({
      generator: { layers: [dense(size), { kind: "reshape", shape: sampleShape }] },
      discriminator: { layers },
      objective: { kind: "wasserstein", gradientPenalty },
    }),
    sampleShape,
  ).phases;
  if (phase?.name !== "discriminator") throw new Error("Expected the discriminator's phase first");
  return phase;
}

const maxout = (units: number, pieces: number): LayerSpec => ({
  kind: "maxout",
  units,
  pieces,
  bias: true,
  initializer: { kind: "glorot-uniform" },
  biasInitializer: { kind: "zeros" },
});

describe("gradient penalties", () => {
  const networks: readonly (readonly [string, readonly LayerSpec[]])[] = [
    [
      "gradient-penalty",
      [
        dense(4),
        { kind: "tanh" },
        dense(4),
        layerNormalization,
        { kind: "leaky-relu", slope: 0.25 },
        gated,
        dense(1),
      ],
    ],
    ["maxout", [maxout(4, 3), maxout(3, 2), dense(1)]],
  ];
  test.each(networks)("of a WGAN-GP update equal PyTorch's in float64: %s", (fixture, layers) => {
    // Written by make_penalty_fixture.py and make_maxout_fixture.py beside them; double back-propagation included.
    const torch = JSON.parse(
      readFileSync(new URL(`../fixtures/gan/${fixture}.json`, import.meta.url), "utf8"),
    ) as Readonly<Record<"feeds" | "outputs", Readonly<Record<string, number[]>>>>;
    const { program } = discriminatorPhase(layers, LAMBDA_10);
    const feeds = Object.fromEntries(
      Object.entries(torch.feeds).map(([name, data]) => [name, Float64Array.from(data)]),
    );
    const outputs = evaluate(program, feeds);
    for (const [name, expected] of Object.entries(torch.outputs))
      expect(largestError(output(outputs, name), expected), name).toBeLessThan(1e-12);
  });

  const IMAGE = [4, 4, 2];
  const conv = (filters: number, kernel: number, stride = 1): LayerSpec => ({
    kind: "conv2d",
    filters,
    kernel,
    stride,
    padding: "same",
    bias: true,
    initializer: { kind: "glorot-uniform" },
    biasInitializer: { kind: "zeros" },
  });
  const ending: readonly LayerSpec[] = [{ kind: "tanh" }, { kind: "flatten" }, dense(1)];
  test.each<[string, readonly LayerSpec[]]>([
    ["a strided convolution", [conv(3, 3, 2), ...ending]],
    ["sigmoid", [conv(2, 2), { kind: "sigmoid" }, { kind: "flatten" }, dense(1)]],
    ["leaky ReLU", [conv(2, 2), { kind: "leaky-relu", slope: 0.2 }, ...ending]],
    ["maxout units", [maxout(3, 2), { kind: "tanh" }, { kind: "flatten" }, dense(1)]],
    ["the gated unit", [conv(4, 2), gated, ...ending]],
    [
      "layer normalisation of samples",
      [conv(2, 2), { ...layerNormalization, over: "sample" }, ...ending],
    ],
    ["batch normalisation", [conv(2, 2), batchNormalization(), ...ending]],
    [
      "a residual block",
      [
        { kind: "residual", layers: [conv(2, 3), { kind: "tanh" }], shortcut: [], scale: 0.3 },
        ...ending,
      ],
    ],
    [
      "average pooling",
      [{ kind: "tanh" }, { kind: "average-pool", size: 3, stride: 2, padding: "same" }, ...ending],
    ],
    [
      "max pooling",
      [conv(2, 2), { kind: "max-pool", size: 2, stride: 2, padding: "same" }, ...ending],
    ],
    [
      "nearest upsampling",
      [{ kind: "upsample", factor: 2, interpolation: "nearest" }, conv(2, 3, 2), ...ending],
    ],
    [
      "bilinear upsampling",
      [{ kind: "upsample", factor: 2, interpolation: "bilinear" }, conv(2, 3, 2), ...ending],
    ],
    [
      "minibatch standard deviation",
      [conv(2, 2), { kind: "minibatch-stddev", epsilon: 1e-3 }, ...ending],
    ],
  ])("have exact gradients through %s", (_, layers) => {
    const { program } = discriminatorPhase(layers, LAMBDA_10, IMAGE);
    const feeds = randomFeeds(program);
    const outputs = evaluate(program, feeds);
    const names = program.outputs.map(({ name }) => name);
    for (const name of names.filter((candidate) => candidate.startsWith("gradient/"))) {
      const input = name.slice("gradient/".length);
      const difference = finiteDifferences(program, feeds, { output: "loss/discriminator", input });
      expect(largestError(output(outputs, name), difference), name).toBeLessThan(1e-6);
    }
  });

  test("push the slope of a linear D towards 1: λ·(‖w‖ − 1)²", () => {
    const { program } = discriminatorPhase([dense(1)], LAMBDA_10);
    const feeds = {
      ...randomFeeds(program),
      "discriminator/0-dense/kernel": Float64Array.of(3, 4),
    };
    expect(output(evaluate(program, feeds), "loss/penalty")[0]).toBeCloseTo(10 * (5 - 1) ** 2, 10);
  });

  test("around real samples draw a place for each sample and a direction for each number", () => {
    const penalty = {
      kind: "perturbed-real",
      weight: 150,
      range: 30,
      perturbation: "frozen",
    } as const;
    const { inputs } = discriminatorPhase([dense(1), { kind: "tanh" }], penalty);
    expect(inputs.filter(({ name }) => name.startsWith("penalty/"))).toEqual([
      { name: "penalty/place", shape: [4, 1], source: { kind: "uniform", high: 1, frozen: false } },
      {
        name: "penalty/direction",
        shape: [4, 2],
        source: { kind: "uniform", high: 30, frozen: true },
      },
    ]);
  });

  test("add to the loss of any objective and leave the generator's alone", () => {
    const objective = leastSquares({ gradientPenalty: LAMBDA_10 });
    const [d, g] = buildStepPlan(cell({ objective }), [2]).phases;
    if (d === undefined || g === undefined) throw new Error("Expected two phases");
    const outputs = evaluate(d.program, randomFeeds(d.program));
    const [whole = NaN, ...parts] = ["discriminator", "real", "fake", "penalty"].map(
      (part) => output(outputs, `loss/${part}`)[0] ?? NaN,
    );
    expect(whole).toBeCloseTo(
      parts.reduce((a, b) => a + b, 0),
      12,
    );
    expect(g.inputs.map(({ name }) => name)).toEqual(["latents"]);
  });
});
