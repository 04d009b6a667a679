/** What the benchmarks use of src/, built by load.mjs. */
export { PRESETS } from "../src/config/presets/registry.ts";
export { createUpdateKernel } from "../src/engine/wasm/optimizer-kernel.ts";
export { allocateMemory } from "../src/engine/memory.ts";
export { createExecutor } from "../src/engine/create-executor.ts";
export { findBinding } from "../src/engine/tensorflow/library-folder.ts";
export { bindProgram } from "../src/engine/onnx/inference.ts";
export { initializeVariables } from "../src/gan/initialize.ts";
export { buildStepPlan } from "../src/gan/train-step.ts";
export { optimise } from "../src/program/optimise.ts";
export { FAST_PASSES } from "../src/program/passes/fast.ts";
export { toOnnx } from "../src/program/onnx/to-onnx.ts";
export { trace } from "../src/program/trace.ts";
export { printProgram } from "../src/program/print.ts";
export { seed } from "../src/shared/brand.ts";
export { createStream, fillNormal } from "../src/shared/random.ts";
export { loadExperiment } from "../src/config/load.ts";
export {
  equivalenceP,
  differenceInterval,
  unpairedDifference,
} from "../src/report/statistics/difference.ts";
export { fisherExact } from "../src/report/statistics/fisher.ts";
export { adjustHolm } from "../src/report/statistics/holm.ts";
export { estimateMean } from "../src/report/statistics/intervals.ts";
export { permutationTest } from "../src/report/statistics/permutation-test.ts";
