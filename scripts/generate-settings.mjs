/** The table of docs/reproduction.md that says what each file takes from its source and what is ours, from its first lines. */
import { basename } from "node:path";

import { readHeader, readRows } from "./experiment-list.mjs";
import { withTable } from "./reproduction-page.mjs";

/** The whole page, with this table as it has to be. */
export function generateSettings() {
  return withTable("## Differences from the sources, by file", [
    "| id | file | source | what it claims or leads to expect | what is ours | and in its variants |",
    "|---|---|---|---|---|---|",
    ...readRows().map(rowOf),
  ]);
}

function rowOf({ id, path, variants }) {
  const { expected, source, ours } = readHeader(path);
  const [followed, ownInSource] = source.split(" Ours: "); // as analyses write it
  const cells = [
    id,
    linkTo(path),
    followed,
    expected,
    ours ?? ownInSource ?? "nothing",
    variants.map((variant) => `${linkTo(variant)}: ${readHeader(variant).ours}`).join(" ") || "–",
  ];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

const linkTo = (path) => `[${basename(path, ".yaml")}](../experiments/${path})`;
