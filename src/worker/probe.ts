/** Which executors can be loaded here: each is tried, in this process, because only trying tells. */
import { createRequire } from "node:module";

import { createExecutor } from "../engine/create-executor.ts";
import { EXECUTORS } from "../engine/executor.ts";
import { loadBinding } from "../engine/tensorflow/binding.ts";
import type { ExecutorProbe } from "../runs/executor-probe.ts";

/** The library an executor needs: of a package, or TensorFlow's own, which no package holds. */
const PACKAGE_OF: Readonly<Record<string, string>> = {
  onnx: "onnxruntime-node",
  webgpu: "onnxruntime-node",
  eager: "@tensorflow/tfjs-backend-cpu",
  tensorflow: "libtensorflow",
};

export async function probeExecutors(): Promise<readonly ExecutorProbe[]> {
  const probes: ExecutorProbe[] = [];
  for (const name of EXECUTORS) probes.push(await probeExecutor(name));
  return probes;
}

async function probeExecutor(name: string): Promise<ExecutorProbe> {
  const library = PACKAGE_OF[name] ?? null;
  const version = library === null ? null : versionOf(library);
  try {
    await createExecutor(name);
    const loaded = name === "tensorflow" ? loadBinding().TF_Version : version;
    return { name, library, version: loaded, problem: null, backends: await backendsOf(name) };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { name, library, version, problem, backends: [] };
  }
}

/** What ONNX Runtime's package holds libraries to run programs on: names such as `cpu`, `webgpu`, `cuda`. */
async function backendsOf(name: string): Promise<readonly string[]> {
  if (name !== "onnx") return [];
  const { listSupportedBackends } = await import("onnxruntime-node");
  return listSupportedBackends()
    .filter(({ bundled }) => bundled)
    .map((backend) => backend.name);
}

function versionOf(library: string): string | null {
  const require = createRequire(import.meta.url);
  try {
    const { version } = require(`${library}/package.json`) as { readonly version?: unknown };
    return typeof version === "string" ? version : null;
  } catch {
    return null;
  }
}
