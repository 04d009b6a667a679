/** Both networks' updates: one WebAssembly kernel each, over all of a network's weights in the session's memory. */
import type { NetworkName, StepPlan } from "../../gan/step-plan.ts";
import type { TrainingMemory } from "../memory.ts";
import type { Runner } from "../session.ts";
import { createUpdateKernel } from "./optimizer-kernel.ts";

/** Compiles the optimizers of a plan. @throws LabError ENGINE where one is not element-wise. */
export function createUpdates(plan: StepPlan, memory: TrainingMemory): Runner["update"] {
  const updaterOf = (network: NetworkName): ((scalars: Scalars) => void) => {
    const { parameters, gradients, slots } = memory.networks[network];
    const kernel = createUpdateKernel(plan.optimizers[network], memory.memory);
    const arrays = [parameters, gradients, ...slots];
    return (scalars) => {
      kernel.update(arrays, scalars);
    };
  };
  const updates = {
    generator: updaterOf("generator"),
    discriminator: updaterOf("discriminator"),
  };
  return (network, scalars) => {
    updates[network](scalars);
  };
}

type Scalars = Readonly<Record<string, number>>;
