/**
 * The truth: a plan's programs in double precision, results rounded to the session's float32 arrays. `arithmetic` may
 * stand in for another.
 */
import { createInterpretingRunner } from "../../../src/engine/eager/eager-executor.ts";
import type { TrainingSession } from "../../../src/engine/executor.ts";
import { allocateMemory } from "../../../src/engine/memory.ts";
import type { Views } from "../../../src/engine/memory.ts";
import { createSession } from "../../../src/engine/session.ts";
import type { StepPlan } from "../../../src/gan/step-plan.ts";
import { evaluate } from "../../../src/program/interpreter.ts";
import type { Arithmetic } from "../../../src/program/interpreter.ts";

export function createReferenceSession(
  plan: StepPlan,
  initial: Views,
  arithmetic?: Arithmetic,
): TrainingSession {
  const memory = allocateMemory(plan, initial);
  const runner = createInterpretingRunner(plan, memory, (program, read, write) => {
    const feeds = Object.fromEntries(
      program.inputs.map(({ name }) => [name, Float64Array.from(read(name))]),
    );
    for (const [name, values] of Object.entries(evaluate(program, feeds, arithmetic)))
      write(name, Float32Array.from(values));
  });
  return createSession({ executor: "eager", plan, memory, runner });
}
