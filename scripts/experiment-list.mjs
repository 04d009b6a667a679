/** What experiments/README.md lists, and what each file says of itself in its first lines. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../experiments");

/** Rows of the list: id of ours, the file, and its smaller variants; paths from experiments/. */
export function readRows() {
  const lines = readFileSync(join(FOLDER, "README.md"), "utf8").split("\n");
  return lines.flatMap((line) => {
    const [, id, file, , , , variants] = line.split("|").map((cell) => cell.trim());
    const [path] = linksIn(file);
    return path === undefined
      ? []
      : [{ id: id.replace(" (label schemes)", ""), path, variants: linksIn(variants) }];
  });
}

/** `{ question, expected, source, cost, ours }` of an experiment's first comment; what is not there is missing. */
export function readHeader(path) {
  const lines = readFileSync(join(FOLDER, path), "utf8").split("\n");
  const comment = lines.slice(
    1,
    lines.findIndex((line) => !line.startsWith("#"), 1),
  );
  const header = {};
  let key = null;
  for (const line of comment) {
    const begun = /^# ([A-Z][a-z]+): (.*)$/.exec(line);
    if (begun !== null) [key, header[key]] = [begun[1].toLowerCase(), begun[2]];
    else header[key] += ` ${line.replace(/^#\s*/, "")}`;
  }
  return header;
}

const linksIn = (cell = "") => [...cell.matchAll(/\]\(([^)]*\.yaml)\)/g)].map(([, path]) => path);
