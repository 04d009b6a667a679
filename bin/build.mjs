/**
 * Builds src/ into dist/<digest of the sources>/, once for each state of the sources: install scripts never run here,
 * so the first command after a change builds (a fraction of a second). A build is never changed after it is made:
 * a sweep that is running keeps starting children of its own build, whatever happens to the sources.
 * Bundles lie two folders below the package, as sources do: paths relative to import.meta.url are the same in both.
 */
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PACKAGE = dirname(import.meta.dirname);
const KEPT_BUILDS = 20;

/** Addresses of the built entry files, built first where the sources are newer. @returns {Promise<{main: string}>} */
export async function ensureBuilt(root = PACKAGE) {
  const dist = join(root, "dist");
  // A published package may come without sources: then what it was published with is the build.
  if (!existsSync(join(root, "src"))) return entriesOf(dist, readCurrent(dist));
  const digest = digestSources(root);
  if (!existsSync(join(dist, digest, "main.js"))) await build(root, digest);
  if (readCurrent(dist) !== digest) writeCurrent(dist, digest);
  return entriesOf(dist, digest);
}

/** Sixteen hexadecimal digits over the name and text of every source file and of what decides how they are built. */
function digestSources(root) {
  const hash = createHash("sha256");
  for (const file of ["package.json", "bin/build.mjs", ...listSources(root)])
    hash
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update("\0");
  return hash.digest("hex").slice(0, 16);
}

function listSources(root) {
  return readdirSync(join(root, "src"), { recursive: true })
    .map((name) => `src/${name.replaceAll("\\", "/")}`)
    .filter((name) => name.endsWith(".ts") || name.endsWith(".json"))
    .sort();
}

/** Builds into a folder of its own and renames it: of two processes building at once, both succeed. */
async function build(root, digest) {
  const dist = join(root, "dist");
  mkdirSync(dist, { recursive: true });
  const folder = mkdtempSync(join(dist, "building-"));
  try {
    const { build: bundle } = await import("esbuild");
    await bundle({
      absWorkingDir: root,
      entryPoints: { main: "src/cli/main.ts", worker: "src/worker/main.ts" },
      outdir: folder,
      bundle: true,
      splitting: true,
      format: "esm",
      platform: "node",
      target: "node20",
      packages: "external",
      sourcemap: true,
      sourcesContent: false,
      logLevel: "error",
    });
    renameUnlessThere(folder, join(dist, digest));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  removeOldBuilds(dist, digest);
}

function renameUnlessThere(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    // Another process finished the same build first.
    if (!existsSync(join(to, "main.js"))) throw error;
  }
}

/** dist/build.json and two small files under fixed names, for whoever starts dist/worker.js by hand. */
function writeCurrent(dist, digest) {
  writeWhole(join(dist, "main.js"), `export * from "./${digest}/main.js";\n`);
  writeWhole(join(dist, "worker.js"), `import "./${digest}/worker.js";\n`);
  writeWhole(join(dist, "build.json"), `${JSON.stringify({ digest })}\n`);
}

function writeWhole(path, text) {
  const temporary = `${path}.${process.pid}`;
  writeFileSync(temporary, text);
  renameSync(temporary, path);
}

function readCurrent(dist) {
  try {
    return JSON.parse(readFileSync(join(dist, "build.json"), "utf8")).digest;
  } catch {
    return undefined; // never built, or half removed: the caller builds, or says that nothing is there
  }
}

function entriesOf(dist, digest) {
  if (digest === undefined)
    throw new Error(`Neither sources nor a build in ${dirname(dist)}: install the package again`);
  return { main: pathToFileURL(join(dist, digest, "main.js")).href };
}

function removeOldBuilds(dist, current) {
  const builds = readdirSync(dist, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && /^[0-9a-f]{16}$/.test(entry.name))
    .map(({ name }) => ({ name, madeAt: statSync(join(dist, name)).mtimeMs }))
    .sort((one, other) => other.madeAt - one.madeAt)
    .filter(({ name }) => name !== current);
  for (const { name } of builds.slice(KEPT_BUILDS))
    rmSync(join(dist, name), { recursive: true, force: true });
}

if (
  process.argv[1] !== undefined &&
  realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)
)
  await ensureBuilt();
