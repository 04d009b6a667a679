/** Fills defaults into values, puts values at dotted keys, and knows which dotted keys there are: all by the schemas. */
import { LABEL_SCHEMES } from "./label-schemes.ts";
import { armsOf, followReference } from "./schemas.ts";
import type { SchemaNode, Schemas } from "./schemas.ts";

export type Plain = Readonly<Record<string, unknown>>;

export const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value with the schema's defaults in it. What does not fit the schema stays as it is. */
export function fillDefaults(value: unknown, node: SchemaNode, schemas: Schemas): unknown {
  const followed = followReference(node, schemas);
  const arms = armsOf(followed);
  if (arms.length > 0) {
    const arm = armFor(value, arms, schemas);
    return arm === null ? value : fillDefaults(value, arm, schemas);
  }
  const { schema, document } = followed;
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined
      ? value
      : value.map((item) => fillDefaults(item, { schema: items, document }, schemas));
  }
  return isPlain(value) ? fillObject(value, followed, schemas) : value;
}

function fillObject(value: Plain, { schema, document }: SchemaNode, schemas: Schemas): Plain {
  const { properties = {}, additionalProperties } = schema;
  // A map, because a key named __proto__ is a key like others here.
  const filled = new Map<string, unknown>();
  for (const [key, item] of Object.entries(value)) {
    const own = propertyOf(properties, key) ?? additionalProperties;
    filled.set(
      key,
      typeof own === "object" ? fillDefaults(item, { schema: own, document }, schemas) : item,
    );
  }
  for (const [key, own] of Object.entries(properties)) {
    if (Object.hasOwn(value, key)) continue;
    const node = followReference({ schema: own, document }, schemas);
    if (node.schema.default !== undefined)
      filled.set(key, fillDefaults(node.schema.default, node, schemas));
  }
  return Object.fromEntries(filled);
}

const propertyOf = <T>(properties: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(properties, key) ? properties[key] : undefined;

/** The alternative a value means: by its `kind` where there is one, else by its type; null where none. */
export function armFor(
  value: unknown,
  arms: readonly SchemaNode[],
  schemas: Schemas,
): SchemaNode | null {
  const followed = arms.map((arm) => followReference(arm, schemas));
  const found = followed.find(({ schema }) => {
    const kinds = kindsOf(schema);
    if (kinds.length === 0) return isOfType(value, schema.type);
    return isPlain(value) && kinds.some((kind) => kind === value["kind"]);
  });
  return found ?? null;
}

/** The kinds that an alternative stands for. */
export function kindsOf({ properties = {} }: SchemaNode["schema"]): readonly unknown[] {
  const kind = propertyOf(properties, "kind");
  return kind === undefined ? [] : (kind.enum ?? (kind.const === undefined ? [] : [kind.const]));
}

function isOfType(value: unknown, type: string | readonly string[] | undefined): boolean {
  const types = typeof type === "string" ? [type] : (type ?? []);
  if (value === null) return types.includes("null");
  if (Array.isArray(value)) return types.includes("array");
  if (typeof value === "number") return types.includes("number") || types.includes("integer");
  return types.includes(typeof value);
}

/** All schemas that a dotted key can mean, over all kinds of the objects on its way; empty where it names nothing. */
export function schemasAt(
  root: SchemaNode,
  path: readonly string[],
  schemas: Schemas,
): readonly SchemaNode[] {
  return path.reduce<readonly SchemaNode[]>(
    (nodes, segment) => nodes.flatMap((node) => childrenAt(node, segment, schemas)),
    [followReference(root, schemas)],
  );
}

function childrenAt(node: SchemaNode, segment: string, schemas: Schemas): readonly SchemaNode[] {
  const { schema, document } = node;
  const own = propertyOf(schema.properties ?? {}, segment);
  const { items, additionalProperties: others } = schema;
  const item = /^\d+$/.test(segment) ? items : undefined;
  const here = own ?? item ?? (typeof others === "object" ? others : undefined);
  const direct = here === undefined ? [] : [followReference({ schema: here, document }, schemas)];
  const viaArms = armsOf(node).flatMap((arm) =>
    childrenAt(followReference(arm, schemas), segment, schemas),
  );
  return [...direct, ...viaArms];
}

/** Names of the keys that a schema's objects can have, over all their kinds. */
export function keysOf(node: SchemaNode, schemas: Schemas): readonly string[] {
  const followed = followReference(node, schemas);
  const inArms = armsOf(followed).flatMap((arm) => keysOf(arm, schemas));
  return [...new Set([...Object.keys(followed.schema.properties ?? {}), ...inArms])];
}

/**
 * The value with another put at a path, on the way filling in the defaults of objects that are not written and spelling
 * out named label schemes; undefined where the path leads into something that has no parts.
 */
export function putAt(
  value: unknown,
  path: readonly string[],
  leaf: unknown,
  node: SchemaNode,
  schemas: Schemas,
): unknown {
  const [segment, ...rest] = path;
  if (segment === undefined) return leaf;
  const followed = followReference(node, schemas);
  const start = value === undefined ? (followed.schema.default ?? {}) : spellOut(value, followed);
  if (Array.isArray(start)) {
    const index = Number(segment);
    if (!Number.isInteger(index) || index < 0 || index >= start.length) return undefined;
    const item = putAt(
      start[index],
      rest,
      leaf,
      childNode(followed, start, segment, schemas),
      schemas,
    );
    return item === undefined ? undefined : start.with(index, item);
  }
  if (!isPlain(start)) return undefined;
  const before = propertyOf(start, segment);
  const after = putAt(before, rest, leaf, childNode(followed, start, segment, schemas), schemas);
  return after === undefined ? undefined : { ...start, [segment]: after };
}

const NOTHING: SchemaNode = { schema: {}, document: {} };

function childNode(
  node: SchemaNode,
  value: unknown,
  segment: string,
  schemas: Schemas,
): SchemaNode {
  const arms = armsOf(node);
  const arm = arms.length === 0 ? node : armFor(value, arms, schemas);
  return (arm === null ? undefined : childrenAt(arm, segment, schemas)[0]) ?? NOTHING;
}

function spellOut(value: unknown, { schema }: SchemaNode): unknown {
  const isLabels = schema.anyOf?.some(({ title }) => title === "LabelScheme") ?? false;
  return isLabels && typeof value === "string" && Object.hasOwn(LABEL_SCHEMES, value)
    ? Object.entries(LABEL_SCHEMES).find(([name]) => name === value)?.[1]
    : value;
}
