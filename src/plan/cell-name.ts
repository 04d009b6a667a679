/** Directory names of cells: readable, safe on every file system and in every shell, and never used for another spec. */

/** Longest name, hash included. */
const NAME_LENGTH = 48;
const HASH_DIGITS = 8;

/**
 * Name of a cell's directory: its label in lower-case letters, digits and `-`, and the first digits of its hash, so that
 * an edited experiment never writes into an older cell's directory. In numbers a point is `p` and a minus `m`.
 */
export function cellName(label: string, hash: string): string {
  const words = label
    .replace(/([a-z])([A-Z])/g, "$1-$2")
    .replace(/(?<![\w.])-(?=[\d.])/g, "m")
    .replace(/(?<=\de)-(?=\d)/g, "m")
    .replace(/(?<=\d)\.(?=\d)/g, "p")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, NAME_LENGTH - HASH_DIGITS - 1)
    .replace(/^-+|-+$/g, "");
  return `${words === "" ? "cell" : words}-${hash.slice(0, HASH_DIGITS)}`;
}
