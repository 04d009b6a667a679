/** Conditional networks: the label map, its places, and what each phase is told of labels. */
import { describe, expect, test } from "vitest";

import type { LayerSpec } from "../../src/config/spec.ts";
import { checkNetworks } from "../../src/gan/check-networks.ts";
import { describeNetwork } from "../../src/gan/describe-network.ts";
import { joinLabel } from "../../src/gan/layers/join-label.ts";
import { traceScorer } from "../../src/gan/forward-programs.ts";
import { buildNetwork } from "../../src/gan/network.ts";
import type { Phase } from "../../src/gan/step-plan.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { compute } from "./compute.ts";
import { largestError, output, randomFeeds } from "./feeds.ts";
import { cell, dense, leaky, leastSquares } from "./specs.ts";

const join = (size: number): LayerSpec => ({
  kind: "join-label",
  size,
  initializer: { kind: "glorot-uniform" },
});

const CONDITIONAL = {
  generator: { layers: [join(2), dense(2)] },
  discriminator: { layers: [join(3), dense(4), leaky, join(3), dense(1)] },
};

describe("join-label", () => {
  test("appends the mapped label to a vector, and as channels to every pixel of an image", () => {
    const mappedLabels = { shape: [2, 2], data: [10, 20, 30, 40] };
    const joined = (shape: readonly number[], data: readonly number[]): number[] =>
      compute({ x: { shape, data }, mapped: mappedLabels }, (tf, read) =>
        joinLabel.apply(
          tf,
          { kind: "join-label", size: 2, initializer: { kind: "zeros" } },
          read("x"),
          {
            mode: "training",
            variable: () => read("x"),
            moveStatistic: () => undefined,
            mask: () => read("x"),
            mappedLabels: () => read("mapped"),
          },
        ),
      );
    expect(joined([2, 1], [1, 2])).toEqual([1, 10, 20, 2, 30, 40]);
    expect(joined([2, 1, 2, 1], [1, 2, 3, 4])).toEqual([
      ...[1, 10, 20, 2, 10, 20],
      ...[3, 30, 40, 4, 30, 40],
    ]);
  });
});

describe("a network that joins labels", () => {
  test("has one map for all its places, counted once", () => {
    const { layers, parameters } = describeNetwork(
      CONDITIONAL.discriminator,
      "discriminator",
      [2],
      10,
    );
    expect(layers.map(({ name, outputShape }) => [name, outputShape])).toEqual([
      ["label-map", [3]],
      ["0-join-label", [5]],
      ["1-dense", [4]],
      ["2-leaky-relu", [4]],
      ["3-join-label", [7]],
      ["4-dense", [1]],
    ]);
    // Map 10·3, dense 5·4 + 4, dense 7·1 + 1.
    expect(parameters).toEqual({ trainable: 30 + 24 + 8, statistic: 0 });
  });

  test("scores a sample by the row of the map that its label chooses", () => {
    const network = buildNetwork(
      "discriminator",
      { layers: [join(1), dense(1, { bias: false })] },
      [1],
      3,
    );
    const { program } = traceScorer(network, 2);
    const scores = evaluate(program, {
      "discriminator/label-map/kernel": Float64Array.of(5, 7, 11),
      "discriminator/1-dense/kernel": Float64Array.of(100, 1),
      samples: Float64Array.of(1, 2),
      labels: Float64Array.of(0, 0, 1, 0, 1, 0),
    });
    // 100·x + map[label]
    expect([...output(scores, "scores")]).toEqual([111, 207]);
  });

  test.each([
    {
      what: "two sizes",
      changes: {
        ...CONDITIONAL,
        discriminator: { layers: [join(3), dense(4), join(2), dense(1)] },
      },
      classes: 8,
      path: "discriminator.layers.2",
      says: "Expected size 3 as at the first join-label",
    },
    {
      what: "places within a residual layer",
      changes: {
        ...CONDITIONAL,
        generator: {
          layers: [join(2), { kind: "repeat", times: 2, layers: [join(3)] } as const, dense(2)],
        },
      },
      classes: 8,
      path: "generator.layers.1.layers.0",
      says: "Expected size 2",
    },
    {
      what: "data without labels",
      changes: CONDITIONAL,
      classes: 0,
      path: "generator.layers.0",
      says: "Expected data with labels",
    },
    {
      what: "an unconditional network beside it",
      changes: { ...CONDITIONAL, generator: { layers: [dense(2)] } },
      classes: 8,
      path: "generator",
      says: "got a join-label in the discriminator only",
    },
  ])("is refused with $what", ({ changes, classes, path, says }) => {
    const problems = checkNetworks(cell(changes), [2], classes);
    expect(problems[0]).toMatchObject({ path });
    expect(problems[0]?.message).toContain(says);
  });

  test("is fine where everything fits", () => {
    expect(checkNetworks(cell(CONDITIONAL), [2], 8)).toEqual([]);
  });
});

