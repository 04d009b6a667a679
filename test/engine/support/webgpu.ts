/** Whether this machine has an adapter. A software one will do: docs/engine.md says how to get SwiftShader. */
import { createExecutor } from "../../../src/engine/create-executor.ts";
import type { Executor } from "../../../src/engine/executor.ts";
import { LabError } from "../../../src/shared/errors.ts";

/** The executor, or why tests of it are skipped. */
export type Webgpu =
  | { readonly executor: Executor; readonly missing: null }
  | { readonly executor: null; readonly missing: string };

export async function openWebgpu(): Promise<Webgpu> {
  try {
    return { executor: await createExecutor("webgpu"), missing: null };
  } catch (error) {
    if (!(error instanceof LabError)) throw error;
    process.stderr.write(`Tests of WebGPU are skipped: ${error.message}\n`);
    return { executor: null, missing: error.message };
  }
}
