/** Executors beside the truth, phase by phase from the same weights. */
import type { CellSpec } from "../../../src/config/experiment.ts";
import type { Executor, TrainingSession } from "../../../src/engine/executor.ts";
import { initializeVariables } from "../../../src/gan/initialize.ts";
import type { StepPlan } from "../../../src/gan/step-plan.ts";
import { buildStepPlan } from "../../../src/gan/train-step.ts";
import { seed } from "../../../src/shared/brand.ts";
import { usedTolerance } from "./agreement.ts";
import { CLASSES } from "./cases.ts";
import { feedPhase } from "./feed.ts";
import { createReferenceSession } from "./reference-session.ts";

export interface Opened {
  readonly plan: StepPlan;
  readonly truth: TrainingSession;
  readonly sessions: readonly TrainingSession[];
}

export async function open(
  executors: readonly Executor[],
  spec: CellSpec,
  sampleShape: readonly number[],
): Promise<Opened> {
  const plan = buildStepPlan(spec, sampleShape, CLASSES);
  const initial = initializeVariables(plan.variables, seed(1));
  const sessions: TrainingSession[] = [];
  for (const executor of executors)
    sessions.push(await executor.prepare(plan, initial, { threads: 1 }));
  return { plan, truth: createReferenceSession(plan, initial), sessions };
}

/** One array that a phase gives. */
export interface Difference {
  readonly executor: string;
  readonly step: number;
  readonly name: string;
  /** Part of the tolerance: at most 1 means agreement. */
  readonly used: number;
}

/**
 * Trains all of them so many steps; every phase begins with the truth's weights. Compared is everything that a phase says,
 * gradients included, and the moving statistics. Not the updated weights: an optimizer divides a gradient by its own size,
 * so where it is rounding noise the update is not; optimizer-kernel.test.ts compares updates.
 */
export async function* compareSteps(
  { plan, truth, sessions }: Opened,
  steps: number,
): AsyncGenerator<Difference> {
  for (let step = 0; step < steps; step++)
    for (const phase of plan.phases.keys()) {
      for (const session of sessions) await copyState(truth, session);
      for (const session of [truth, ...sessions]) {
        feedPhase(session, plan, phase, step);
        // A device gives gradients of measured phases only.
        await session.runPhase(phase, { measure: session.executor === "webgpu" });
        await session.pull();
      }
      for (const session of sessions)
        for (const [name, expected] of expectedOf(truth, plan, phase)) {
          const actual = session.outputs[phase]?.get(name) ?? session.variables.get(name) ?? [];
          const used = usedTolerance(actual, expected);
          yield { executor: session.executor, step, name, used };
        }
    }
}

async function copyState(from: TrainingSession, to: TrainingSession): Promise<void> {
  await to.pull();
  for (const [name, values] of from.variables) to.variables.get(name)?.set(values);
  for (const [name, values] of from.slots) to.slots.get(name)?.set(values);
}

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
