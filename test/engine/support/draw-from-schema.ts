/** Random values that fit a JSON Schema of schema/: what a schema does not bound is drawn around its default or example. */
import { armsOf, followReference, ourSchemas } from "../../../src/config/schemas.ts";
import type { SchemaNode } from "../../../src/config/schemas.ts";
import { kindsOf } from "../../../src/config/walk-schema.ts";
import type { RandomStream } from "../../../src/shared/random.ts";

const SCHEMAS = ourSchemas();
/** How deep layers may hold layers. */
const DEEPEST = 3;

/** The root of a file in schema/. */
export function schemaOf(file: string): SchemaNode {
  const document = SCHEMAS.get(`${file}.schema.json`);
  if (document === undefined) throw new Error(`No schema ${file}`);
  return { schema: document, document };
}

/** Every kind that a union has arms for. */
export function kindsIn(node: SchemaNode): readonly string[] {
  return armsOf(followReference(node, SCHEMAS)).flatMap((arm) =>
    kindsOf(followReference(arm, SCHEMAS).schema).map(String),
  );
}

/** One of a union of objects, of this kind. */
export function drawKind(node: SchemaNode, kind: string, random: RandomStream): object {
  const arm = armsOf(followReference(node, SCHEMAS)).find((candidate) =>
    kindsOf(followReference(candidate, SCHEMAS).schema).includes(kind),
  );
  const drawn = arm === undefined ? undefined : draw(arm, random);
  if (typeof drawn !== "object" || drawn === null) throw new Error(`No objects of kind ${kind}`);
  return { ...drawn, kind };
}

/** A value that fits the schema, except where keys exclude each other in ways that a schema cannot say. */
export function draw(node: SchemaNode, random: RandomStream, depth = 0): unknown {
  const { schema, document } = followReference(node, SCHEMAS);
  const arms = armsOf({ schema, document }).filter((arm) => depth < DEEPEST || !holdsLayers(arm));
  if (arms.length > 0) return draw(pickByKinds(arms, random), random, depth);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return pick(schema.enum, random);
  const inner = (part: SchemaNode["schema"]): unknown =>
    draw({ schema: part, document }, random, depth + 1);
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  const type = pick(types, random);
  switch (type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([key]) => schema.required?.includes(key) === true || random.uniform() < 0.5)
          .map(([key, part]) => [key, inner(part)]),
      );
    case "array": {
      const length = (schema.minItems ?? 0) + random.integer(3);
      return Array.from({ length }, () => inner(schema.items ?? {}));
    }
    case "integer":
      return drawInteger(schema, random);
    case "number":
      return drawNumber(schema, random);
    case "boolean":
      return random.integer(2) === 1;
    case "null":
      return null;
    default:
      throw new Error(`Cannot draw a ${type}`);
  }
}

/** Small ones most of the time: their squares bound the time a network takes. */
function drawInteger(schema: SchemaNode["schema"], random: RandomStream): number {
  const { minimum = 0, maximum = Infinity } = schema;
  return Math.min(minimum + Math.floor(8 * random.uniform() ** 2), maximum);
}

function drawNumber(schema: SchemaNode["schema"], random: RandomStream): number {
  const low = schema.minimum ?? schema.exclusiveMinimum;
  const high = schema.maximum ?? schema.exclusiveMaximum;
  const written = [schema.default, ...(schema.examples ?? [])];
  const usual = written.find((value): value is number => typeof value === "number" && value !== 0);
  const drawn =
    low !== undefined && high !== undefined
      ? low + (high - low) * random.uniform()
      : (usual ?? 1) * 4 ** (random.uniform() - 0.5);
  return Number(drawn.toPrecision(3));
}

/** An arm that stands for several kinds is as many arms. */
function pickByKinds(arms: readonly SchemaNode[], random: RandomStream): SchemaNode {
  const weighted = arms.flatMap((arm) => {
    const kinds = kindsOf(followReference(arm, SCHEMAS).schema).length;
    return Array.from({ length: Math.max(kinds, 1) }, () => arm);
  });
  return pick(weighted, random);
}

const holdsLayers = (arm: SchemaNode): boolean =>
  JSON.stringify(followReference(arm, SCHEMAS).schema).includes('"layer.schema.json"');

export function pick<T>(choices: readonly T[], random: RandomStream): T {
  const [chosen] = choices.slice(random.integer(choices.length));
  if (chosen === undefined) throw new Error("Nothing to choose from");
  return chosen;
}
