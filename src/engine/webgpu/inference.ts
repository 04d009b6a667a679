/** Programs as ONNX Runtime sessions on its WebGPU provider. */
import { InferenceSession } from "onnxruntime-node";
import type { Tensor } from "onnxruntime-node";

import { LabError } from "../../shared/errors.ts";
import { toOnnx } from "../../program/onnx/to-onnx.ts";
import type { Program } from "../../program/program.ts";
import { at } from "../../program/shapes.ts";

export interface DeviceProgram {
  /** Runs on tensors by input name; gives new tensors by output name. */
  run(tensorOf: (name: string) => Tensor): Promise<ReadonlyMap<string, Tensor>>;
  dispose(): Promise<void>;
}

/**
 * Compiles a program for the graphics processor. Outputs for which `staysOnDevice` is true are not copied back: whoever
 * gets such a tensor may feed it to any program, and disposes it.
 *
 * @throws LabError ENGINE if there is no graphics processor, or ONNX Runtime refuses the program.
 */
export async function compileForDevice(
  program: Program,
  staysOnDevice: (output: string) => boolean,
): Promise<DeviceProgram> {
  const model = toOnnx(program);
  const names = program.outputs.map(({ name }, index) => [name, at(model.outputs, index)] as const);
  const session = await createInference(
    model.bytes,
    Object.fromEntries(
      names.map(([name, output]) => [output, staysOnDevice(name) ? "gpu-buffer" : "cpu"] as const),
    ),
  );
  return {
    run: async (tensorOf) => {
      const feeds = Object.fromEntries(model.inputs.map((name) => [name, tensorOf(name)]));
      const results = await session.run(feeds);
      return new Map(names.map(([name, output]) => [name, resultNamed(results, output)]));
    },
    dispose: () => session.release(),
  };
}

function resultNamed(results: InferenceSession.OnnxValueMapType, name: string): Tensor {
  const result = results[name];
  if (result === undefined) throw new Error(`ONNX Runtime gave no \`${name}\``);
  return result;
}

async function createInference(
  bytes: Uint8Array,
  locations: Readonly<Record<string, "cpu" | "gpu-buffer">>,
): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, {
      executionProviders: ["webgpu"],
      preferredOutputLocation: locations,
      // What the provider leaves to the processor is a few numbers: one thread, which sleeps when idle.
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      executionMode: "sequential",
      graphOptimizationLevel: "all",
      logSeverityLevel: 3,
      extra: { session: { intra_op: { allow_spinning: "0" }, inter_op: { allow_spinning: "0" } } },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    if (reason.includes("WebGPU adapter")) throw new LabError("ENGINE", NO_ADAPTER, { cause });
    throw new LabError("ENGINE", `ONNX Runtime refused the program: ${reason}`, { cause });
  }
}

const NO_ADAPTER =
  "No graphics processor that WebGPU can use: expected a driver for Vulkan (Linux), Direct3D 12 (Windows) or Metal (macOS)";
