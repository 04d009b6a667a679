/** The default executor: programs in ONNX Runtime, updates in WebAssembly SIMD, both on one memory. */
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
import type { BoundProgram } from "./inference.ts";
import { createSampler } from "./sampler.ts";

export const onnxExecutor: Executor = {
  name: "onnx",
  prepare: async (plan, initial, { threads }) => {
    const memory = allocateMemory(plan, initial);
    const phases: BoundProgram[] = [];
    for (const index of plan.phases.keys()) {
      phases.push(await bindPhase(plan, memory, index, threads));
    }
    const runner = createRunner({ plan, memory, phases, threads });
    return createSession({ executor: "onnx", plan, memory, runner });
  },
};

function bindPhase(
  plan: StepPlan,
  memory: TrainingMemory,
  index: number,
  threads: number,
): Promise<BoundProgram> {
  const { inputs, targets } = at(memory.phases, index);
  const sources = new Map([...memory.variables, ...inputs]);
  const binding = {
    input: (name: string) => viewNamed(sources, name),
    output: (name: string) => viewNamed(targets, name),
  };
  return bindProgram(optimise(at(plan.phases, index).program, FAST_PASSES), binding, threads);
}

interface RunnerParts {
  readonly plan: StepPlan;
  readonly memory: TrainingMemory;
  readonly phases: readonly BoundProgram[];
  readonly threads: number;
}

function createRunner({ plan, memory, phases, threads }: RunnerParts): Runner {
  const sampler = createSampler(plan.sampler, memory.variables, threads);
  return {
    runPhase: (index) => at(phases, index).run(),
    update: createUpdates(plan, memory),
    sampleBatch: sampler.sampleBatch,
    dispose: async () => {
      for (const phase of phases) await phase.dispose();
      await sampler.dispose();
    },
  };
}
