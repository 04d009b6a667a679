/**
 * Gets TensorFlow's native library for the executor `tensorflow`: tfjs-node's official download where it can be reached,
 * else the library inside TensorFlow's Python wheel with the binding compiled on the spot (Linux; pip and a C++ compiler).
 *
 *     npm run setup:tensorflow [-- --from official|wheel] [--force]
 *
 * Everything is put together beside the final folder and moved there when it has multiplied two matrices, so an interrupted
 * or failed setup changes nothing. Downloads are kept until it succeeds. node_modules is never touched.
 */
import { execFile } from "node:child_process";
import { createWriteStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { copyFile, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { parseArgs, promisify } from "node:util";

import {
  BINDING_PACKAGE,
  compilerArguments,
  headerFolders,
  HEADERS_PACKAGE,
  lastLine,
  libraryName,
  officialArchives,
  pipArguments,
  tensorflowFolder,
  UNPACK_WHEEL,
  wheelOf,
} from "./tensorflow/sources.mjs";

const run = promisify(execFile);
const MINUTES = 60_000;
const BASE = tensorflowFolder(process.env);
const DOWNLOADS = join(BASE, "downloads");
const TARGET = join(BASE, libraryName(process));

/** Something the user can act on, told in one line. */
class SetupError extends Error {}

const { values: options } = parseArgs({
  options: { from: { type: "string" }, force: { type: "boolean", default: false } },
});

try {
  await setUp();
} catch (error) {
  if (!(error instanceof SetupError)) throw error;
  console.error(`setup:tensorflow: ${error.message}`);
  process.exitCode = 1;
}

async function setUp() {
  if (options.from !== undefined && !["official", "wheel"].includes(options.from))
    throw new SetupError(`expected --from official or --from wheel, got ${options.from}`);
  if (!options.force && (await isInPlace())) return;
  await mkdir(DOWNLOADS, { recursive: true });
  await removeLeftovers();
  const partial = join(BASE, `partial-${process.pid}`);
  try {
    const source = await obtain(partial);
    const version = await check(partial).catch((error) => {
      throw new SetupError(`the library does not work here: ${lastLine(error)}`);
    });
    await writeFile(
      join(partial, "setup.json"),
      `${JSON.stringify({ source, tensorflow: version, node: process.version }, null, 2)}\n`,
    );
    await moveInPlace(partial);
    console.log(`TensorFlow ${version} (${source}) works; it is in ${TARGET}`);
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  await rm(DOWNLOADS, { recursive: true, force: true });
}

async function isInPlace() {
  if (!existsSync(TARGET)) return false;
  try {
    const version = await check(TARGET);
    const { source } = JSON.parse(readFileSync(join(TARGET, "setup.json"), "utf8"));
    console.log(`TensorFlow ${version} (${source}) is already there and works: ${TARGET}`);
    return true;
  } catch (error) {
    console.log(`What is in ${TARGET} does not work (${lastLine(error)}); it is made anew`);
    return false;
  }
}

/** What earlier setups left that were killed. */
async function removeLeftovers() {
  for (const name of readdirSync(BASE)) {
    const owner = /^(?:partial|old)-(\d+)$/.exec(name)?.[1];
    if (owner !== undefined && !isRunning(Number(owner)))
      await rm(join(BASE, name), { recursive: true, force: true });
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    // Where nobody waits for orphans, one that was killed keeps its number.
    const stat = `/proc/${pid}/stat`;
    return !(existsSync(stat) && /\) [ZX] /.test(readFileSync(stat, "utf8")));
  } catch (error) {
    return error.code === "EPERM";
  }
}

/** Fills the folder; says where from. */
async function obtain(folder) {
  const archives = options.from === "wheel" ? null : officialArchives(process, process.env);
  const wheel = options.from === "official" ? null : wheelOf(process);
  if (archives === null && wheel === null)
    throw new SetupError(`there is no TensorFlow library for ${process.platform} ${process.arch}`);
  let refusal = null;
  if (archives !== null) {
    try {
      await unpackOfficial(archives, folder);
      return "official download";
    } catch (error) {
      refusal = `the official download failed (${error.cause?.code ?? error.message})`;
      if (wheel === null) throw new SetupError(refusal);
      console.log(`${refusal}; trying the Python wheel`);
      await rm(folder, { recursive: true, force: true });
    }
  }
  await buildFromWheel(wheel, folder);
  return `${wheel.name} ${wheel.version}, binding compiled here`;
}

async function unpackOfficial({ library, binding }, folder) {
  const [deps, native] = [join(folder, "deps"), join(folder, "lib", "napi-v8")];
  for (const [address, destination] of [
    [binding, native],
    [library, deps],
  ]) {
    const file = await download(address);
    await mkdir(destination, { recursive: true });
    await run("tar", ["-xf", file, "-C", destination], { timeout: 10 * MINUTES });
  }
  const inner = join(native, "napi-v8", "tfjs_binding.node");
  if (existsSync(inner)) await rename(inner, join(native, "tfjs_binding.node"));
  const dll = join(deps, "lib", "tensorflow.dll");
  // Windows looks for libraries beside the binding.
  if (existsSync(dll)) await copyFile(dll, join(native, "tensorflow.dll"));
}

/** A file of the downloads folder; what is there whole is not fetched again. */
async function download(address) {
  const file = join(DOWNLOADS, basename(new URL(address).pathname));
  if (existsSync(file)) return file;
  console.log(`downloading ${address}`);
  const response = await fetch(address, { signal: AbortSignal.timeout(15 * MINUTES) });
  if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
  const part = `${file}.${process.pid}.part`;
  try {
    await pipeline(Readable.fromWeb(response.body), createWriteStream(part));
    await rename(part, file);
  } finally {
    await rm(part, { force: true });
  }
  return file;
}

async function buildFromWheel(wheel, folder) {
  const compiler = process.env.CXX || "g++";
  await run(compiler, ["--version"]).catch((error) => {
    throw new SetupError(`a C++ compiler is needed: ${compiler}: ${lastLine(error)} (set CXX)`);
  });
  const python = await findPython();
  const file = await downloadWheel(python, wheel);
  console.log("unpacking and compiling");
  const scratch = join(folder, "scratch");
  await mkdir(scratch, { recursive: true });
  await run(python, ["-c", UNPACK_WHEEL, file, scratch]).catch(async (error) => {
    await rm(file, { force: true });
    throw new SetupError(`the wheel cannot be unpacked, run this again: ${lastLine(error)}`);
  });
  const sources = await unpackPackage(BINDING_PACKAGE, scratch);
  const headers = await findHeaders(scratch);
  const [deps, native] = [join(folder, "deps", "lib"), join(folder, "lib", "napi-v8")];
  await mkdir(deps, { recursive: true });
  await mkdir(native, { recursive: true });
  const unpacked = join(scratch, "tensorflow");
  for (const name of ["libtensorflow_cc.so.2", "libtensorflow_framework.so.2"])
    await rename(join(unpacked, name), join(deps, name));
  await rename(join(unpacked, "THIRD_PARTY_NOTICES.txt"), join(folder, "THIRD_PARTY_NOTICES.txt"));
  await rename(join(unpacked, "include", "LICENSE"), join(folder, "LICENSE"));
  const places = { sources, headers, include: join(unpacked, "include"), library: deps };
  const output = join(native, "tfjs_binding.node");
  await run(compiler, compilerArguments({ ...places, output }), {
    timeout: 10 * MINUTES,
    maxBuffer: 2 ** 26,
  }).catch((error) => {
    throw new SetupError(`the binding does not compile: ${lastLine(error)}`);
  });
  await rm(scratch, { recursive: true });
}

async function findPython() {
  const tried = [process.env.LSGAN_PYTHON, "python3", "python"].filter(Boolean);
  for (const python of tried) {
    try {
      await run(python, ["-m", "pip", "--version"]);
      return python;
    } catch {
      // The next may have pip.
    }
  }
  throw new SetupError(
    `a Python with pip is needed: none of ${tried.join(", ")} (set LSGAN_PYTHON)`,
  );
}

async function downloadWheel(python, wheel) {
  const found = () =>
    readdirSync(DOWNLOADS).find((name) => name.endsWith(".whl") && name.includes(wheel.version));
  if (found() === undefined) {
    console.log(`downloading ${wheel.name} ${wheel.version} with pip (about 270 MB)`);
    await fetchWheel(python, wheel).catch((error) => {
      throw new SetupError(`pip cannot get ${wheel.name} ${wheel.version}: ${lastLine(error)}`);
    });
  }
  const name = found();
  if (name === undefined) throw new SetupError(`pip gave no wheel of ${wheel.name}`);
  return join(DOWNLOADS, name);
}

async function fetchWheel(python, wheel) {
  const env = { ...process.env, PIP_RETRIES: "0" };
  const limits = { timeout: 30 * MINUTES, maxBuffer: 2 ** 26, env };
  const [own, other] = pipArguments(wheel, DOWNLOADS);
  await run(python, own, limits).catch(async (first) => {
    await run(python, other, limits).catch(() => {
      throw first;
    });
  });
}

/** A package of the npm registry, unpacked; no script of it runs. */
async function unpackPackage(name, folder) {
  const destination = join(folder, name.replaceAll(/[^a-z]/g, "-"));
  await mkdir(destination, { recursive: true });
  await run(
    "npm",
    ["pack", name, "--ignore-scripts", "--fetch-retries=0", "--pack-destination", destination],
    {
      timeout: 5 * MINUTES,
      maxBuffer: 2 ** 26,
    },
  ).catch((error) => {
    throw new SetupError(`npm cannot get ${name}: ${lastLine(error)}`);
  });
  const archive = readdirSync(destination).find((file) => file.endsWith(".tgz"));
  if (archive === undefined) throw new SetupError(`npm gave no archive of ${name}`);
  await run("tar", ["-xf", join(destination, archive), "-C", destination]);
  return join(destination, "package");
}

async function findHeaders(scratch) {
  const known = headerFolders(process, process.env);
  const found = known.find((folder) => existsSync(join(folder, "node_api.h")));
  return found ?? join(await unpackPackage(HEADERS_PACKAGE, scratch), "include");
}

/** TensorFlow's version, after a product of two matrices in a process of its own. */
async function check(folder) {
  const binding = join(folder, "lib", "napi-v8", "tfjs_binding.node");
  if (!existsSync(binding) || statSync(binding).size === 0) throw new Error("it has no binding");
  const script = join(import.meta.dirname, "tensorflow", "check-binding.mjs");
  const { stdout } = await run(process.execPath, [script, binding], { timeout: 2 * MINUTES });
  return stdout;
}

async function moveInPlace(partial) {
  const old = join(BASE, `old-${process.pid}`);
  if (existsSync(TARGET)) await rename(TARGET, old);
  await rename(partial, TARGET);
  await rm(old, { recursive: true, force: true });
}
