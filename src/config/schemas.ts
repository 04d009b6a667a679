/** The JSON Schemas of schema/, which are the contract of an experiment file, and how to walk them. */
import { readFileSync } from "node:fs";

/** The part of JSON Schema that schema/ uses; `x-…` and `tsType` are notes for people and tools. */
export interface Schema {
  readonly $ref?: string;
  readonly $id?: string;
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly const?: string | number | boolean | null;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly minItems?: number;
  readonly pattern?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly discriminator?: { readonly propertyName: string };
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly "x-expected"?: string;
  readonly "x-default"?: string;
}

const FILES = [
  "experiment",
  "dataset",
  "latent",
  "network",
  "layer",
  "initializer",
  "objective",
  "optimizer",
  "training",
  "evaluation",
  "engine",
  "logging",
  "sweep",
  "claim",
  "outcome",
  "analysis",
] as const;

/** Schema documents by file name, as `$ref` names them. */
export type Schemas = ReadonlyMap<string, Schema>;

/** A schema and the document that its `#/…` references are about. */
export interface SchemaNode {
  readonly schema: Schema;
  readonly document: Schema;
}

let ours: Schemas | undefined;

/** The schemas of this program, read once. */
export function ourSchemas(): Schemas {
  ours ??= new Map(FILES.map((name) => [`${name}.schema.json`, readSchema(name)]));
  return ours;
}

/** Follows references; what stands beside a reference wins over what it refers to. */
export function followReference(node: SchemaNode, schemas: Schemas): SchemaNode {
  if (node.schema.$ref === undefined) return node;
  const known = followed.get(schemas)?.get(node.schema);
  if (known !== undefined) return known;
  const found = follow(node, schemas);
  const memory = followed.get(schemas) ?? new WeakMap<Schema, SchemaNode>();
  followed.set(schemas, memory.set(node.schema, found));
  return found;
}

/** The same node for the same reference: what is compiled from it is found again. */
const followed = new WeakMap<Schemas, WeakMap<Schema, SchemaNode>>();

function follow(node: SchemaNode, schemas: Schemas): SchemaNode {
  const { $ref = "", ...beside } = node.schema;
  const target = followReference(referenced($ref, node.document, schemas), schemas);
  return { schema: { ...target.schema, ...beside }, document: target.document };
}

/** The alternatives of a union. Empty where a schema is none; alternatives that only require keys are none. */
export function armsOf({ schema, document }: SchemaNode): readonly SchemaNode[] {
  const arms = schema.oneOf ?? schema.anyOf ?? [];
  const real = arms.filter((arm) => Object.keys(arm).join() !== "required");
  return real.map((arm) => ({ schema: arm, document: arm.$id === undefined ? document : arm }));
}

function referenced(reference: string, document: Schema, schemas: Schemas): SchemaNode {
  const inner = "#/definitions/";
  if (reference.startsWith(inner)) {
    const schema = document.definitions?.[reference.slice(inner.length)];
    if (schema !== undefined) return { schema, document };
  }
  const file = schemas.get(reference);
  if (file === undefined) throw new Error(`Expected a schema at ${reference}, got none`);
  return { schema: file, document: file };
}

// Bundles lie two folders below the package, as this file does.
function readSchema(name: string): Schema {
  const url = new URL(`../../schema/${name}.schema.json`, import.meta.url);
  const schema: unknown = JSON.parse(readFileSync(url, "utf8"));
  if (!isSchema(schema)) throw new Error(`Expected an object in ${url.pathname}`);
  return schema;
}

/** Whether a value may be read as a schema; ajv says whether it is a right one. */
export function isSchema(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
