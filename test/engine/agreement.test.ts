import { describe, expect, test } from "vitest";

import type { CellSpec } from "../../src/config/experiment.ts";
import type { LayerSpec } from "../../src/config/spec.ts";
import { createExecutor } from "../../src/engine/create-executor.ts";
import type { ExecutorName, TrainingSession } from "../../src/engine/executor.ts";
import { findBinding } from "../../src/engine/tensorflow/library-folder.ts";
import { initializeVariables } from "../../src/gan/initialize.ts";
import { LAYERS } from "../../src/gan/layers/registry.ts";
import { OBJECTIVES } from "../../src/gan/objectives/registry.ts";
import { OPTIMIZERS } from "../../src/gan/optimizers/registry.ts";
import type { StepPlan } from "../../src/gan/step-plan.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
import { seed } from "../../src/shared/brand.ts";
import {
  ADAM,
  batchNormalization,
  cell,
  COMMON,
  crossEntropy,
  dense,
  leaky,
  leastSquares,
} from "../gan/specs.ts";
import { usedTolerance } from "./support/agreement.ts";
import { feedPhase, runStep } from "./support/feed.ts";
import { createReferenceSession } from "./support/reference-session.ts";

const STEPS = 20;
/** For networks that join labels. */
const CLASSES = 3;

/** `tensorflow` only where its native library is (npm run setup:tensorflow). */
const COMPARED: readonly ExecutorName[] = [
  "onnx",
  "eager",
  ...(findBinding() === null ? [] : ["tensorflow" as const]),
];

interface Case {
  readonly name: string;
  readonly spec: CellSpec;
  readonly sampleShape: readonly number[];
}

const vectors = (name: string, changes: Parameters<typeof cell>[0]): Case => ({
  name,
  spec: cell(changes),
  sampleShape: [2],
});

/** A kind of layer between dense layers of both networks. */
const between = (...layers: readonly LayerSpec[]): Case =>
  vectors(layers[0]?.kind ?? "", {
    generator: { layers: [dense(4), ...layers, dense(2)] },
    discriminator: { layers: [dense(4), ...layers, dense(1)] },
  });

const convolution = (
  kind: "conv2d" | "conv2d-transpose",
  filters: number,
  stride: number,
): LayerSpec => ({
  ...(kind === "conv2d" ? { kind } : { kind, outputSize: null }),
  filters,
  kernel: 3,
  stride,
  padding: "same",
  bias: true,
  initializer: { kind: "glorot-uniform" },
  biasInitializer: { kind: "zeros" },
});

/** Layers over 4×4 pictures: in D, and in G where they keep the size. */
const pictures = (name: string, discriminator: LayerSpec[], generator: LayerSpec[] = []): Case => ({
  name,
  sampleShape: [4, 4, 1],
  spec: cell({
    generator: {
      layers: [dense(16), { kind: "reshape", shape: [4, 4, 1] }, ...generator, { kind: "tanh" }],
    },
    discriminator: { layers: [...discriminator, { kind: "flatten" }, dense(1)] },
  }),
});

const LAYER_CASES: readonly Case[] = [
  ...(["relu", "tanh", "sigmoid", "selu", "softplus", "silu"] as const).map((kind) =>
    between({ kind }),
  ),
  between({ kind: "elu", alpha: 0.7 }),
  between(leaky),
  between(batchNormalization()),
  between({ kind: "dropout", rate: 0.4 }),
  between({ kind: "layer-normalization", over: "features", epsilon: 1e-3 }),
  between({ kind: "gated" }, dense(4)),
  between({
    kind: "maxout",
    units: 4,
    pieces: 3,
    bias: true,
    initializer: { kind: "glorot-uniform" },
    biasInitializer: { kind: "glorot-uniform" },
  }),
  between({ kind: "residual", layers: [dense(4), leaky], shortcut: [], scale: 0.5 }),
  between({ kind: "repeat", times: 2, layers: [dense(4), { kind: "tanh" }] }),
  pictures("conv2d", [convolution("conv2d", 2, 2), leaky], [convolution("conv2d", 1, 1)]),
  pictures("conv2d-transpose", [leaky], [convolution("conv2d-transpose", 1, 1)]),
  pictures("upsample", [{ kind: "upsample", factor: 2, interpolation: "nearest" }]),
  pictures("upsample, bilinear", [{ kind: "upsample", factor: 2, interpolation: "bilinear" }]),
  pictures("average-pool", [{ kind: "average-pool", size: 2, stride: 2, padding: "same" }]),
  pictures("max-pool", [{ kind: "max-pool", size: 2, stride: 2, padding: "same" }]),
  pictures("global-pool", [
    convolution("conv2d", 3, 1),
    { kind: "global-pool", reduction: "mean" },
  ]),
  between({ kind: "minibatch-stddev", epsilon: 1e-6 }),
  between({ kind: "join-label", size: 3, initializer: { kind: "glorot-uniform" } }),
  vectors("pack", {
    discriminator: { layers: [{ kind: "pack", count: 2 }, dense(5), leaky, dense(1)] },
  }),
];

