/** The experiments that a reproduction runs, in their order: one file a line, `#` before a comment. */
import { readFileSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";

import type { AnswersName } from "../runs/paths.ts";
import { PACKAGE_FOLDER } from "./package.ts";

/** The two lists, and what a page of their answers is called: quick variants, and what two cores can do in full. */
export type ReproductionName = Exclude<AnswersName, "answers">;

/** A committed list: `experiments/NAME.txt`, as paths that can be typed here. */
export function reproductionFiles(list: ReproductionName): readonly string[] {
  const folder = join(PACKAGE_FOLDER, "experiments");
  return parseList(readFileSync(join(folder, `${list}.txt`), "utf8")).map((name) => {
    const path = join(folder, name);
    const near = relative(process.cwd(), path);
    return near.startsWith("..") || isAbsolute(near) ? path : near;
  });
}

/** Lines without comments, blank ones left out. */
export function parseList(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.replace(/#.*$/, "").trim())
    .filter((line) => line !== "");
}
