/** Where the native library is that `npm run setup:tensorflow` puts in place. Loads nothing, so the parent may ask. */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Version of @tensorflow/tfjs-node whose native binding is used. */
export const BINDING_VERSION = "4.22.0";

/**
 * `<cache>/tensorflow/<version>-<platform>-<architecture>`; the cache is LSGAN_CACHE_DIR, else XDG_CACHE_HOME/lsgan-lab,
 * else ~/.cache/lsgan-lab. It lies outside node_modules, where every `npm ci` would throw it away.
 */
export function libraryFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment["LSGAN_CACHE_DIR"];
  const shared = environment["XDG_CACHE_HOME"];
  const base = shared !== undefined && shared !== "" ? shared : join(homedir(), ".cache");
  const cache = own !== undefined && own !== "" ? own : join(base, "lsgan-lab");
  const name = `${BINDING_VERSION}-${process.platform}-${process.arch}`;
  return resolve(cache, "tensorflow", name);
}

/** The native binding, or null where it is not set up. N-API versions are compatible upwards. */
export function findBinding(environment: NodeJS.ProcessEnv = process.env): string | null {
  const file = join(libraryFolder(environment), "lib", "napi-v8", "tfjs_binding.node");
  return existsSync(file) ? file : null;
}
