/** An optimizer's update as a program. Importing this file loads tfjs-core. */
import type { OptimizerSpec } from "../config/spec.ts";
import { optimise } from "../program/optimise.ts";
import type { Tensor, TensorLibrary } from "../program/tensor-library.ts";
import { trace } from "../program/trace.ts";
import { optimizerModule } from "./optimizers/registry.ts";
import { createSchedule } from "./optimizers/schedule.ts";
import type { OptimizerClock, OptimizerProgram } from "./step-plan.ts";

/** Length of the vectors it is traced on. Not 1, where a vector and a scalar could be mistaken for each other. */
const LENGTH = 4;

/** Input and output names are those step-plan.ts states. */
export function traceOptimizer(spec: OptimizerSpec): OptimizerProgram {
  const module = optimizerModule(spec);
  const slots = module.slots(spec);
  const vectors = ["parameter", "gradient", ...slots.map(({ name }) => `slot/${name}`)];
  const scalars = module.scalars(spec).map((name) => `scalar/${name}`);
  const shapes: Record<string, readonly number[]> = {};
  for (const name of vectors) shapes[name] = [LENGTH];
  for (const name of scalars) shapes[name] = [];
  const program = trace(shapes, (tensors, { tf }) => {
    const read = (name: string): Tensor => {
      const tensor = tensors[name];
      if (tensor === undefined)
        throw new Error(`Optimizer \`${spec.kind}\` declares no \`${name}\``);
      return tensor;
    };
    const next = module.update(tf, spec, {
      parameter: read("parameter"),
      gradient: read("gradient"),
      slot: (name) => read(`slot/${name}`),
      scalar: (name) => read(`scalar/${name}`),
    });
    const slotOutputs = slots.map(({ name }) => {
      const slot = next.slots[name];
      if (slot === undefined)
        throw new Error(`Optimizer \`${spec.kind}\` gives no next \`${name}\``);
      return [`slot/${name}`, slot] as const;
    });
    return { parameter: limited(tf, spec, next.parameter), ...Object.fromEntries(slotOutputs) };
  });
  // An extension makes its own schedule from its options.
  const rate = "options" in spec ? () => 1 : createSchedule(spec.learningRate, spec.schedule);
  const createClock = (): OptimizerClock => module.createClock(spec, rate);
  return { program: optimise(program), slots, createClock };
}

/** Weights within the optimizer's limit. */
function limited(tf: TensorLibrary, spec: OptimizerSpec, weights: Tensor): Tensor {
  if ("options" in spec || spec.weightLimit === null) return weights;
  return tf.clipByValue(weights, -spec.weightLimit, spec.weightLimit);
}
