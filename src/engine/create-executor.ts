/** Executors by name. Only a run's own process calls this: it loads the tensor libraries. */
import { LabError } from "../shared/errors.ts";
import { EXECUTORS } from "./executor.ts";
import type { Executor } from "./executor.ts";

/** @throws LabError ENGINE if there is no executor of that name, or its library cannot be loaded. */
export async function createExecutor(name: string): Promise<Executor> {
  switch (name) {
    case "onnx":
      return (await loading(name, import("./onnx/onnx-executor.ts"))).onnxExecutor;
    case "tensorflow":
      return (
        await loading(name, import("./tensorflow/tensorflow-executor.ts"))
      ).openTensorflowExecutor();
    case "webgpu":
      return (await loading(name, import("./webgpu/webgpu-executor.ts"))).openWebgpuExecutor();
    case "eager":
      return (await loading(name, import("./eager/eager-executor.ts"))).eagerExecutor;
    default:
      throw new LabError(
        "ENGINE",
        `Expected the executor to be one of ${EXECUTORS.join(", ")}, got \`${name}\``,
      );
  }
}

async function loading<Module>(name: string, module: Promise<Module>): Promise<Module> {
  try {
    return await module;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LabError("ENGINE", `The executor \`${name}\` cannot be loaded: ${reason}`, { cause });
  }
}
