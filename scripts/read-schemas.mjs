/** The schemas as one document: every file a definition of its own, references and definitions renamed to match. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ENDING = ".schema.json";

/** All schema files by name without ending. */
export function readSchemas(folder) {
  const names = readdirSync(folder)
    .filter((file) => file.endsWith(ENDING))
    .map((file) => file.slice(0, -ENDING.length))
    .sort();
  return new Map(
    names.map((name) => [name, JSON.parse(readFileSync(join(folder, name + ENDING), "utf8"))]),
  );
}

/** One schema with everything in `definitions`: `dataset` for a file, `dataset_limit` for a definition in it. */
export function bundleSchemas(folder) {
  const definitions = {};
  for (const [name, schema] of readSchemas(folder)) {
    const { $schema: _, definitions: own = {}, ...rest } = schema;
    definitions[name] = renameReferences(rest, name);
    for (const [key, value] of Object.entries(own))
      definitions[`${name}_${key}`] = renameReferences(value, name);
  }
  return { ...definitions.experiment, definitions };
}

function renameReferences(value, name) {
  if (Array.isArray(value)) return value.map((item) => renameReferences(item, name));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) =>
      key === "$ref" && typeof item === "string"
        ? [key, renamed(item, name)]
        : [key, renameReferences(item, name)],
    ),
  );
}

function renamed(reference, name) {
  const inner = "#/definitions/";
  return reference.startsWith(inner)
    ? `${inner}${name}_${reference.slice(inner.length)}`
    : inner + reference.slice(0, -ENDING.length);
}
