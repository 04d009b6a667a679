/** A text that settings come from, and where in it something stands. */
import { relative, sep } from "node:path";

import { LineCounter } from "yaml";

import type { Position } from "./issue.ts";

export interface Source {
  /** As messages name it: relative to the working directory where it lies below it, or `--set key=value`. */
  readonly name: string;
  /** Absolute path; null for a value of the command line. */
  readonly path: string | null;
  readonly text: string;
  readonly lines: LineCounter;
}

/** A stretch of a source: offsets, the end not included. */
export interface Range {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

export function createFileSource(path: string, text: string): Source {
  return { name: displayPath(path), path, text, lines: countLines(text) };
}

/** `text`: the whole option as typed, `--set key=value`. */
export function createOptionSource(text: string): Source {
  return { name: text, path: null, text, lines: countLines(text) };
}

/** A path as messages name it: relative to the working directory where it lies below it. */
export function displayPath(path: string): string {
  const below = relative(process.cwd(), path);
  return below === "" || below === ".." || below.startsWith(`..${sep}`) ? path : below;
}

/** The part of a range that lies in its first line, at least one character. */
export function positionOf({ source, start, end }: Range): Position {
  const { text, lines, name } = source;
  const { line, col } = lines.linePos(Math.min(start, text.length));
  const lineStart = lines.lineStarts[line - 1] ?? 0;
  const lineEnd = lines.lineStarts[line] ?? text.length + 1;
  const content = text.slice(lineStart, lineEnd - 1).replace(/\r$/, "");
  const rest = Math.max(1, content.length - (col - 1));
  return {
    file: name,
    line,
    column: col,
    length: Math.max(1, Math.min(end - start, rest)),
    text: content,
  };
}

/** Whether a range ends in a later line than it begins. */
export function spansLines({ source, start, end }: Range): boolean {
  return source.text.slice(start, end).trimEnd().includes("\n");
}

function countLines(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let i = text.indexOf("\n"); i !== -1; i = text.indexOf("\n", i + 1)) lines.addNewLine(i + 1);
  return lines;
}
