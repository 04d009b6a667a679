/** The default executor: programs in ONNX Runtime, updates in WebAssembly SIMD, both on one memory. */
import type { StepPlan } from "../../gan/step-plan.ts";
import { optimise } from "../../program/optimise.ts";
import type { Pass } from "../../program/optimise.ts";
import { FAST_PASSES } from "../../program/passes/fast.ts";
import { at } from "../../program/shapes.ts";
import type { Executor } from "../executor.ts";
import { allocateMemory, viewNamed } from "../memory.ts";
import type { TrainingMemory } from "../memory.ts";
import { createSession } from "../session.ts";
import type { Runner } from "../session.ts";
import { createUpdates } from "../wasm/updates.ts";
import { heldPasses, holdMatrices, isHeld } from "./held-matrices.ts";
import { bindProgram } from "./inference.ts";
import type { BoundProgram } from "./inference.ts";
import { createSampler } from "./sampler.ts";

export const onnxExecutor: Executor = {
  name: "onnx",
  prepare: async (plan, initial, { threads }) => {
    const memory = allocateMemory(plan, initial);
    const isHeldTransposed = isHeld(plan);
    const passes = isHeldTransposed ? heldPasses(plan) : FAST_PASSES;
    const phases: BoundProgram[] = [];
    for (const index of plan.phases.keys()) {
      phases.push(await bindPhase({ plan, memory, passes, threads }, index));
    }
    const runner = createRunner({ plan, memory, passes, threads }, phases);
    const seen = isHeldTransposed ? holdMatrices(plan, memory) : { outside: memory };
    return createSession({ executor: "onnx", plan, memory: seen.outside, runner, ...seen });
  },
};

interface ExecutorParts {
  readonly plan: StepPlan;
  readonly memory: TrainingMemory;
  readonly passes: readonly Pass[];
  readonly threads: number;
}

function bindPhase(
  { plan, memory, passes, threads }: ExecutorParts,
  index: number,
): Promise<BoundProgram> {
  const { inputs, targets } = at(memory.phases, index);
  const sources = new Map([...memory.variables, ...inputs]);
  const binding = {
    input: (name: string) => viewNamed(sources, name),
    output: (name: string) => viewNamed(targets, name),
  };
  return bindProgram(optimise(at(plan.phases, index).program, passes), binding, threads);
}

function createRunner(
  { plan, memory, passes, threads }: ExecutorParts,
  phases: readonly BoundProgram[],
): Runner {
  const sampler = createSampler(plan.sampler, memory.variables, threads, passes);
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
