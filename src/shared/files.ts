/** Files that are there whole or not at all. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";

import writeFileAtomic from "write-file-atomic";

/** Writes a file under a temporary name, syncs it, and renames it over the old one. Makes missing folders. */
export function writeFileWhole(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileAtomic.sync(
    path,
    typeof content === "string"
      ? content
      : Buffer.from(content.buffer, content.byteOffset, content.byteLength),
  );
}

/** Writes a value as indented JSON, whole or not at all. */
export function writeJson(path: string, value: unknown): void {
  writeFileWhole(path, `${JSON.stringify(value, undefined, 2)}\n`);
}