const OBJECTIVE_CASES: readonly Case[] = [
  ...[
    { a: -1, b: 1, c: 0 },
    { a: 0, b: 1, c: 0.5 },
  ].map((labels) =>
    vectors(`least-squares ${JSON.stringify(labels)}`, { objective: leastSquares({ labels }) }),
  ),
  vectors("least-squares, sum, scaled by labels", {
    objective: leastSquares({
      labels: { a: -1, b: 1, c: 0 },
      reduction: "sum",
      discriminatorScale: "labels",
    }),
  }),
  vectors("cross-entropy", { objective: crossEntropy() }),
  vectors("wasserstein", {
    objective: {
      kind: "wasserstein",
      gradientPenalty: { kind: "interpolates", weight: 10 },
    },
  }),
];

const optimizers = (generator: CellSpec["optimizer"]["generator"]): CellSpec["optimizer"] => ({
  generator,
  discriminator: generator,
  shared: false,
});

const OPTIMIZER_CASES: readonly Case[] = [
  vectors("adam, shared", { optimizer: { ...ADAM, shared: true } }),
  ...[0, 0.9].map((momentum) =>
    vectors(`rmsprop, momentum ${momentum}`, {
      optimizer: optimizers({
        ...COMMON,
        kind: "rmsprop",
        learningRate: 1e-3,
        decay: 0.9,
        momentum,
        epsilon: 1e-7,
      }),
    }),
  ),
  ...[
    { momentum: 0, nesterov: false },
    { momentum: 0.9, nesterov: false },
    { momentum: 0.9, nesterov: true },
  ].map((options) =>
    vectors(`sgd ${JSON.stringify(options)}`, {
      optimizer: optimizers({ ...COMMON, kind: "sgd", learningRate: 1e-2, ...options }),
    }),
  ),
];

const STEP_CASES: readonly Case[] = [
  ...(["generator-first", "simultaneous"] as const).map((order) =>
    vectors(order, { training: { order } }),
  ),
  vectors("three discriminator steps", { training: { discriminatorSteps: 3 } }),
  vectors("the seed's batches", {
    training: {
      discriminatorBatch: "half",
      realAndFake: "joint",
      fakesForDiscriminator: "inference",
    },
  }),
  vectors("batch normalization in D, real and fake apart", {
    discriminator: { layers: [dense(5), batchNormalization(), leaky, dense(1)] },
  }),
];

const CASES = [...LAYER_CASES, ...OBJECTIVE_CASES, ...OPTIMIZER_CASES, ...STEP_CASES];

describe("the cases", () => {
  const kindsIn = (value: unknown): string[] => {
    if (typeof value !== "object" || value === null) return [];
    const own = "kind" in value && typeof value.kind === "string" ? [value.kind] : [];
    return [...own, ...Object.values(value).flatMap(kindsIn)];
  };
  const covered = new Set(CASES.flatMap(({ spec }) => kindsIn(spec)));

  test.each([
    ["layer", LAYERS],
    ["objective", OBJECTIVES],
    ["optimizer", OPTIMIZERS],
  ] as const)("cover every %s", (_, registry) => {
    expect([...registry.keys()].filter((kind) => !covered.has(kind))).toEqual([]);
  });
});

