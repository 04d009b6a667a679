/** Which executor a run gets. Loads no tensor library, so the parent can record the choice before a child starts. */
import type { EngineSpec, LayerSpec, NetworkSpec } from "../config/spec.ts";
import type { ExecutorName } from "./executor.ts";
import { findBinding } from "./tensorflow/library-folder.ts";

/**
 * `auto` is `onnx`, whose native library is part of the npm package on every platform we support, except for networks
 * with convolutions where TensorFlow's library is set up: docs/engine.md has the measurement.
 */
export function chooseExecutor(
  requested: EngineSpec["executor"],
  networks: readonly NetworkSpec[] = [],
): ExecutorName {
  if (requested !== "auto") return requested;
  return networks.some(({ layers }) => layers.some(isConvolution))
    ? executorForConvolutions()
    : "onnx";
}

/** What `auto` is for networks with convolutions. */
export const executorForConvolutions = (): ExecutorName =>
  findBinding() === null ? "onnx" : "tensorflow";

/** A convolution, or a layer that holds one. */
function isConvolution(layer: LayerSpec): boolean {
  if (layer.kind === "conv2d" || layer.kind === "conv2d-transpose") return true;
  if (layer.kind === "repeat") return layer.layers.some(isConvolution);
  return layer.kind === "residual" && [...layer.layers, ...layer.shortcut].some(isConvolution);
}
