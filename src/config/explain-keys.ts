/** Mistakes in keys and kinds: unknown ones, missing ones. */
import { describeExpected, describeGot, describeNames, listOr } from "./describe.ts";
import type { Segment } from "./located.ts";
import type { Mistake } from "./mistake.ts";
import { didYouMean } from "./nearest.ts";
import { armsOf, followReference } from "./schemas.ts";
import type { SchemaNode, Schemas } from "./schemas.ts";
import { armFor, isPlain, keysOf, kindsOf, schemasAt } from "./walk-schema.ts";

export interface SchemaContext {
  /** The schema of the whole file. */
  readonly root: SchemaNode;
  readonly schemas: Schemas;
}

export function explainUnknownKey(
  container: readonly Segment[],
  key: string,
  data: unknown,
  context: SchemaContext,
): Mistake {
  const { keys, owner } = ownerOf(container, data, context);
  const hint =
    didYouMean(key, keys, 0) ??
    otherPlaceOf(container, key, context) ??
    didYouMean(key, keys) ??
    `the keys here are ${listAnd(keys)}`;
  return {
    code: "unknown-key",
    path: [...container, key],
    part: "key",
    text: `expected a key of ${owner}, got \`${key}\``,
    hint,
  };
}

export function explainMissingKey(
  container: readonly Segment[],
  key: string,
  context: SchemaContext,
): Mistake {
  const path = [...container, key];
  const node = nodesAt(path, context)[0];
  const kinds = node === undefined ? [] : kindsAt(node, context);
  const expected =
    kinds.length > 0
      ? `an object with a \`kind\` (${listOr(kinds)})`
      : describeExpected(node?.schema ?? {});
  const example = node?.schema.examples?.[0];
  return {
    code: "missing-key",
    path,
    part: "value",
    text: `expected ${expected}, got nothing`,
    hint: example === undefined ? null : `add it, for example \`${key}: ${writeFlow(example)}\``,
  };
}

/** A `kind` that is missing, no text, or none of those there are. */
export function explainKind(
  container: readonly Segment[],
  data: unknown,
  context: SchemaContext,
): Mistake {
  const node = nodesAt(container, context)[0];
  const kinds = node === undefined ? [] : kindsAt(node, context);
  const kind = isPlain(data) ? data["kind"] : undefined;
  const path = [...container, "kind"];
  const near = typeof kind === "string" ? didYouMean(kind, kinds) : null;
  const text = `expected ${describeNames(kinds, near !== null)}, got ${describeGot(kind)}`;
  if (kind === undefined) {
    const hint = `say which: \`kind: ${kinds[0] ?? ""}\``;
    return { code: "missing-key", path, part: "value", text, hint };
  }
  return {
    code: typeof kind === "string" ? "unknown-name" : "wrong-type",
    path,
    part: "value",
    text,
    hint: near,
  };
}

/** The kinds of a union, in the schema's order. */
export function kindsAt(node: SchemaNode, { schemas }: SchemaContext): readonly string[] {
  return armsOf(node)
    .map((arm) => followReference(arm, schemas))
    .flatMap(({ schema }) => kindsOf(schema).map(String));
}

export function nodesAt(
  path: readonly Segment[],
  { root, schemas }: SchemaContext,
): readonly SchemaNode[] {
  return schemasAt(root, path.map(String), schemas);
}

/** A value as YAML on one line. */
export function writeFlow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeFlow).join(", ")}]`;
  if (!isPlain(value)) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${key}: ${writeFlow(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

/** Whose key it would be, and which keys that has. */
function ownerOf(
  container: readonly Segment[],
  data: unknown,
  context: SchemaContext,
): { readonly keys: readonly string[]; readonly owner: string } {
  const { schemas } = context;
  const nodes = nodesAt(container, context);
  const arms = nodes.flatMap((node) => armsOf(node));
  const arm = arms.length === 0 ? null : armFor(data, arms, schemas);
  const keys = (arm === null ? nodes : [arm]).flatMap((node) => keysOf(node, schemas));
  const kind = isPlain(data) && arm !== null ? data["kind"] : undefined;
  if (typeof kind === "string") return { keys, owner: `kind \`${kind}\`` };
  if (container.length === 0) return { keys, owner: "an experiment" };
  const isBlock = container.length === 2 && container[0] === "sweep";
  return { keys, owner: isBlock ? "a sweep block" : `\`${container.join(".")}\`` };
}

/** Where else such a key is at home. */
function otherPlaceOf(
  container: readonly Segment[],
  key: string,
  context: SchemaContext,
): string | null {
  const { root, schemas } = context;
  if (/^\d+$/.test(key)) return null;
  const kinds = nodesAt(container, context)
    .flatMap(armsOf)
    .map((arm) => followReference(arm, schemas))
    .filter((arm) => keysOf(arm, schemas).includes(key))
    .flatMap(({ schema }) => kindsOf(schema).map((kind) => `\`${String(kind)}\``));
  if (kinds.length > 0) {
    const more = key === "layers" ? ": write the preset's layers out to change them" : "";
    return `\`${key}\` is a key of kind ${listOr(kinds)}${more}`;
  }
  if (container.length > 0 && schemasAt(root, [key], schemas).length > 0)
    return `\`${key}\` stands at the top of the file: check the indentation`;
  const sections = keysOf(root, schemas).filter(
    (section) =>
      section !== "sweep" &&
      section !== container.join(".") &&
      schemasAt(root, [section, key], schemas).length > 0,
  );
  return sections.length === 0
    ? null
    : `\`${key}\` is a key of ${listOr(sections.map((section) => `\`${section}\``))}`;
}

/** `a, b and c`. */
export const listAnd = (names: readonly string[]): string =>
  listOr(names).replace(/ or ([^,]*)$/, " and $1");
