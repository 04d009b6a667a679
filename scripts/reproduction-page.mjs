/** docs/reproduction.md and the tables in it that are made, each found by its heading. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

export const REPRODUCTION_PAGE = join(import.meta.dirname, "../docs/reproduction.md");

/** The whole page, with these lines in place of the table under `heading`, which begins with an id and ends at an empty line. */
export function withTable(heading, lines) {
  const page = readFileSync(REPRODUCTION_PAGE, "utf8");
  const section = page.indexOf(`\n${heading}\n`);
  const start = page.indexOf("\n| id |", section);
  const end = page.indexOf("\n\n", start);
  if (section < 0 || start < 0 || end < 0)
    throw new Error(`Expected a table under "${heading}" in ${REPRODUCTION_PAGE}`);
  return `${page.slice(0, start + 1)}${lines.join("\n")}${page.slice(end)}`;
}