describe("the phases of conditional networks", () => {
  const labelsOf = (
    phase: Phase | undefined,
  ): readonly (readonly [string, readonly number[], string])[] =>
    (phase?.inputs ?? []).flatMap(({ name, shape, source }) =>
      source.kind === "labels" ? [[name, shape, source.of] as const] : [],
    );

  test("are fed labels of real samples and of fakes, each once", () => {
    const [d, g] = buildStepPlan(cell(CONDITIONAL), [2], 8).phases;
    expect(labelsOf(d)).toEqual([
      ["labels/fake", [4, 8], "fakes"],
      ["labels/real", [4, 8], "real"],
    ]);
    expect(labelsOf(g)).toEqual([["labels/fake", [4, 8], "fakes"]]);
  });

  test.each([
    ["fresh", ["labels/discriminator", "labels/generator", "labels/real"]],
    ["shared", ["labels/fake", "labels/real"]],
  ] as const)(
    "of one simultaneous step with %s latents have labels to go with them",
    (latents, names) => {
      const spec = cell({ ...CONDITIONAL, training: { order: "simultaneous", latents } });
      const [phase] = buildStepPlan(spec, [2], 8).phases;
      expect(
        labelsOf(phase)
          .map(([name]) => name)
          .sort(),
      ).toEqual(names);
    },
  );

  test("of networks that join none are fed none", () => {
    for (const phase of buildStepPlan(cell(), [2], 8).phases) expect(labelsOf(phase)).toEqual([]);
  });

  test("D's loss is that of each sample under its own label", () => {
    const spec = cell({
      generator: { layers: [join(1), dense(1, { bias: false })] },
      discriminator: { layers: [join(1), dense(1, { bias: false })] },
      latent: { size: 1, distribution: "normal" },
      training: { batchSize: 2 },
    });
    const [d] = buildStepPlan(spec, [1], 2).phases;
    if (d === undefined) throw new Error("no phase");
    const losses = evaluate(d.program, {
      "generator/label-map/kernel": Float64Array.of(1, 2),
      "generator/1-dense/kernel": Float64Array.of(1, 1), // fake = z + G's map
      "discriminator/label-map/kernel": Float64Array.of(10, 20),
      "discriminator/1-dense/kernel": Float64Array.of(1, 1), // D(x) = x + D's map
      latents: Float64Array.of(3, 4),
      real: Float64Array.of(0.5, 0.25),
      "labels/fake": Float64Array.of(1, 0, 0, 1), // labels 0, 1: fakes 4, 6: scores 14, 26
      "labels/real": Float64Array.of(0, 1, 1, 0), // labels 1, 0: scores 20.5, 10.25
    });
    // ½·mean((score − label)²): fakes towards 0, real towards 1.
    expect([...output(losses, "loss/fake")]).toEqual([(14 ** 2 + 26 ** 2) / 4]);
    expect([...output(losses, "loss/real")]).toEqual([(19.5 ** 2 + 9.25 ** 2) / 4]);
    // d/dmap[0] of ½·mean: fake of label 0 and real of label 0.
    expect([...output(losses, "gradient/discriminator/label-map/kernel")]).toEqual([
      (14 + 9.25) / 2,
      (26 + 19.5) / 2,
    ]);
  });

  test("gradients of every variable are those of finite differences", () => {
    const spec = cell({
      ...CONDITIONAL,
      objective: leastSquares({ gradientPenalty: { kind: "interpolates", weight: 2 } }),
    });
    const [d] = buildStepPlan(spec, [2], 4).phases;
    if (d === undefined) throw new Error("no phase");
    const feeds = randomFeeds(d.program);
    const outputs = evaluate(d.program, feeds);
    const name = "discriminator/label-map/kernel";
    const lossAt = (index: number, change: number): number => {
      const moved = Float64Array.from(feeds[name] ?? []);
      moved[index] = (moved[index] ?? 0) + change;
      return (
        output(evaluate(d.program, { ...feeds, [name]: moved }), "loss/discriminator")[0] ?? NaN
      );
    };
    const slopes = Array.from(
      { length: feeds[name]?.length ?? 0 },
      (_, i) => (lossAt(i, 1e-5) - lossAt(i, -1e-5)) / 2e-5,
    );
    expect(largestError(output(outputs, `gradient/${name}`), slopes)).toBeLessThan(1e-6);
  });
});

describe("the sampler of a conditional generator", () => {
  test("takes latents followed by one-hot labels", () => {
    const spec = cell({
      generator: { layers: [join(1), dense(1, { bias: false })] },
      discriminator: { layers: [join(1), dense(1)] },
      latent: { size: 1, distribution: "normal" },
    });
    const { program, batchSize } = buildStepPlan(spec, [1], 2).sampler;
    const rows = new Float64Array(batchSize * 3);
    rows.set([3, 1, 0, 4, 0, 1]);
    const { samples } = evaluate(program, {
      "generator/label-map/kernel": Float64Array.of(10, 20),
      "generator/1-dense/kernel": Float64Array.of(100, 1),
      latents: rows,
    });
    expect([...(samples ?? [])].slice(0, 2)).toEqual([310, 420]);
  });
});
