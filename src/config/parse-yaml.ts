/** YAML 1.2 text → a located tree, or every mistake in its form. */
import { parseDocument, visit } from "yaml";
import type { Document, YAMLError } from "yaml";

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
    // "silent" would take several documents for one.
    logLevel: "error",
  });
  const problems = [...document.errors, ...document.warnings];
  if (problems.length === 0) return locateDocument(document, source, offset);
  const issues = problems.map((problem) => {
    const [start, end] = openQuote(problem, document) ?? problem.pos;
    return explainYamlError(problem, { source, start: start + offset, end: end + offset });
  });
  return { root: null, issues: onePerLine(issues) };
}

/** Where the text begins whose closing quote is missing: the parser only knows where the file ends. */
function openQuote(problem: YAMLError, document: Document): readonly [number, number] | null {
  if (problem.code !== "MISSING_CHAR" || !problem.message.includes("quote")) return null;
  const starts: number[] = [];
  visit(document, {
    Scalar(_, { type, range }) {
      const isQuoted = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE";
      if (isQuoted && range && range[1] >= problem.pos[0] - 1) starts.push(range[0]);
    },
  });
  const [start] = starts;
  return start === undefined ? null : [start, start + 1];
}

/** One broken place makes a parser stumble several times; the first complaint of a line is the one that helps. */
function onePerLine(issues: readonly Issue[]): readonly Issue[] {
  const lines = new Set<number>();
  return issues.filter(({ position: { line } }) => !lines.has(line) && lines.add(line));
}
