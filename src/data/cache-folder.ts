/** Where downloaded data are kept, and where data files are looked for. */
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** LSGAN_CACHE_DIR, else XDG_CACHE_HOME/lsgan-lab, else ~/.cache/lsgan-lab. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  const own = environment["LSGAN_CACHE_DIR"];
  if (own !== undefined && own !== "") return resolve(own);
  const shared = environment["XDG_CACHE_HOME"];
  const base = shared !== undefined && shared !== "" ? shared : join(homedir(), ".cache");
  return resolve(base, "lsgan-lab");
}
