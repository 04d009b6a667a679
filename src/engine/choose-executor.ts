/** Which executor a run gets. Loads no tensor library, so the parent can record the choice before a child starts. */
import type { EngineSpec } from "../config/spec.ts";
import type { ExecutorName } from "./executor.ts";

/** `auto` is `onnx`: its native library is part of the npm package on every platform we support. */
export function chooseExecutor(requested: EngineSpec["executor"]): ExecutorName {
  return requested === "auto" ? "onnx" : requested;
}
