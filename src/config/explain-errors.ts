/** What ajv found → mistakes in words: one for each place, with the nearest valid name. */
import type { TreeError } from "./check-tree.ts";
import { describeExpected, describeGot, describeNames } from "./describe.ts";
import { explainKind, explainMissingKey, explainUnknownKey } from "./explain-keys.ts";
import type { SchemaContext } from "./explain-keys.ts";
import type { IssueCode } from "./issue.ts";
import type { Segment } from "./located.ts";
import type { Mistake } from "./mistake.ts";
import { didYouMean } from "./nearest.ts";
import type { Schema } from "./schemas.ts";
import { isSchema } from "./schemas.ts";
import { hintForText } from "./text-hints.ts";
import { hintForStructure } from "./structure-hints.ts";

/** `prefix`: the path of the checked value in the file. */
export function explainErrors(
  errors: readonly TreeError[],
  prefix: readonly Segment[],
  context: SchemaContext,
): readonly Mistake[] {
  const mistakes = new Map<string, Mistake>();
  for (const error of errors) {
    const mistake = explain(error, [...prefix, ...segmentsOf(error.instancePath)], context);
    const key = JSON.stringify(mistake.path);
    if (!mistakes.has(key)) mistakes.set(key, mistake);
  }
  return withoutConsequences([...mistakes.values()]);
}

function explain(error: TreeError, path: readonly Segment[], context: SchemaContext): Mistake {
  const { keyword, params } = error;
  switch (keyword) {
    case "additionalProperties":
      return explainUnknownKey(path, String(params["additionalProperty"]), error.data, context);
    case "required":
      return explainMissingKey(path, String(params["missingProperty"]), context);
    case "discriminator":
      return explainKind(path, error.data, context);
    default:
      return explainValue(error, path, context);
  }
}

const CODES: Readonly<Record<string, IssueCode>> = {
  type: "wrong-type",
  anyOf: "wrong-type",
  enum: "unknown-name",
  const: "unknown-name",
};

function explainValue(error: TreeError, path: readonly Segment[], context: SchemaContext): Mistake {
  const schema: Schema = isSchema(error.parentSchema) ? error.parentSchema : {};
  const { data } = error;
  const isName = typeof data === "string";
  const code = CODES[error.keyword] ?? "out-of-range";
  const structure = hintForStructure(path, data, schema, context);
  const near = isName ? didYouMean(data, textsOf(schema.enum)) : null;
  const expected =
    structure?.expected ??
    (near === null ? describeExpected(schema) : describeNames(textsOf(schema.enum), true));
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  return {
    code: code === "unknown-name" && !isName ? "wrong-type" : code,
    path,
    part: "value",
    text: `expected ${expected}, got ${isName && !types.includes("string") ? "the text " : ""}${describeGot(data)}`,
    hint:
      (isName ? (hintForText(data, types) ?? near) : null) ??
      structure?.hint ??
      hintForValue(data, schema),
  };
}

const textsOf = (names: readonly unknown[] = []): readonly string[] =>
  names.filter((name) => typeof name === "string");

function hintForValue(data: unknown, { pattern }: Schema): string | null {
  if (typeof data === "number" && !Number.isFinite(data)) return "write a finite number";
  if (typeof data !== "string" || pattern === undefined) return null;
  const mended = data
    .trim()
    .replaceAll(/[^A-Za-z0-9_-]+/g, "-")
    .replaceAll(/^[-_]+|-+$/g, "");
  return new RegExp(pattern).test(mended) ? `for example \`${mended}\`` : null;
}

/** A misspelt key is also a missing key: the first tells it all. */
function withoutConsequences(mistakes: readonly Mistake[]): readonly Mistake[] {
  const meant = new Set(
    mistakes
      .filter(({ code }) => code === "unknown-key")
      .map(({ path, hint }) => [...path.slice(0, -1), /`(.*)`/.exec(hint ?? "")?.[1]].join("\0")),
  );
  return mistakes.filter(({ code, path }) => code !== "missing-key" || !meant.has(path.join("\0")));
}

/** The segments of a JSON pointer. */
function segmentsOf(pointer: string): readonly string[] {
  if (pointer === "") return [];
  return pointer
    .slice(1)
    .split("/")
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"));
}
