/**
 * How many cores this process may use: affinity (through Node) and the CPU quota of its control groups, which a
 * container is given and `os.cpus()` knows nothing of.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

/** Cores this process may use, at least 1; a quota of 1.5 cores counts as 1. */
export function usableCores(): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(cpuQuota() ?? Infinity)));
}

/**
 * The smallest CPU quota of this process's control groups, in cores, or null where none is set. `root` is the file
 * system's root.
 *
 * Source: Linux kernel, Documentation/admin-guide/cgroup-v2.rst (cpu.max: "quota period" in µs, "max" for none) and
 * Documentation/scheduler/sched-bwc.rst (version 1: cpu.cfs_quota_us, −1 for none, over cpu.cfs_period_us).
 */
export function cpuQuota(root = "/"): number | null {
  const groups = readText(join(root, "proc/self/cgroup")) ?? "";
  const quotas = groups.split("\n").flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
    if (path === undefined || controllers === undefined) return [];
    if (controllers === "") return ancestors(path).flatMap((group) => quotaOfVersion2(root, group));
    if (!controllers.split(",").includes("cpu")) return [];
    return ancestors(path).flatMap((group) => quotaOfVersion1(root, controllers, group));
  });
  return quotas.length === 0 ? null : Math.min(...quotas);
}

/** `/a/b` → `/a/b`, `/a`, `/`: a group may be limited by any group above it. */
function ancestors(path: string): readonly string[] {
  const parts = path.split("/").filter((part) => part !== "");
  return Array.from({ length: parts.length + 1 }, (_, cut) =>
    parts.slice(0, parts.length - cut).join("/"),
  );
}

function quotaOfVersion2(root: string, group: string): readonly number[] {
  const text =
    readText(join(root, "sys/fs/cgroup", group, "cpu.max")) ??
    readText(join(root, "sys/fs/cgroup/unified", group, "cpu.max"));
  const [quota, period] = (text ?? "").trim().split(" ");
  return coresOf(quota, period);
}

function quotaOfVersion1(root: string, controllers: string, group: string): readonly number[] {
  const folders = ["cpu", controllers].map((name) => join(root, "sys/fs/cgroup", name, group));
  return folders.flatMap((folder) =>
    coresOf(
      readText(join(folder, "cpu.cfs_quota_us")),
      readText(join(folder, "cpu.cfs_period_us")),
    ),
  );
}

function coresOf(quota: string | undefined, period: string | undefined): readonly number[] {
  const cores = Number(quota ?? "max") / Number(period ?? "max");
  return Number.isFinite(cores) && cores > 0 ? [cores] : [];
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined; // not Linux, or the other version of control groups
  }
}
