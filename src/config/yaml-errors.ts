/** What is wrong with the form of a YAML text, in words that say what to do. */
import type { YAMLError } from "yaml";

import type { Issue } from "./issue.ts";
import { positionOf } from "./source.ts";
import type { Range } from "./source.ts";

interface Explanation {
  readonly message: string;
  readonly hint: string;
}

const EXPLANATIONS: Readonly<Partial<Record<YAMLError["code"], Explanation>>> = {
  BAD_ALIAS: {
    message: "expected an anchor of this name before it is used",
    hint: "put the anchor, such as `&base`, before the value it names",
  },
  BAD_DIRECTIVE: {
    message: "expected settings, got a YAML directive",
    hint: "put a text that begins with % in quotes",
  },
  BAD_INDENT: {
    message: "expected the same indentation as the lines beside it",
    hint: "keys of one object begin in the same column, and brackets close inside of it",
  },
  BAD_SCALAR_START: {
    message: "expected a value, got a character that YAML reserves",
    hint: "put the text in quotes",
  },
  BAD_DQ_ESCAPE: {
    message: "expected an escape such as \\n or \\\\ after the backslash",
    hint: "in single quotes a backslash is only a backslash",
  },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "expected one `key: value` in a line, got two",
    hint: "is the next line indented too far? A text with `: ` in it needs quotes",
  },
  BLOCK_IN_FLOW: {
    message: "expected the brackets to close before a block begins",
    hint: "inside of brackets write everything in brackets",
  },
  MISSING_CHAR: {
    message: "expected a closing quote",
    hint: "the text that begins here never ends",
  },
  MULTILINE_IMPLICIT_KEY: {
    message: "expected `key: value` in one line",
    hint: "is a colon missing, or the indentation of this line wrong?",
  },
  MULTIPLE_DOCS: {
    message: "expected one document in a file, got another after `---`",
    hint: "an experiment is one file",
  },
  TAB_AS_INDENT: {
    message: "expected spaces for indentation, got a tab",
    hint: "replace tabs with spaces",
  },
  TAG_RESOLVE_FAILED: {
    message: "expected a plain value, got a YAML tag that means nothing here",
    hint: "take the `!…` away, or put the text in quotes",
  },
  UNEXPECTED_TOKEN: {
    message: "expected something else here",
    hint: "is a comma, a quote or a bracket missing or left over?",
  },
};

const UNCLOSED: Explanation = {
  message: "not YAML: expected a bracket above to be closed before this line begins",
  hint: "a line is missing its `}` or `]`",
};

const PARTNERS =
  "each bracket and quote needs its partner, list entries a comma, and keys a colon and a space";

/** Positions of brackets that were never closed are those of the place where the parser gave up. */
export function explainYamlError(error: YAMLError, range: Range): Issue {
  const known = EXPLANATIONS[error.code];
  const detail = error.message.replace(/\.$/, "");
  const position = positionOf(range);
  if (error.code === "BAD_INDENT" && detail.startsWith("Flow"))
    return { code: "yaml", position, path: "", ...UNCLOSED };
  // Where the parser names the character it wants, its own words say more than ours.
  const isNamed =
    error.code === "UNEXPECTED_TOKEN" ||
    (error.code === "MISSING_CHAR" && !detail.includes("quote"));
  const message =
    known === undefined || isNamed ? `not YAML: ${detail}` : `not YAML: ${known.message}`;
  return {
    code: "yaml",
    position,
    path: "",
    message,
    ...(known === undefined ? {} : { hint: isNamed ? PARTNERS : known.hint }),
  };
}
