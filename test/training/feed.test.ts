import { describe, expect, test } from "vitest";

import type { BatchSource } from "../../src/data/dataset.ts";
import type { Phase, StepInput, StepPlan } from "../../src/gan/step-plan.ts";
import { seed } from "../../src/shared/brand.ts";
import { createFeed } from "../../src/training/feed.ts";
import type { Feed } from "../../src/training/feed.ts";
import { createTwoUnits } from "./two-unit-session.ts";
import type { TwoUnits } from "./two-unit-session.ts";

/** Writes the number of the batch everywhere. */
const numbered: BatchSource = {
  fill: (index, out) => {
    out.fill(index);
  },
  fillLabels: (_, out) => {
    out.fill(0);
  },
};

interface Fed {
  readonly feed: Feed;
  /** A copy of what a phase's input holds now. */
  readonly read: (phase: Phase["name"], input: string) => number[];
  readonly index: (phase: Phase["name"]) => number;
}

function feeding(
  options: TwoUnits & {
    readonly latents?: "fresh" | "shared";
    readonly seed?: number;
    readonly plan?: (plan: StepPlan) => StepPlan;
  } = {},
): Fed {
  const units = createTwoUnits(options);
  const plan = options.plan?.(units.plan) ?? units.plan;
  const inputs = plan.phases.map(
    (phase) =>
      new Map(
        phase.inputs.map(({ name, shape }) => [
          name,
          new Float32Array(shape.reduce((product, length) => product * length, 1)),
        ]),
      ),
  );
  const feed = createFeed({
    plan,
    session: { ...units.session, inputs },
    batches: numbered,
    latent: { size: 1, distribution: "normal" },
    latents: options.latents ?? "fresh",
    seed: seed(options.seed ?? 1),
  });
  const index = (name: string): number => plan.phases.findIndex((phase) => phase.name === name);
  return {
    feed,
    index,
    read: (phase, input) => [...(inputs[index(phase)]?.get(input) ?? [])],
  };
}

describe("createFeed", () => {
  test("gives the discriminator the batch of its own use number", () => {
    const { feed, read, index } = feeding({ discriminatorSteps: 3 });
    feed(index("discriminator"), 7);
    expect(read("discriminator", "real")).toEqual([7, 7, 7, 7]);
  });

  test("draws the same latents for the same use in whatever order uses are asked for", () => {
    const there = feeding();
    const back = feeding();
    const uses = [0, 1, 2];
    const forwards = uses.map((use) => {
      there.feed(0, use);
      return there.read("discriminator", "latents");
    });
    const backwards = uses.toReversed().map((use) => {
      back.feed(0, use);
      return back.read("discriminator", "latents");
    });
    expect(backwards.toReversed()).toEqual(forwards);
    expect(new Set(forwards.flat()).size).toBe(12); // 3 uses of 4 different numbers
  });

  test("another seed draws other latents", () => {
    const [one, other] = [feeding({ seed: 1 }), feeding({ seed: 2 })];
    one.feed(0, 0);
    other.feed(0, 0);
    expect(one.read("discriminator", "latents")).not.toEqual(
      other.read("discriminator", "latents"),
    );
  });

  test("fresh latents of the two networks differ", () => {
    const { feed, read, index } = feeding();
    feed(index("discriminator"), 0);
    feed(index("generator"), 0);
    expect(read("generator", "latents")).not.toEqual(read("discriminator", "latents"));
  });

  test("shared latents are those of the step's last discriminator update", () => {
    const { feed, read, index } = feeding({ latents: "shared", discriminatorSteps: 2 });
    feed(index("discriminator"), 0);
    const before = read("discriminator", "latents");
    feed(index("discriminator"), 1);
    feed(index("generator"), 0);
    expect(read("generator", "latents")).toEqual(read("discriminator", "latents"));
    expect(read("generator", "latents")).not.toEqual(before);
  });

  test("where the generator goes first, it shares the latents of the step before, and has its own in step 0", () => {
    const options = { latents: "shared", order: "generator-first", discriminatorSteps: 2 } as const;
    const { feed, read, index } = feeding(options);
    feed(index("generator"), 0);
    const own = read("generator", "latents");
    expect(own.some((value) => value !== 0)).toBe(true);
    feed(index("discriminator"), 0);
    feed(index("discriminator"), 1);
    const lastOfStep0 = read("discriminator", "latents");
    feed(index("generator"), 1);
    expect(read("generator", "latents")).toEqual(lastOfStep0);
    // A resumed run, which has not run step 0, draws the same:
    const resumed = feeding(options);
    resumed.feed(resumed.index("generator"), 1);
    expect(resumed.read("generator", "latents")).toEqual(lastOfStep0);
  });

  test("latents of another size are not shared: half batches leave the generator its own", () => {
    const half = (input: StepInput): StepInput => ({ ...input, shape: [2, 1] });
    const { feed, read, index } = feeding({
      latents: "shared",
      plan: (plan) => ({
        ...plan,
        phases: plan.phases.map((phase) =>
          phase.name === "discriminator" ? { ...phase, inputs: phase.inputs.map(half) } : phase,
        ),
      }),
    });
    feed(index("discriminator"), 0);
    feed(index("generator"), 0);
    expect(read("discriminator", "latents")).toHaveLength(2);
    expect(new Set(read("generator", "latents")).size).toBe(4);
    expect(read("generator", "latents").slice(0, 2)).not.toEqual(read("discriminator", "latents"));
  });

  test("dropout masks hold 0 and 1/(1 − rate), a new one for each use", () => {
    const mask: StepInput = {
      name: "dropout/0",
      shape: [1000],
      source: { kind: "dropout", rate: 0.25 },
    };
    const { feed, read } = feeding({
      plan: (plan) => ({
        ...plan,
        phases: plan.phases.map((phase) => ({ ...phase, inputs: [...phase.inputs, mask] })),
      }),
    });
    feed(0, 0);
    const before = read("discriminator", "dropout/0");
    expect(new Set(before)).toEqual(new Set([0, Math.fround(4 / 3)]));
    const dropped = before.filter((value) => value === 0).length;
    expect(Math.abs(dropped - 250)).toBeLessThan(70); // five standard deviations: 5·√(1000·¼·¾) = 68.5
    feed(0, 1);
    expect(read("discriminator", "dropout/0")).not.toEqual(before);
  });
});
