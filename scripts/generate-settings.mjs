/** The table of docs/reproduction.md that says what each file takes from its source and what is ours, from its first lines. */
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";

import { readHeader, readRows } from "./experiment-list.mjs";

const PAGE = join(import.meta.dirname, "../docs/reproduction.md");
const HEADING = "## Differences from the sources, by file";

/** The whole page, with this table as it has to be. */
export function generateSettings() {
  const page = readFileSync(PAGE, "utf8");
  const start = page.indexOf("\n| id |", page.indexOf(HEADING)) + 1;
  const end = page.indexOf("\n\n", start);
  if (!page.includes(HEADING) || start === 0 || end < 0)
    throw new Error(`Expected a table under "${HEADING}" in ${PAGE}`);
  const rows = readRows().map(rowOf);
  const table = [
    "| id | file | source | what it claims or leads to expect | what is ours | and in the quick variant |",
    "|---|---|---|---|---|---|",
    ...rows,
  ];
  return page.slice(0, start) + table.join("\n") + page.slice(end);
}

function rowOf({ id, path, quick }) {
  const { expected, source, ours } = readHeader(path);
  const [followed, ownInSource] = source.split(" Ours: "); // as analyses write it
  const cells = [
    id.replace(" (label schemes)", ""),
    `[${basename(path, ".yaml")}](../experiments/${path})`,
    followed,
    expected,
    ours ?? ownInSource ?? "nothing",
    quick === null
      ? "–"
      : `[${basename(quick, ".yaml")}](../experiments/${quick}): ${readHeader(quick).ours}`,
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
