import { describe, expect, test } from "vitest";

import { createExecutor } from "../../src/engine/create-executor.ts";
import type { TrainingSession } from "../../src/engine/executor.ts";
import { usedTolerance } from "./support/agreement.ts";
import { feedPhase, runStep } from "./support/feed.ts";
import { buildMlpPlan, firstValues, TINY } from "./support/mlp-plan.ts";
import { createReferenceSession } from "./support/reference-session.ts";

const THREADS = { threads: 1 };

describe("executors", () => {
  test("agree on gradients, losses and statistics over 20 steps from the same weights", async () => {
    const plan = buildMlpPlan(TINY);
    const initial = firstValues(plan);
    const truth = createReferenceSession(plan, initial);
    const sessions = [
      await (await createExecutor("onnx")).prepare(plan, initial, THREADS),
      await (await createExecutor("eager")).prepare(plan, initial, THREADS),
    ];
    const wrong: string[] = [];
    for (let step = 0; step < 20; step++) {
      for (const phase of plan.phases.keys()) {
        for (const session of sessions) copyState(truth, session);
        for (const session of [truth, ...sessions]) {
          feedPhase(session, plan, phase, step);
          await session.runPhase(phase);
        }
        for (const session of sessions)
          for (const [name, expected] of [...(truth.outputs[phase] ?? []), ...truth.variables]) {
            const actual = session.outputs[phase]?.get(name) ?? session.variables.get(name) ?? [];
            const used = usedTolerance(actual, expected);
            if (!(used <= 1)) wrong.push(`step ${step} ${session.executor} ${name}: ${used}`);
          }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("reach the same weights when each runs freely for 20 steps", async () => {
    const plan = buildMlpPlan(TINY);
    const initial = firstValues(plan);
    const truth = createReferenceSession(plan, initial);
    const onnx = await (await createExecutor("onnx")).prepare(plan, initial, THREADS);
    for (let step = 0; step < 20; step++)
      for (const session of [truth, onnx]) await runStep(session, plan, step);
    const used = [...truth.variables].map(([name, expected]) =>
      usedTolerance(onnx.variables.get(name) ?? [], expected),
    );
    expect(Math.max(...used)).toBeLessThanOrEqual(1);
  });
});

function copyState(from: TrainingSession, to: TrainingSession): void {
  for (const [name, values] of from.variables) to.variables.get(name)?.set(values);
  for (const [name, values] of from.slots) to.slots.get(name)?.set(values);
}
