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
import { loadBinding } from "./binding.ts";
import type { TensorflowBinding } from "./binding.ts";
import { bindProgram } from "./inference.ts";
import { createSampler } from "./sampler.ts";

/**
 * The executor, its library loaded. A process has one pool of threads, whose size the environment decides before that
 * (execution/budget.ts sets it for a run), so the threads of `prepare` come too late to count.
 *
 * @throws LabError ENGINE if the library is not set up or does not load.
 */
export function openTensorflowExecutor(): Executor {
  const tensorflow = loadBinding();
  return {
    name: "tensorflow",
    prepare: (plan, initial) => {
      const memory = allocateMemory(plan, initial);
      const runner = createRunner(tensorflow, plan, memory);
      return Promise.resolve(createSession({ executor: "tensorflow", plan, memory, runner }));
    },
  };
}

function createRunner(
  tensorflow: TensorflowBinding,
  plan: StepPlan,
  memory: TrainingMemory,
): Runner {
  const phases = plan.phases.map(({ program }, index) => {
    const { inputs, targets } = at(memory.phases, index);
    const sources = new Map([...memory.variables, ...inputs]);
    return bindProgram(tensorflow, optimise(program, FAST_PASSES), {
      input: (name) => viewNamed(sources, name),
      output: (name) => viewNamed(targets, name),
    });
  });
  const sampler = createSampler(tensorflow, plan.sampler, memory.variables);
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
