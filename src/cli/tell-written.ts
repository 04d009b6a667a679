/** Says what a command wrote: paths as one would type them here. */
import { relative } from "node:path";

import type { Written } from "../runs/generator-use.ts";

export function tellWritten({ files, notes }: Written): void {
  for (const file of files) console.log(nearer(file));
  for (const note of notes) console.log(`(${note})`);
}

/** Relative where that is not longer. */
function nearer(file: string): string {
  const from = relative(process.cwd(), file);
  return from.length <= file.length ? from : file;
}
