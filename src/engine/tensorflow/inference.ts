/**
 * One program as a TensorFlow session bound to fixed arrays: it reads its inputs from them without a copy, and its outputs
 * are copied into them.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { LabError } from "../../shared/errors.ts";
import { sizeOf } from "../../program/program.ts";
import type { Program } from "../../program/program.ts";
import { at } from "../../program/shapes.ts";
import { toTensorflow } from "../../program/tensorflow/to-tensorflow.ts";
import type { TensorflowBinding } from "./binding.ts";

/** Where a program's inputs are, and where its outputs go. @throws if there is no array of that name. */
export interface Binding {
  readonly input: (name: string) => Float32Array;
  readonly output: (name: string) => Float32Array;
}

export interface BoundProgram {
  run(): void;
  dispose(): void;
}

/** Compiles and binds. @throws LabError ENGINE if TensorFlow refuses the program. */
export function bindProgram(
  tensorflow: TensorflowBinding,
  program: Program,
  binding: Binding,
): BoundProgram {
  const { bytes, inputs, outputs } = toTensorflow(program);
  const feeds = inputs.map(({ name }) => {
    const { shape } = at(program.types, valueNamed(program, name));
    // TensorFlow trusts shapes blindly and may end the process over a wrong one.
    return tensorflow.createTensor(shape, tensorflow.TF_FLOAT, checked(name, shape, binding));
  });
  const targets = program.outputs.map(({ name }) => binding.output(name));
  const model = attempt("refused the program", () => loadModel(tensorflow, bytes));
  const inputNames = inputs.map(({ tensor }) => tensor).join(",");
  const outputNames = outputs.join(",");
  return {
    run: () => {
      const results = attempt("failed in the program", () =>
        tensorflow.runSavedModel(model, feeds, inputNames, outputNames),
      );
      results.forEach(({ id }, index) => {
        at(targets, index).set(tensorflow.tensorDataSync(id));
        tensorflow.deleteTensor(id);
      });
    },
    dispose: () => {
      tensorflow.deleteSavedModel(model);
      for (const feed of feeds) tensorflow.deleteTensor(feed);
    },
  };
}

function valueNamed({ inputs }: Program, name: string): number {
  const input = inputs.find((candidate) => candidate.name === name);
  if (input === undefined) throw new Error(`The program has no input \`${name}\``);
  return input.value;
}

function checked(name: string, shape: readonly number[], { input }: Binding): Float32Array {
  const array = input(name);
  if (array.length !== sizeOf(shape)) {
    throw new Error(`Expected ${sizeOf(shape)} numbers for \`${name}\`, got ${array.length}`);
  }
  return array;
}

/** A model is loaded from a folder; it is in memory then, and each gets a folder of its own. */
function loadModel(tensorflow: TensorflowBinding, bytes: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), `lsgan-tensorflow-${process.pid}-`));
  try {
    writeFileSync(join(folder, "saved_model.pb"), bytes);
    return tensorflow.loadSavedModel(folder, "serve");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function attempt<Result>(what: string, action: () => Result): Result {
  try {
    return action();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LabError("ENGINE", `TensorFlow ${what}: ${reason}`, { cause });
  }
}
