/** The generator as a TensorFlow session, compiled when it is first asked for samples. */
import type { ForwardProgram } from "../../gan/step-plan.ts";
import { optimise } from "../../program/optimise.ts";
import { FAST_PASSES } from "../../program/passes/fast.ts";
import { sizeOf } from "../../program/program.ts";
import type { NamedValue } from "../../program/program.ts";
import { at } from "../../program/shapes.ts";
import type { Views } from "../memory.ts";
import { viewNamed } from "../memory.ts";
import type { TensorflowBinding } from "./binding.ts";
import { bindProgram } from "./inference.ts";
import type { BoundProgram } from "./inference.ts";

export interface Sampler {
  readonly sampleBatch: (latents: Float32Array) => Float32Array;
  readonly dispose: () => void;
}

export function createSampler(
  tensorflow: TensorflowBinding,
  { program }: ForwardProgram,
  variables: Views,
): Sampler {
  const sizeNamed = (values: readonly NamedValue[], name: string): number => {
    const found = values.find((value) => value.name === name);
    if (found === undefined) throw new Error(`The sampler has no \`${name}\``);
    return sizeOf(at(program.types, found.value).shape);
  };
  const latents = alignedArray(sizeNamed(program.inputs, "latents"));
  const samples = new Float32Array(sizeNamed(program.outputs, "samples"));
  let bound: BoundProgram | undefined;
  return {
    sampleBatch: (given) => {
      bound ??= bindProgram(tensorflow, optimise(program, FAST_PASSES), {
        input: (name) => (name === "latents" ? latents : viewNamed(variables, name)),
        output: () => samples,
      });
      latents.set(given);
      bound.run();
      return samples;
    },
    dispose: () => bound?.dispose(),
  };
}

/** TensorFlow shares arrays only if they begin at a multiple of 64 bytes: the beginning of a WebAssembly memory does. */
function alignedArray(length: number): Float32Array {
  const pages = Math.max(1, Math.ceil((length * 4) / 65536));
  const { buffer } = new WebAssembly.Memory({ initial: pages, maximum: pages });
  return new Float32Array(buffer, 0, length);
}
