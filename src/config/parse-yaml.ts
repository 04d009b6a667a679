/** YAML 1.2 text → a located tree, or every mistake in its form. */
import { parseDocument } from "yaml";

import type { Issue } from "./issue.ts";
import { locateDocument } from "./locate-document.ts";
import type { Located } from "./located.ts";
import type { Source } from "./source.ts";
import { explainYamlError } from "./yaml-errors.ts";

export interface ParsedYaml {
  /** Null where the text cannot be read as YAML at all. */
  readonly root: Located | null;
  readonly issues: readonly Issue[];
}

/** `offset`: where the YAML begins in the source. */
export function parseYaml(source: Source, offset = 0): ParsedYaml {
  const document = parseDocument(source.text.slice(offset), {
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length === 0) return locateDocument(document, source, offset);
  const issues = problems.map((problem) => {
    const [start, end] = problem.pos;
    return explainYamlError(problem, { source, start: start + offset, end: end + offset });
  });
  return { root: null, issues: onePerLine(issues) };
}

/** One broken place makes a parser stumble several times; the first complaint of a line is the one that helps. */
function onePerLine(issues: readonly Issue[]): readonly Issue[] {
  const lines = new Set<number>();
  return issues.filter(({ position: { line } }) => !lines.has(line) && lines.add(line));
}