describe("executors started from the same weights at each of 20 steps", () => {
  test.each(CASES)("agree with float64: $name", async ({ spec, sampleShape }) => {
    const { plan, truth, sessions } = await open(spec, sampleShape);
    const wrong: string[] = [];
    for (let step = 0; step < STEPS; step++)
      for (const phase of plan.phases.keys()) {
        for (const session of sessions) copyState(truth, session);
        for (const session of [truth, ...sessions]) {
          feedPhase(session, plan, phase, step);
          await session.runPhase(phase);
        }
        for (const session of sessions)
          for (const [name, expected] of expectedOf(truth, plan, phase)) {
            const actual = session.outputs[phase]?.get(name) ?? session.variables.get(name) ?? [];
            const used = usedTolerance(actual, expected);
            if (!(used <= 1)) wrong.push(`step ${step} ${session.executor} ${name}: ${used}`);
          }
      }
    expect(wrong).toEqual([]);
    for (const session of sessions) await session.dispose();
  });
});

describe("executors left to themselves for 20 steps", () => {
  const [bias, movingMean] = [
    "generator/0-dense/bias",
    "generator/1-batch-normalization/moving-mean",
  ];

  test("reach the same weights, except a bias straight before a normalization", async () => {
    const momentum = 0.8;
    const layers = [dense(4), batchNormalization(momentum), leaky, dense(2)];
    const { plan, truth, sessions } = await open(cell({ generator: { layers } }), [2]);
    // The bias's exact gradient is zero: Adam makes steps of the learning rate from rounding noise.
    const noise = plan.variables.filter(({ gradientIsZero }) => gradientIsZero);
    expect(noise.map(({ name }) => name)).toEqual([bias]);
    const shares = new Map([truth, ...sessions].map((session) => [session, [0, 0, 0, 0]]));
    for (let step = 0; step < STEPS; step++)
      for (const [session, share] of shares) {
        const before = [...(session.variables.get(bias) ?? [])];
        await runStep(session, plan, step);
        shares.set(session, moved(share, before, momentum));
      }
    for (const session of sessions)
      for (const { name } of plan.variables.filter((variable) => variable.name !== bias)) {
        const [actual, expected] = [session, truth].map((from) => {
          const values = [...(from.variables.get(name) ?? [])];
          return name === movingMean ? minus(values, shares.get(from) ?? []) : values;
        });
        const used = usedTolerance(actual ?? [], expected ?? []);
        expect(used, `${session.executor} ${name}`).toBeLessThanOrEqual(1);
      }
  });

  /** A moving mean is one of products plus one of biases: the second, which the noise is in, after another step. */
  const moved = (share: readonly number[], bias: readonly number[], momentum: number): number[] =>
    share.map((old, i) => old * momentum + (bias[i] ?? NaN) * (1 - momentum));

  const minus = (a: readonly number[], b: readonly number[]): number[] =>
    a.map((x, i) => x - (b[i] ?? NaN));
});

interface Opened {
  readonly plan: StepPlan;
  readonly truth: TrainingSession;
  readonly sessions: readonly TrainingSession[];
}

async function open(spec: CellSpec, sampleShape: readonly number[]): Promise<Opened> {
  const plan = buildStepPlan(spec, sampleShape, CLASSES);
  const initial = initializeVariables(plan.variables, seed(1));
  const sessions: TrainingSession[] = [];
  for (const name of COMPARED)
    sessions.push(await (await createExecutor(name)).prepare(plan, initial, { threads: 1 }));
  return { plan, truth: createReferenceSession(plan, initial), sessions };
}

function copyState(from: TrainingSession, to: TrainingSession): void {
  for (const [name, values] of from.variables) to.variables.get(name)?.set(values);
  for (const [name, values] of from.slots) to.slots.get(name)?.set(values);
}

/**
 * Everything a phase says, gradients included, and the moving statistics. Not the updated weights: an optimizer divides a
 * gradient by its own size, so where it is rounding noise the update is not; optimizer-kernel.test.ts compares updates.
 */
function expectedOf(
  truth: TrainingSession,
  { variables }: StepPlan,
  phase: number,
): readonly (readonly [string, Float32Array])[] {
  const statistics = new Set(
    variables.filter(({ role }) => role === "statistic").map(({ name }) => name),
  );
  const moved = [...truth.variables].filter(([name]) => statistics.has(name));
  return [...(truth.outputs[phase] ?? []), ...moved];
}
