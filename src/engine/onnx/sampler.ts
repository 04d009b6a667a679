/** The generator as an ONNX Runtime session, compiled when it is first asked for samples. */
import type { ForwardProgram } from "../../gan/step-plan.ts";
import { optimise } from "../../program/optimise.ts";
import type { Pass } from "../../program/optimise.ts";
import { FAST_PASSES } from "../../program/passes/fast.ts";
import { sizeOf } from "../../program/program.ts";
import type { NamedValue } from "../../program/program.ts";
import { at } from "../../program/shapes.ts";
import type { Views } from "../memory.ts";
import { viewNamed } from "../memory.ts";
import { bindProgram } from "./inference.ts";
import type { BoundProgram } from "./inference.ts";

export interface Sampler {
  readonly sampleBatch: (latents: Float32Array) => Promise<Float32Array>;
  readonly dispose: () => Promise<void>;
}

export function createSampler(
  { program }: ForwardProgram,
  variables: Views,
  threads: number,
  passes: readonly Pass[] = FAST_PASSES,
): Sampler {
  const arrays = (values: readonly NamedValue[]): Views =>
    new Map(
      values
        .filter(({ name }) => !variables.has(name))
        .map(({ name, value }) => [name, new Float32Array(sizeOf(at(program.types, value).shape))]),
    );
  const sources = new Map([...variables, ...arrays(program.inputs)]);
  const outputs = arrays(program.outputs);
  let bound: Promise<BoundProgram> | undefined;
  return {
    sampleBatch: async (latents) => {
      bound ??= bindProgram(
        optimise(program, passes),
        { input: (name) => viewNamed(sources, name), output: (name) => viewNamed(outputs, name) },
        threads,
      );
      viewNamed(sources, "latents").set(latents);
      await (await bound).run();
      return viewNamed(outputs, "samples");
    },
    dispose: async () => {
      await (await bound)?.dispose();
    },
  };
}
