/** Changes of the program that no commit holds: kept beside the runs that were made with them, by digest. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";

import { changesPath } from "../runs/paths.ts";
import { writeFileWhole } from "../shared/files.ts";
import { PACKAGE_FOLDER } from "./package.ts";

export interface WorkingChanges {
  /** SHA-256 of the text, 64 hexadecimal digits. */
  readonly digest: string;
  /** Names of files that git does not know, then `git diff HEAD`. */
  readonly text: string;
}

/** Longer diffs are cut. */
const MOST_BYTES = 200_000;
/** What decides numbers: experiments and documents do not, and a run's spec says all there is to say of them. */
const WATCHED = ["src", "bin", "package.json", "package-lock.json"] as const;

/** Null where nothing is changed, and where git or a checkout is missing. */
export function readWorkingChanges(folder = PACKAGE_FOLDER): WorkingChanges | null {
  try {
    if (git(folder, "rev-parse", "--show-toplevel").trim() !== folder) return null;
    const unknown = git(folder, "ls-files", "--others", "--exclude-standard", "--", ...WATCHED);
    const diff = git(folder, "diff", "HEAD", "--no-color", "--no-ext-diff", "--", ...WATCHED);
    if (unknown === "" && diff === "") return null;
    const names = unknown.split("\n").filter((name) => name !== "");
    const text = cut([...names.map((name) => `# not in git: ${name}\n`), diff].join(""));
    return { digest: createHash("sha256").update(text).digest("hex"), text };
  } catch {
    return null; // no git, no commit, or a diff that is larger than memory should hold
  }
}

/** Keeps the changes in a sweep's directory, once. */
export function keepWorkingChanges(sweepDirectory: string, { digest, text }: WorkingChanges): void {
  const path = changesPath(sweepDirectory, digest);
  if (!existsSync(path)) writeFileWhole(path, text);
}

function cut(text: string): string {
  const bytes = Buffer.from(text);
  if (bytes.length <= MOST_BYTES) return text;
  const kept = bytes.subarray(0, MOST_BYTES).toString("utf8");
  return `${kept.slice(0, kept.lastIndexOf("\n") + 1)}# cut: ${String(bytes.length)} bytes in all\n`;
}

function git(folder: string, ...args: readonly string[]): string {
  return execFileSync("git", args, {
    cwd: folder,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 10_000,
    maxBuffer: 64 << 20,
  });
}
