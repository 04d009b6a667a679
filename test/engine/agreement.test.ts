import { describe, expect, test } from "vitest";

import { createExecutor } from "../../src/engine/create-executor.ts";
import type { ExecutorName } from "../../src/engine/executor.ts";
import { findBinding } from "../../src/engine/tensorflow/library-folder.ts";
import { LAYERS } from "../../src/gan/layers/registry.ts";
import { OBJECTIVES } from "../../src/gan/objectives/registry.ts";
import { OPTIMIZERS } from "../../src/gan/optimizers/registry.ts";
import { batchNormalization, cell, dense, leaky } from "../gan/specs.ts";
import { usedTolerance } from "./support/agreement.ts";
import { LAYER_CASES, OBJECTIVE_CASES, OPTIMIZER_CASES, STEP_CASES } from "./support/cases.ts";
import { compareSteps, open } from "./support/compare.ts";
import type { Difference } from "./support/compare.ts";
import { runStep } from "./support/feed.ts";

const STEPS = 20;
const CASES = [...LAYER_CASES, ...OBJECTIVE_CASES, ...OPTIMIZER_CASES, ...STEP_CASES];

/** `tensorflow` only where its native library is (npm run setup:tensorflow); webgpu/agreement.test.ts has the device. */
const COMPARED: readonly ExecutorName[] = [
  "onnx",
  "eager",
  ...(findBinding() === null ? [] : ["tensorflow" as const]),
];
const EXECUTORS = await Promise.all(COMPARED.map(createExecutor));

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
    const opened = await open(EXECUTORS, spec, sampleShape);
    const wrong: Difference[] = [];
    for await (const difference of compareSteps(opened, STEPS))
      if (!(difference.used <= 1)) wrong.push(difference);
    expect(wrong).toEqual([]);
    for (const session of opened.sessions) await session.dispose();
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
    const { plan, truth, sessions } = await open(EXECUTORS, cell({ generator: { layers } }), [2]);
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
