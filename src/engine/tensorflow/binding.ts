/**
 * The native binding of @tensorflow/tfjs-node, without the JavaScript around it: a program needs its sessions and tensors
 * only, and loading the package takes longer than compiling a training step.
 */
import { createRequire } from "node:module";

import { LabError } from "../../shared/errors.ts";
import { findBinding } from "./library-folder.ts";

/** A tensor on TensorFlow's side. */
export type TensorHandle = number;

/** What we use of the binding's functions. Source: tfjs-node 4.22, binding/tfjs_binding.cc. */
export interface TensorflowBinding {
  readonly TF_Version: string;
  readonly TF_FLOAT: number;
  /** Shares the array's memory: TensorFlow sees what is written to it later. The array must begin at a multiple of 64 bytes. */
  createTensor(shape: readonly number[], dtype: number, values: Float32Array): TensorHandle;
  deleteTensor(tensor: TensorHandle): void;
  /** A copy of the elements. */
  tensorDataSync(tensor: TensorHandle): Float32Array;
  loadSavedModel(folder: string, tags: string): number;
  deleteSavedModel(model: number): void;
  /** Tensors are named `<node>:<output>`, separated by commas. */
  runSavedModel(
    model: number,
    inputs: readonly TensorHandle[],
    inputNames: string,
    outputNames: string,
  ): readonly { readonly id: TensorHandle }[];
}

let loaded: TensorflowBinding | undefined;

/**
 * Loads the library, once in a process. Its thread pools are as large as the environment says at that moment:
 * TF_NUM_INTRAOP_THREADS and TF_NUM_INTEROP_THREADS, 1 where they are not set.
 *
 * @throws LabError ENGINE if the library is not set up or does not load.
 */
export function loadBinding(): TensorflowBinding {
  loaded ??= requireBinding();
  return loaded;
}

function requireBinding(): TensorflowBinding {
  const file = findBinding();
  if (file === null) {
    throw new LabError(
      "ENGINE",
      "The executor `tensorflow` needs TensorFlow's native library: `npm run setup:tensorflow` gets it",
    );
  }
  process.env["TF_NUM_INTRAOP_THREADS"] ??= "1";
  process.env["TF_NUM_INTEROP_THREADS"] ??= "1";
  // oneDNN's convolutions take half the time of TensorFlow's own; on some processors they must be asked for.
  process.env["TF_ENABLE_ONEDNN_OPTS"] ??= "1";
  // Without this it prints which instructions it was not built for.
  process.env["TF_CPP_MIN_LOG_LEVEL"] ??= "2";
  let binding: unknown;
  try {
    binding = createRequire(import.meta.url)(file);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LabError(
      "ENGINE",
      `TensorFlow's native library does not load (${reason}): \`npm run setup:tensorflow\` renews it`,
      { cause },
    );
  }
  if (!isBinding(binding)) throw new LabError("ENGINE", `Expected a binding of tfjs-node: ${file}`);
  return binding;
}

const isBinding = (value: unknown): value is TensorflowBinding =>
  typeof value === "object" &&
  value !== null &&
  "runSavedModel" in value &&
  typeof value.runSavedModel === "function";
