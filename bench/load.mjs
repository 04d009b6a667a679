/** Builds and loads the parts of src/ that benchmarks use, as a run's process has them: built JavaScript. */
import { dirname, join } from "node:path";

import { build } from "esbuild";

const ROOT = dirname(import.meta.dirname);

/** `name` of an entry beside this file. */
export async function buildLibrary(name = "library") {
  const outdir = join(ROOT, "dist", "bench");
  await build({
    absWorkingDir: ROOT,
    entryPoints: [`bench/${name}.ts`],
    outdir,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "error",
  });
  return join(outdir, `${name}.js`);
}

/** Processes that a benchmark starts load what it has built: two that build at once would read half a file. */
export async function loadLibrary(name = "library") {
  process.env[`LSGAN_BENCH_BUILT_${name}`] ??= await buildLibrary(name);
  return import(process.env[`LSGAN_BENCH_BUILT_${name}`]);
}
