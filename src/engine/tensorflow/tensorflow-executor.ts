/**
 * Programs in TensorFlow, whose convolutions are the fastest on a CPU; updates in WebAssembly SIMD on the session's memory,
 * which TensorFlow reads in place.
 */
import type { StepPlan } from "../../gan/step-plan.ts";
import { optimise } from "../../program/optimise.ts";
import { FAST_PASSES } from "../../program/passes/fast.ts";
import { at } from "../../program/shapes.ts";
import type { Executor } from "../executor.ts";
import { allocateMemory, viewNamed } from "../memory.ts";
import type { TrainingMemory } from "../memory.ts";
import { createSession } from "../session.ts";
import type { Runner } from "../session.ts";
import { createUpdates } from "../wasm/updates.ts";
import { bindProgram } from "./inference.ts";
import { createSampler } from "./sampler.ts";

export const tensorflowExecutor: Executor = {
  name: "tensorflow",
  prepare: (plan, initial, { threads }) => {
    const memory = allocateMemory(plan, initial);
    const runner = createRunner(plan, memory, threads);
    return Promise.resolve(createSession({ executor: "tensorflow", plan, memory, runner }));
  },
};

function createRunner(plan: StepPlan, memory: TrainingMemory, threads: number): Runner {
  const phases = plan.phases.map(({ program }, index) => {
    const { inputs, targets } = at(memory.phases, index);
    const sources = new Map([...memory.variables, ...inputs]);
    return bindProgram(
      optimise(program, FAST_PASSES),
      { input: (name) => viewNamed(sources, name), output: (name) => viewNamed(targets, name) },
      threads,
    );
  });
  const sampler = createSampler(plan.sampler, memory.variables, threads);
  return {
    runPhase: (index) => {
      at(phases, index).run();
      return Promise.resolve();
    },
    update: createUpdates(plan, memory),
    sampleBatch: (latents) => Promise.resolve(sampler.sampleBatch(latents)),
    dispose: () => {
      for (const phase of phases) phase.dispose();
      sampler.dispose();
      return Promise.resolve();
    },
  };
}
