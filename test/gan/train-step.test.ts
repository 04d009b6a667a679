import { describe, expect, test } from "vitest";

import type { CellSpec } from "../../src/config/experiment.ts";
import type { LayerSpec, ObjectiveSpec, TrainingSpec } from "../../src/config/spec.ts";
import { initializeVariables } from "../../src/gan/initialize.ts";
import type { Phase, StepPlan } from "../../src/gan/step-plan.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { printProgram } from "../../src/program/print.ts";
import { seed } from "../../src/shared/brand.ts";
import { LabError } from "../../src/shared/errors.ts";
import { largestError, output, randomFeeds } from "./feeds.ts";
import type { Feeds } from "./feeds.ts";
import {
  batchNormalization,
  cell,
  crossEntropy,
  dense,
  leaky,
  leastSquares,
  RING_CELL,
  SEED_CELL,
} from "./specs.ts";

const DIGIT = [28, 28, 1];
const smooth: LayerSpec[] = [dense(5), { kind: "tanh" }, batchNormalization(0.75)];
const SMOOTH = {
  generator: { layers: [...smooth, dense(4), { kind: "silu" }, dense(2)] },
  discriminator: { layers: [...smooth, { kind: "dropout", rate: 0.5, channels: false }, dense(1)] },
} as const satisfies Partial<CellSpec>;

const names = (phase: Phase): string[] => phase.program.outputs.map(({ name }) => name);
const phaseOf = (plan: StepPlan, name: Phase["name"]): Phase => {
  const phase = plan.phases.find((candidate) => candidate.name === name);
  if (phase === undefined) throw new Error(`No ${name} phase`);
  return phase;
};

