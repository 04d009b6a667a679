/** The table of docs/reproduction.md that says what each file takes from its source and what is ours, from its first lines. */
import { basename } from "node:path";

import { readHeader, readRows } from "./experiment-list.mjs";
import { withTable } from "./reproduction-page.mjs";

/** The whole page, with this table as it has to be. */
export function generateSettings() {
  return withTable("## Differences from the sources, by file", [
    "| id | file | source | what it claims or leads to expect | what is ours | and in the quick variant |",
    "|---|---|---|---|---|---|",
    ...readRows().map(rowOf),
  ]);
}

function rowOf({ id, path, quick }) {
  const { expected, source, ours } = readHeader(path);
  const [followed, ownInSource] = source.split(" Ours: "); // as analyses write it
  const cells = [
    id,
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
