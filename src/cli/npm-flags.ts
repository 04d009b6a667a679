/**
 * Flags that npm took for its own. `npm run sweep f.yaml --jobs 2` without `--` starts us as `sweep f.yaml 2` with
 * npm_config_jobs=true in the environment, and `--dry-run` leaves nothing but npm_config_dry_run=true: run like that, a
 * command would do what nobody asked for. Seen with npm 11; environment by @npmcli/config's set-envs.
 */
import { readFileSync } from "node:fs";

import { distance } from "fastest-levenshtein";

/** An option of ours as npm would swallow it. */
export interface SwallowableOption {
  /** `--jobs`, or `--no-forecast`. */
  readonly flag: string;
  /** Null for a switch; else whether a stray word could be its value. */
  readonly accepts: ((word: string) => boolean) | null;
}

export interface NpmCall {
  readonly command: string;
  /** Words after the command, as they arrived. */
  readonly words: readonly string[];
  readonly options: readonly SwallowableOption[];
  /** How many positional arguments the command takes. */
  readonly positionals: number;
  readonly environment: NodeJS.ProcessEnv;
}

/** The command as it should have been typed, where npm swallowed a part of it; else null. */
export function correctNpmCall(call: NpmCall): string | null {
  const { command, words, options, environment } = call;
  if (environment["npm_lifecycle_event"] !== command) return null;
  const swallowed = options.flatMap((option) => valuesFromNpm(option, environment));
  const plain = words.filter((word) => !word.startsWith("-"));
  // Words after a flag that did arrive may be its value: they are none of ours to judge.
  const arrivedFlags = words.some((word) => word.startsWith("-"));
  const strays = arrivedFlags ? [] : plain.slice(call.positionals);
  if (swallowed.length === 0 && strays.length === 0) return null;
  const flags = giveValues(swallowed, strays);
  const kept = arrivedFlags ? words : plain.slice(0, call.positionals);
  return ["npm", "run", command, "--", ...kept, ...flags].map(quoteWord).join(" ");
}

interface Swallowed {
  readonly option: SwallowableOption;
  /** Null where npm kept no value: then it is among the stray words. */
  readonly value: string | null;
}

function valuesFromNpm(
  option: SwallowableOption,
  environment: NodeJS.ProcessEnv,
): readonly Swallowed[] {
  const negated = option.flag.startsWith("--no-");
  const name = option.flag.replace(/^--(no-)?/, "");
  return keysLike(name, environment).flatMap((key) => {
    const text = environment[`npm_config_${key}`] ?? "";
    if (negated) return text === "" || text === "false" ? [{ option, value: null }] : [];
    if (text === "") return [];
    if (option.accepts === null) return text === "true" ? [{ option, value: null }] : [];
    return text.split("\n\n").map((value) => ({ option, value: value === "true" ? null : value }));
  });
}

/** The keys of npm's environment that are an option's name, or that name mistyped: `--dry-rum` vanishes as well. */
function keysLike(name: string, environment: NodeJS.ProcessEnv): readonly string[] {
  const wanted = name.replaceAll("-", "_");
  const mistakes = wanted.length > 5 ? 2 : wanted.length > 3 ? 1 : 0;
  return Object.keys(environment)
    .filter((key) => key.startsWith("npm_config_"))
    .map((key) => key.slice("npm_config_".length))
    .filter((key) => distance(key, wanted) <= mistakes && !isInNpmrc(key, environment));
}

/** A key in a .npmrc arrives in the same way, and is no part of what was typed. */
function isInNpmrc(key: string, environment: NodeJS.ProcessEnv): boolean {
  const files = [environment["npm_config_userconfig"], environment["npm_config_globalconfig"]];
  return files.some((file) => {
    try {
      return new RegExp(`^\\s*${key.replaceAll("_", "[-_]")}\\s*=`, "m").test(
        readFileSync(file ?? "", "utf8"),
      );
    } catch {
      return false; // there is no such file
    }
  });
}

/** Gives each flag without a value the first stray word that could be it. */
function giveValues(swallowed: readonly Swallowed[], strays: readonly string[]): readonly string[] {
  const rest = [...strays];
  const flags = swallowed.flatMap(({ option, value }) => {
    if (option.accepts === null) return [option.flag];
    if (value !== null) return [option.flag, value];
    const i = rest.findIndex(option.accepts);
    const [word] = i < 0 ? [] : rest.splice(i, 1);
    return [option.flag, word ?? "VALUE"];
  });
  // What no flag can take is most likely a flag's value with the flag unknown to npm's environment: it is shown as it came.
  return [...flags, ...rest];
}

/** A word as a shell takes it. */
export const quoteWord = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
