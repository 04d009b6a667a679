/** Runs a program in TensorFlow, on one thread: what the `toTensorflow` lowerings compute. */
import { loadBinding } from "../../../src/engine/tensorflow/binding.ts";
import { bindProgram } from "../../../src/engine/tensorflow/inference.ts";
import { findBinding } from "../../../src/engine/tensorflow/library-folder.ts";
import { sizeOf } from "../../../src/program/program.ts";
import type { Program } from "../../../src/program/program.ts";
import { at } from "../../../src/program/shapes.ts";

/** Why tests of TensorFlow are skipped, or null where they run. */
export const TENSORFLOW_MISSING =
  findBinding() === null ? "TensorFlow is not set up (npm run setup:tensorflow)" : null;

/** Feeds are rounded to float32; outputs come by the program's names. */
export function runTensorflow(
  program: Program,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
): Record<string, Float64Array> {
  const outputs = new Map(
    program.outputs.map(({ name, value }) => [
      name,
      new Float32Array(sizeOf(at(program.types, value).shape)),
    ]),
  );
  const named = (name: string): Float32Array => outputs.get(name) ?? new Float32Array();
  const bound = bindProgram(loadBinding(), program, {
    input: (name) => Float32Array.from(feeds[name] ?? []),
    output: named,
  });
  bound.run();
  bound.dispose();
  return Object.fromEntries([...outputs].map(([name, data]) => [name, Float64Array.from(data)]));
}
