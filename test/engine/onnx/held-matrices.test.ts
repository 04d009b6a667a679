import { describe, expect, test } from "vitest";

import { createExecutor } from "../../../src/engine/create-executor.ts";
import type { TrainingSession } from "../../../src/engine/executor.ts";
import { isHeld } from "../../../src/engine/onnx/held-matrices.ts";
import { initializeVariables } from "../../../src/gan/initialize.ts";
import { buildStepPlan } from "../../../src/gan/train-step.ts";
import { seed } from "../../../src/shared/brand.ts";
import { cell } from "../../gan/specs.ts";
import { feedPhase } from "../support/feed.ts";

const plan = buildStepPlan(cell(), [2]);
const initial = initializeVariables(plan.variables, seed(1));

async function open(): Promise<TrainingSession> {
  return (await createExecutor("onnx")).prepare(plan, initial, { threads: 1 });
}

async function train(
  session: TrainingSession,
  steps: readonly number[],
  { pulls }: { readonly pulls: boolean },
): Promise<void> {
  for (const step of steps)
    for (const index of plan.phases.keys()) {
      feedPhase(session, plan, index, step);
      await session.runPhase(index);
      if (pulls) await session.pull();
    }
  await session.pull();
}

const kernel = "generator/0-dense/kernel";

describe("a session that holds matrices transposed", () => {
  test("is one of dense networks and small batches", () => {
    const ofBatch = (batchSize: number): boolean =>
      isHeld(buildStepPlan(cell({ training: { ...cell().training, batchSize } }), [2]));
    expect([2, 32, 512].map(ofBatch)).toEqual([true, true, false]);
  });

  test("shows matrices as declared, from the beginning", async () => {
    const session = await open();
    expect(session.variables.get(kernel)).toEqual(initial.get(kernel));
    await session.pull();
    expect(session.variables.get(kernel)).not.toBe(initial.get(kernel));
  });

  test("trains the same bits however often it is looked at", async () => {
    const [seen, unseen] = [await open(), await open()];
    await train(seen, [0, 1, 2], { pulls: true });
    await train(unseen, [0, 1, 2], { pulls: false });
    expect(seen.variables.get(kernel)).not.toEqual(initial.get(kernel));
    expect([...seen.variables]).toEqual([...unseen.variables]);
    expect([...seen.slots]).toEqual([...unseen.slots]);
  });

  test("samples from what was written after a pull", async () => {
    const [one, other] = [await open(), await open()];
    await train(one, [0, 1], { pulls: false });
    await other.pull();
    for (const [name, values] of one.variables) other.variables.get(name)?.set(values);
    const latents = Float32Array.of(1, -1, 0.5);
    expect((await other.sample(latents)).slice()).toEqual(await one.sample(latents));
  });
});
