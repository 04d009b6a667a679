/** What can be said of this machine in milliseconds, without starting anything but what the system itself answers. */
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import { join } from "node:path";

import { cpuQuota, usableCores } from "../execution/cores.ts";
import { readProvenance } from "./provenance.ts";

export interface Machine {
  readonly platform: string;
  readonly node: string;
  readonly commit: string | null;
  readonly processor: string;
  /** Instruction sets that decide which kernels a library chooses; empty where the system does not say. */
  readonly features: readonly string[];
  readonly cores: {
    /** What this process may use. */
    readonly usable: number;
    readonly installed: number;
    /** Those its affinity allows. */
    readonly allowed: number;
    /** Of its control groups, in cores; null: none. */
    readonly quota: number | null;
  };
  readonly memory: { readonly totalBytes: number; readonly freeBytes: number };
  /** Graphics processors by name; null where this system has no cheap way to ask. */
  readonly gpus: readonly string[] | null;
}

export function examineMachine(): Machine {
  const { platform, node, commit, cpu } = readProvenance();
  return {
    platform,
    node,
    commit,
    processor: cpu.model,
    features: cpu.features,
    cores: {
      usable: usableCores(),
      installed: cpus().length,
      allowed: availableParallelism(),
      quota: cpuQuota(),
    },
    memory: { totalBytes: totalmem(), freeBytes: freemem() },
    gpus: process.platform === "linux" ? findGpus() : null,
  };
}

/** Makers of display devices by PCI number, as Linux shows it. */
const MAKERS: Readonly<Record<string, string>> = {
  "0x10de": "NVIDIA",
  "0x1002": "AMD",
  "0x8086": "Intel",
  "0x1af4": "virtio (no computing)",
};

/** By the NVIDIA driver's own list, and by render nodes of the kernel. `root` is the file system's root. */
export function findGpus(root = "/"): readonly string[] {
  const nvidia = join(root, "proc/driver/nvidia/gpus");
  const named = entriesOf(nvidia).map((gpu) => {
    const text = readText(join(nvidia, gpu, "information"));
    return /^Model:\s*(.*)$/m.exec(text)?.[1]?.trim() ?? "NVIDIA";
  });
  const cards = join(root, "sys/class/drm");
  const others = entriesOf(cards)
    .filter((name) => name.startsWith("renderD"))
    .map((name) => readText(join(cards, name, "device/vendor")).trim())
    .filter((vendor) => vendor !== "" && !(vendor === "0x10de" && named.length > 0))
    .map((vendor) => MAKERS[vendor] ?? `of maker ${vendor}`);
  return [...named, ...others];
}

function entriesOf(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
