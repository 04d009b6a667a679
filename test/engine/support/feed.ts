/** Fills a phase's inputs with normal numbers, a function of the seed, the step and the input's name. */
import type { TrainingSession } from "../../../src/engine/executor.ts";
import type { StepPlan } from "../../../src/gan/step-plan.ts";
import { seed } from "../../../src/shared/brand.ts";
import { createStream } from "../../../src/shared/random.ts";

export function feedPhase(
  { inputs }: TrainingSession,
  plan: StepPlan,
  phase: number,
  step: number,
): void {
  for (const { name, source } of plan.phases[phase]?.inputs ?? []) {
    const stream = createStream(seed(7), `${phase}/${name}`, step);
    const array = inputs[phase]?.get(name) ?? new Float32Array();
    array.forEach((_, i) => {
      if (source.kind === "dropout")
        array[i] = stream.uniform() < source.rate ? 0 : 1 / (1 - source.rate);
      else array[i] = source.kind === "real" ? Math.tanh(stream.normal()) : stream.normal();
    });
  }
}

/** One step: every phase as often as it says, in order; then the views are up to date. */
export async function runStep(
  session: TrainingSession,
  plan: StepPlan,
  step: number,
): Promise<void> {
  for (const [index, { repeat }] of plan.phases.entries())
    for (let use = 0; use < repeat; use++) {
      feedPhase(session, plan, index, step * repeat + use);
      await session.runPhase(index);
    }
  await session.pull();
}
