import { describe, expect, test } from "vitest";

import { seed } from "../../src/shared/brand.ts";
import { createFeed } from "../../src/training/feed.ts";
import type { LossWindow } from "../../src/training/losses.ts";
import { train } from "../../src/training/train.ts";
import type { Updates, Watcher } from "../../src/training/train.ts";
import { twoUnitRecord } from "./two-unit-record.ts";
import { createTwoUnits } from "./two-unit-session.ts";
import type { TwoUnits, TwoUnitSession } from "./two-unit-session.ts";

interface Told {
  readonly what: "log" | "evaluate" | "draw" | "histograms" | "finish";
  readonly step: number;
  readonly losses?: ReturnType<LossWindow["take"]>;
  readonly updates?: Updates;
}

/** A watcher that writes down what it is told. */
function listen(): { readonly told: Told[]; readonly watcher: Watcher } {
  const told: Told[] = [];
  const note = (what: Told["what"]) => (step: number) => {
    told.push({ what, step });
    return Promise.resolve();
  };
  return {
    told,
    watcher: {
      log: (step, window, updates) =>
        told.push({ what: "log", step, losses: window.take(), updates }),
      evaluate: note("evaluate"),
      draw: note("draw"),
      histograms: (step) => told.push({ what: "histograms", step }),
      finish: (step) => told.push({ what: "finish", step }),
      tick: () => Promise.resolve(),
    },
  };
}

interface Trained extends TwoUnitSession {
  readonly told: readonly Told[];
  readonly outcome: Awaited<ReturnType<typeof train>>;
}

async function trainTwoUnits(
  options: TwoUnits & {
    readonly steps?: number;
    readonly shouldStop?: () => boolean;
    readonly batch?: (index: number) => number;
  } = {},
): Promise<Trained> {
  const { steps = 10, shouldStop = () => false, batch = () => 1 } = options;
  const units = createTwoUnits(options);
  const { told, watcher } = listen();
  const feed = createFeed({
    ...units,
    batches: {
      fill: (index, out) => {
        out.fill(batch(index));
      },
      fillLabels: () => undefined,
    },
    latent: { size: 1, distribution: "normal" },
    latents: "fresh",
    seed: seed(1),
  });
  const outcome = await train({
    record: twoUnitRecord({ steps }),
    ...units,
    feed,
    watcher,
    shouldStop,
  });
  return { ...units, told, outcome };
}

const steps = (told: readonly Told[], what: Told["what"]): number[] =>
  told.filter((entry) => entry.what === what).map(({ step }) => step);

describe("train", () => {
  test("runs every phase of every step, and looks when the schedule says", async () => {
    const { told, outcome, ran } = await trainTwoUnits();
    expect(outcome.status).toBe("finished");
    expect(ran.map(({ phase }) => phase)).toEqual(
      Array.from({ length: 10 }, () => ["discriminator", "generator"]).flat(),
    );
    expect(steps(told, "log")).toEqual([1, 4, 8, 10]); // the first step, every fourth, the last
    expect(steps(told, "evaluate")).toEqual([0, 5, 10]);
    expect(steps(told, "draw")).toEqual([0, 10]);
    expect(told.at(-1)).toEqual({ what: "finish", step: 10 });
  });

  test("measures updates only where the schedule says, and only the last repeat of a phase", async () => {
    const { ran, told } = await trainTwoUnits({ steps: 2, discriminatorSteps: 3 });
    expect(ran.map(({ measure }) => measure)).toEqual([
      ...[false, false, true, true], // step 1: three of the discriminator, one of the generator
      ...[false, false, true, true], // step 2 is the last one
    ]);
    expect(Object.keys(told.find(({ what }) => what === "log")?.updates ?? {})).toEqual([
      "discriminator",
      "generator",
    ]);
  });

  test("logs each loss once where both updates are one phase", async () => {
    const { told, session } = await trainTwoUnits({ order: "simultaneous", steps: 1 });
    const [outputs] = session.outputs;
    expect(told.find(({ what }) => what === "log")?.losses).toEqual({
      discriminator: outputs?.get("loss/discriminator")?.[0],
      generator: outputs?.get("loss/generator")?.[0],
    });
  });

  test("the first update is the one worked out by hand", async () => {
    // Real samples are 1, d = ½, g = 0. With latents z: gradient of d = (½ − 1)·1 + mean(½z²).
    const { session, told } = await trainTwoUnits({ steps: 1, learningRate: 0 });
    const log = told.find(({ what }) => what === "log");
    const z = [...(session.inputs[0]?.get("latents") ?? [])];
    const squares = z.reduce((sum, value) => sum + value * value, 0) / 4;
    expect(log?.updates?.discriminator?.gradientNorm).toBeCloseTo(Math.abs(-0.5 + squares / 2), 6);
    // ½(½ − 1)² + ½·mean((½z)²)
    expect(log?.losses?.discriminator).toBeCloseTo(1 / 8 + squares / 8, 6);
  });

  test("ends as diverged at the step whose loss is not finite, with means of the steps before", async () => {
    const { outcome, told } = await trainTwoUnits({ batch: (index) => (index < 6 ? 1 : Infinity) });
    expect(outcome).toMatchObject({ status: "diverged", step: 7, what: "loss/d" });
    expect(steps(told, "log")).toEqual([1, 4, 7]);
    const last = told.findLast(({ what }) => what === "log");
    expect(Number.isFinite(last?.losses?.discriminator)).toBe(true);
    expect(told.at(-1)).toEqual({ what: "finish", step: 7 });
  });

  test("ends as diverged where an evaluation finds a weight that is not finite", async () => {
    const units = await trainTwoUnits({ steps: 1 });
    units.session.variables.get("generator/g")?.fill(NaN);
    const { watcher } = listen();
    const outcome = await train({
      record: twoUnitRecord({ steps: 3 }),
      plan: units.plan,
      session: units.session,
      feed: () => undefined,
      watcher,
      shouldStop: () => false,
    });
    expect(outcome).toMatchObject({ status: "diverged", step: 0, what: "generator/g" });
  });

  test("stops between two steps when asked to", async () => {
    let asked = 0;
    const { outcome, ran } = await trainTwoUnits({ shouldStop: () => ++asked > 3 });
    expect(outcome).toEqual({ status: "cancelled", step: 3 });
    expect(ran).toHaveLength(6);
  });
});
