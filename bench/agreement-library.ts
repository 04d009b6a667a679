/** What bench/agreement.mjs uses of src/ and of the tests' cases, built by load.mjs. */
export { createExecutor } from "../src/engine/create-executor.ts";
export { EXECUTORS } from "../src/engine/executor.ts";
export { LAYER_CASES, OBJECTIVE_CASES, OPTIMIZER_CASES } from "../test/engine/support/cases.ts";
export { compareSteps, open } from "../test/engine/support/compare.ts";