describe("buildStepPlan", () => {
  test("makes the seed article's networks of 583,312 and 265,601 numbers", () => {
    const { variables } = buildStepPlan(SEED_CELL, DIGIT);
    const count = (network: string, role?: string): number =>
      variables
        .filter(
          (variable) => variable.network === network && (role ?? variable.role) === variable.role,
        )
        .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    expect(count("generator")).toBe(583_312);
    expect(count("generator", "trainable")).toBe(581_520);
    expect(count("discriminator")).toBe(265_601);
  });

  test("gives equal programs when it is called twice", () => {
    const print = (plan: StepPlan): string[] =>
      [...plan.phases, plan.sampler, ...Object.values(plan.optimizers)].map(({ program }) =>
        printProgram(program),
      );
    for (const [spec, shape] of [
      [SEED_CELL, DIGIT],
      [RING_CELL, [2]],
    ] as const) {
      expect(print(buildStepPlan(spec, shape))).toEqual(print(buildStepPlan(spec, shape)));
    }
  });

  test("runs the seed's step: D on 16 fakes from moving statistics and 16 reals, then G on 32", () => {
    const plan = buildStepPlan(SEED_CELL, DIGIT);
    expect(plan.sharedClock).toBe(true);
    expect(plan.phases.map(({ name, repeat }) => [name, repeat])).toEqual([
      ["discriminator", 1],
      ["generator", 1],
    ]);
    const [d, g] = [phaseOf(plan, "discriminator"), phaseOf(plan, "generator")];
    expect(d.inputs.map(({ name, shape }) => [name, shape])).toEqual([
      ["real", [16, 28, 28, 1]],
      ["latents", [16, 100]],
    ]);
    expect(g.inputs.map(({ name, shape }) => [name, shape])).toEqual([["latents", [32, 100]]]);
    const inputs = d.program.inputs.map(({ name }) => name);
    expect(inputs).toContain("generator/2-batch-normalization/moving-mean");
    expect(names(d).filter((name) => name.startsWith("next/"))).toEqual([]);
    expect(names(g).filter((name) => name.startsWith("next/"))).toHaveLength(6);
  });

  test("updates one network in a phase and gives no gradient of the other's weights", () => {
    const plan = buildStepPlan(cell(SMOOTH), [2]);
    for (const phase of plan.phases) {
      const moved = names(phase).filter((name) => /^(gradient|next)\//.test(name));
      const own = plan.variables.filter(({ network }) => network === phase.name);
      expect(moved.map((name) => name.replace(/^\w+\//, "")).sort()).toEqual(
        own.map(({ name }) => name).sort(),
      );
    }
  });

  test("reads no variable that a phase does not use", () => {
    const d = phaseOf(buildStepPlan(cell(), [2]), "discriminator");
    const inputs = d.program.inputs.map(({ name }) => name);
    expect(inputs.filter((name) => name.includes("moving"))).toEqual([]);
  });

  test("marks the bias straight before a batch normalisation as one whose gradient is zero", () => {
    const layers = [
      dense(3),
      batchNormalization(),
      dense(3),
      leaky,
      batchNormalization(),
      dense(2),
    ];
    const { variables } = buildStepPlan(cell({ generator: { layers } }), [2]);
    const marked = variables.filter(({ gradientIsZero }) => gradientIsZero).map(({ name }) => name);
    expect(marked).toEqual(["generator/0-dense/bias"]);
  });

  test("repeats the discriminator's phase and turns the order round when asked", () => {
    const training = { discriminatorSteps: 5, order: "generator-first" } as const;
    const { phases } = buildStepPlan(cell({ training }), [2]);
    expect(phases.map(({ name, repeat }) => [name, repeat])).toEqual([
      ["generator", 1],
      ["discriminator", 5],
    ]);
  });

  test("makes one phase of a simultaneous step, with one batch of shared latents or two of fresh ones", () => {
    const inputsWith = (latents: "shared" | "fresh"): string[] => {
      const { phases } = buildStepPlan(cell({ training: { order: "simultaneous", latents } }), [2]);
      expect(phases.map(({ updates }) => updates)).toEqual([["discriminator", "generator"]]);
      return phases.flatMap(({ inputs }) => inputs.map(({ name }) => name));
    };
    expect(inputsWith("shared")).toEqual(["real", "latents"]);
    expect(inputsWith("fresh")).toEqual(["real", "latents/discriminator", "latents/generator"]);
  });

  test.each<[string, Partial<TrainingSpec>]>([
    [
      "several discriminator updates in a simultaneous step",
      { order: "simultaneous", discriminatorSteps: 2 },
    ],
    [
      "shared latents of half a batch in a simultaneous step",
      { order: "simultaneous", latents: "shared", discriminatorBatch: "half" },
    ],
    ["half of an odd batch", { batchSize: 3, discriminatorBatch: "half" }],
  ])("refuses %s", (_, training) => {
    expect(() => buildStepPlan(cell({ training }), [2])).toThrow(LabError);
  });
});

describe("the gradients of whole losses", () => {
  const objectives: readonly [string, ObjectiveSpec][] = [
    ["least squares", leastSquares({ labels: { a: -1, b: 1, c: 0 } })],
    [
      "summed, factored least squares",
      leastSquares({ reduction: "sum", generatorFactor: 1, labels: { a: 0.5, b: -2, c: 3 } }),
    ],
    [
      "least squares scaled to labels",
      leastSquares({ discriminatorScale: "labels", labels: { a: -3, b: 1, c: 1 } }),
    ],
    ["cross entropy", crossEntropy()],
  ];
  const trainings: readonly [string, Partial<TrainingSpec>][] = [
    ["separate", {}],
    ["joint", { realAndFake: "joint", fakesForDiscriminator: "inference" }],
    ["half batches", { discriminatorBatch: "half" }],
    ["simultaneous, shared", { order: "simultaneous", latents: "shared" }],
    ["simultaneous, fresh", { order: "simultaneous", fakesForDiscriminator: "inference" }],
  ];
  const cases = objectives.flatMap(([o, objective]) =>
    trainings.map(([t, training]) => [`${o}, ${t}`, objective, training] as const),
  );

  test.each(cases)("equal finite differences in float64: %s", (_, objective, training) => {
    const plan = buildStepPlan(cell({ ...SMOOTH, objective, training }), [2]);
    for (const { program } of plan.phases) {
      const feeds = randomFeeds(program);
      const outputs = evaluate(program, feeds);
      for (const { name } of program.outputs.filter(({ name }) => name.startsWith("gradient/"))) {
        const variable = name.slice("gradient/".length);
        const loss = `loss/${variable.split("/")[0] ?? ""}`;
        const difference = centralDifference(
          (changed) => output(evaluate(program, changed), loss)[0] ?? NaN,
          feeds,
          variable,
        );
        expect(largestError(output(outputs, name), difference), name).toBeLessThan(1e-7);
      }
    }
  });
});

describe("the discriminator's phase", () => {
  test("gives the loss as the sum of its parts and the scores that they are made of", () => {
    const { program } = phaseOf(buildStepPlan(cell(), [2]), "discriminator");
    const outputs = evaluate(program, randomFeeds(program));
    const half = (scores: Float64Array, label: number): number =>
      0.5 * (scores.reduce((sum, score) => sum + (score - label) ** 2, 0) / scores.length);
    const real = half(output(outputs, "scores/real"), 1);
    const fake = half(output(outputs, "scores/fake"), 0);
    expect(output(outputs, "loss/real")[0]).toBeCloseTo(real, 14);
    expect(output(outputs, "loss/fake")[0]).toBeCloseTo(fake, 14);
    expect(output(outputs, "loss/discriminator")[0]).toBeCloseTo(real + fake, 14);
  });

  test("sees real and fake apart or together, which matters only through batch normalisation", () => {
    const losses = (
      realAndFake: "separate" | "joint",
      discriminator: CellSpec["discriminator"],
    ) => {
      const plan = buildStepPlan(cell({ discriminator, training: { realAndFake } }), [2]);
      const { program } = phaseOf(plan, "discriminator");
      return output(evaluate(program, randomFeeds(program)), "loss/discriminator")[0];
    };
    const plain = { layers: [dense(5), leaky, dense(1)] };
    const coupled = { layers: [dense(5), batchNormalization(), leaky, dense(1)] };
    expect(losses("joint", plain)).toBe(losses("separate", plain));
    expect(losses("joint", coupled)).not.toBeCloseTo(losses("separate", coupled) ?? NaN, 3);
  });

  test("moves D's statistics by the real batch and then by the fake one, and never G's", () => {
    const layers = [batchNormalization(0.75), dense(1)];
    const plan = buildStepPlan(cell({ discriminator: { layers } }), [2]);
    const { program } = phaseOf(plan, "discriminator");
    const moved = "discriminator/0-batch-normalization/moving-mean";
    expect(program.outputs.filter(({ name }) => name.startsWith("next/generator"))).toEqual([]);
    // Samples are what D's first layer sees; G's are recomputed with D cut off.
    const feeds = randomFeeds(program);
    const real = output(feeds, "real");
    const fakes = fakesOf(plan, feeds);
    const start = output(feeds, moved);
    const mean = (samples: ArrayLike<number>, feature: number): number =>
      [0, 1, 2, 3].reduce((sum, row) => sum + (samples[2 * row + feature] ?? NaN), 0) / 4;
    const expected = [0, 1].map((feature) => {
      const afterReal = 0.75 * (start[feature] ?? NaN) + 0.25 * mean(real, feature);
      return 0.75 * afterReal + 0.25 * mean(fakes, feature);
    });
    expect(largestError(output(evaluate(program, feeds), `next/${moved}`), expected)).toBeLessThan(
      1e-14,
    );
  });
});

describe("label schemes with equal t", () => {
  const bits = (labels: { a: number; b: number; c: number }): string[] => {
    const objective = leastSquares({ labels, discriminatorScale: "labels" });
    const plan = buildStepPlan(cell({ objective }), [2]);
    return plan.phases.flatMap(({ program }) => {
      const outputs = evaluate(program, randomFeeds(program));
      return Object.entries(outputs)
        .filter(([name]) => !name.startsWith("scores/"))
        .map(([name, values]) => `${name} ${[...values].join(" ")}`);
    });
  };

  test("are the same run bit for bit when D is scaled to the labels", () => {
    expect(bits({ a: -1, b: 1, c: 0 })).toEqual(bits({ a: 0, b: 1, c: 0.5 }));
    expect(bits({ a: 0, b: 1, c: 1 })).toEqual(bits({ a: -1, b: 1, c: 1 }));
    expect(bits({ a: 0, b: 1, c: 1 })).not.toEqual(bits({ a: 0, b: 1, c: 0.5 }));
  });

  test("differ in the scores alone: D(x) = (a + b)/2 + (b − a)·net(x)", () => {
    const scores = (options: Parameters<typeof leastSquares>[0]): Float64Array => {
      const plan = buildStepPlan(cell({ objective: leastSquares(options) }), [2]);
      const { program } = phaseOf(plan, "discriminator");
      return output(evaluate(program, randomFeeds(program)), "scores/real");
    };
    const net = scores({});
    const labels = { a: -3, b: 1, c: 0 };
    const scaled = scores({ labels, discriminatorScale: "labels" });
    expect(
      largestError(
        scaled,
        net.map((value) => -1 + 4 * value),
      ),
    ).toBeLessThan(1e-15);
  });
});

describe("the sampler", () => {
  test("is G with its moving statistics", () => {
    const plan = buildStepPlan(cell(), [2]);
    const { program, batchSize } = plan.sampler;
    expect(program.inputs.map(({ name }) => name)).toContain(
      "generator/2-batch-normalization/moving-variance",
    );
    const { samples } = evaluate(program, randomFeeds(program));
    expect(samples).toHaveLength(batchSize * 2);
  });
});

describe("initial values", () => {
  test("fit every variable of a plan", () => {
    const { variables } = buildStepPlan(SEED_CELL, DIGIT);
    const initial = initializeVariables(variables, seed(1));
    for (const { name, shape } of variables)
      expect(initial.get(name)?.length, name).toBe(shape.reduce((a, b) => a * b, 1));
  });
});

/** d loss / d variable by central differences. */
function centralDifference(
  loss: (feeds: Feeds) => number,
  feeds: Feeds,
  variable: string,
): Float64Array {
  const values = output(feeds, variable);
  const step = 1e-6;
  return values.map((value, index) => {
    const at = (moved: number): number => {
      const changed = values.slice();
      changed[index] = moved;
      return loss({ ...feeds, [variable]: changed });
    };
    return (at(value + step) - at(value - step)) / (2 * step);
  });
}

/** The fakes of the discriminator's phase: a plan whose D is the identity on one feature at a time scores them. */
function fakesOf(plan: StepPlan, feeds: Feeds): Float64Array {
  const rows = 4;
  const features = [0, 1].map((feature) => {
    const layers: LayerSpec[] = [dense(1)];
    const { program } = phaseOf(
      buildStepPlan(cell({ discriminator: { layers } }), [2]),
      "discriminator",
    );
    const kernel = Float64Array.from([feature === 0 ? 1 : 0, feature === 1 ? 1 : 0]);
    const own = {
      "discriminator/0-dense/kernel": kernel,
      "discriminator/0-dense/bias": new Float64Array(1),
    };
    return output(evaluate(program, { ...feeds, ...own }), "scores/fake");
  });
  expect(plan.phases).toHaveLength(2);
  return Float64Array.from(
    { length: 2 * rows },
    (_, i) => features[i % 2]?.[Math.floor(i / 2)] ?? NaN,
  );
}
