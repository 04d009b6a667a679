/**
 * The reference executor: every operation of the plan's programs, untransformed, as one tfjs call. Slow; it checks what
 * the passes, ONNX Runtime and the update kernels make of the same programs.
 */
import type { StepPlan } from "../../gan/step-plan.ts";
import { removeDeadCode } from "../../program/passes/dead-code.ts";
import type { Program } from "../../program/program.ts";
import { at } from "../../program/shapes.ts";
import type { Executor } from "../executor.ts";
import { allocateMemory, viewNamed } from "../memory.ts";
import type { NetworkVariable, TrainingMemory, Views } from "../memory.ts";
import { createSession } from "../session.ts";
import type { Runner } from "../session.ts";
import { evaluateEagerly } from "./evaluate-eagerly.ts";
import { resizeProgram } from "./resize-program.ts";

export const eagerExecutor: Executor = {
  name: "eager",
  prepare: (plan, initial) => {
    const memory = allocateMemory(plan, initial);
    const runner = createInterpretingRunner(plan, memory, evaluateEagerly);
    return Promise.resolve(createSession({ executor: "eager", plan, memory, runner }));
  },
};

/** Runs a program: reads inputs and writes outputs by name. */
export type Evaluate = (
  program: Program,
  read: (name: string) => Float32Array,
  write: (name: string, values: Float32Array) => void,
) => void;

/** A runner that gives every program of a plan, optimizers included, to `evaluate`. */
export function createInterpretingRunner(
  plan: StepPlan,
  memory: TrainingMemory,
  evaluate: Evaluate,
): Runner {
  const phases = plan.phases.map(({ program }) => removeDeadCode(program));
  return {
    runPhase: (index) => {
      const { inputs, targets } = at(memory.phases, index);
      const sources = new Map([...memory.variables, ...inputs]);
      evaluate(at(phases, index), reader(sources), (name, values) => {
        viewNamed(targets, name).set(values);
      });
      return Promise.resolve();
    },
    update: (network, scalars) => {
      const { program, slots } = plan.optimizers[network];
      for (const variable of memory.networks[network].variables) {
        const arrays = arraysOf(variable, slots);
        const given = Object.entries(scalars).map(
          ([name, value]) => [`scalar/${name}`, Float32Array.of(value)] as const,
        );
        const sized = resizeProgram(program, [variable.parameter.length]);
        evaluate(sized, reader(new Map([...arrays, ...given])), (name, values) => {
          viewNamed(arrays, name).set(values);
        });
      }
    },
    sampleBatch: (latents) => {
      let samples = new Float32Array();
      evaluate(
        plan.sampler.program,
        reader(new Map([...memory.variables, ["latents", latents]])),
        (name, values) => {
          if (name === "samples") samples = Float32Array.from(values);
        },
      );
      return Promise.resolve(samples);
    },
    dispose: () => Promise.resolve(),
  };
}

const reader =
  (sources: Views) =>
  (name: string): Float32Array =>
    viewNamed(sources, name);

function arraysOf(
  { parameter, gradient, slots }: NetworkVariable,
  declared: readonly { readonly name: string }[],
): Views {
  return new Map([
    ["parameter", parameter],
    ["gradient", gradient],
    ...declared.map(({ name }, index) => [`slot/${name}`, at(slots, index)] as const),
  ]);
}
