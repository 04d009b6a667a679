/** Builds and loads the parts of src/ that benchmarks use, as a run's process has them: built JavaScript. */
import { dirname, join } from "node:path";

import { build } from "esbuild";

const ROOT = dirname(import.meta.dirname);

/**
 * `name` of an entry beside this file. Built once: processes that a benchmark starts find in their environment what it has
 * built, because of two that build at once one would read half a file.
 */
export async function buildLibrary(name = "library") {
  return (process.env[`LSGAN_BENCH_BUILT_${name}`] ??= await bundle(name));
}

export async function loadLibrary(name = "library") {
  return import(await buildLibrary(name));
}

async function bundle(name) {
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
