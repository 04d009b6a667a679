/** Under what a run is made: program, Node, packages, machine. Written to run.json; no part of a run's identity. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";

import type { Provenance } from "../runs/record.ts";
import { PACKAGE_FOLDER, packageDocument } from "./package.ts";

/** What all runs of a sweep have in common; each run adds its threads and its executor. */
export type SharedProvenance = Omit<Provenance, "threads" | "executor">;

/** Asks git, the package and the processor once. */
export function readProvenance(now: Date = new Date()): SharedProvenance {
  return {
    createdAt: now.toISOString(),
    ...readCommit(),
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    packages: readPackages(),
    cpu: { model: cpus()[0]?.model.trim() ?? "unknown", features: readCpuFeatures() },
  };
}

/** null where the program is not run from a git checkout of its own. */
function readCommit(): Pick<Provenance, "commit" | "dirty"> {
  try {
    const top = git("rev-parse", "--show-toplevel");
    if (top !== PACKAGE_FOLDER) return { commit: null, dirty: null };
    // Experiments and documents decide no numbers: a run's spec says all there is to say of them.
    const changes = git("status", "--porcelain", "--", "src", "bin", "package-lock.json");
    return { commit: git("rev-parse", "HEAD"), dirty: changes !== "" };
  } catch {
    return { commit: null, dirty: null }; // no git, or no commit
  }
}

function git(...args: readonly string[]): string {
  return execFileSync("git", args, {
    cwd: PACKAGE_FOLDER,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 5000,
  }).trim();
}

/** This package's version and those of its dependencies that compute. */
function readPackages(): Readonly<Record<string, string>> {
  const { name, version, dependencies } = packageDocument();
  const computing = Object.entries(dependencies).filter(([dependency]) =>
    /^(@tensorflow\/|onnxruntime)/.test(dependency),
  );
  return { [name]: version, ...Object.fromEntries(computing) };
}

/** Instruction sets that decide which kernels a library chooses, so how it rounds. Empty where the system does not say. */
function readCpuFeatures(): readonly string[] {
  try {
    const text = readFileSync("/proc/cpuinfo", "utf8");
    const flags = /^(?:flags|Features)\s*:(.*)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? [];
    return flags.filter((flag) => /^(sse4|avx|fma|amx|asimd|neon|sve|bf16|i8mm)/.test(flag)).sort();
  } catch {
    return []; // not Linux
  }
}
