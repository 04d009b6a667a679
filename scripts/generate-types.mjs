/**
 * TypeScript types of the schemas, twice: as a person writes a file (keys with a default are optional), and `Filled…`,
 * as config/ has it once schema defaults are in (only keys whose default depends on others are optional).
 */
import { compile } from "json-schema-to-typescript";

import { bundleSchemas } from "./read-schemas.mjs";

const BANNER =
  "/** Made from schema/*.schema.json by scripts/generate.mjs: change the schemas and run `npm run schema`. */";

const OPTIONS = {
  bannerComment: "",
  additionalProperties: false,
  format: false,
  declareExternallyReferenced: true,
};

export async function generateTypes(folder) {
  const bundle = bundleSchemas(folder);
  const written = await compile(prepared(bundle, ""), "ExperimentFile", OPTIONS);
  const filled = await compile(prepared(bundle, "Filled"), "FilledExperimentFile", OPTIONS);
  return `${BANNER}\n\n${written.trim()}\n\n${filled.trim()}\n`;
}

/** Types of files of `kind: analysis`, as config/ has them once defaults are in. */
export async function generateAnalysisTypes(folder) {
  const { definitions } = bundleSchemas(folder);
  const bundle = { ...definitions.analysis, definitions };
  const filled = await compile(prepared(bundle, "Filled"), "FilledAnalysisFile", OPTIONS);
  return `${BANNER}\n\n${filled.trim()}\n`;
}

/** References inlined, titles prefixed, keys with a default required where the types are of filled values. */
function prepared(bundle, prefix) {
  const visit = (schema) => {
    if (Array.isArray(schema)) return schema.map(visit);
    if (typeof schema !== "object" || schema === null) return schema;
    const copy = {};
    for (const [key, value] of Object.entries(schema)) {
      if (key === "title") copy.title = prefix + value;
      else if (key === "properties" || key === "definitions") copy[key] = mapValues(value, visit);
      else if (["default", "examples", "enum", "const", "required"].includes(key))
        copy[key] = value;
      else if (key !== "discriminator" && !key.startsWith("x-")) copy[key] = visit(value);
    }
    if (prefix !== "" && schema.properties) copy.required = requiredWhenFilled(schema, bundle);
    if (schema.$ref) return visitReference(schema);
    delete copy.default;
    delete copy.examples;
    // Bounds of lists would become tuple types.
    delete copy.minItems;
    delete copy.maxItems;
    // A block's forms: which of them is given cannot be told by type.
    if (copy.anyOf?.every((arm) => Object.keys(arm).join() === "required")) delete copy.anyOf;
    // `type: object` beside a union would add an empty object to it.
    if (copy.oneOf) delete copy.type;
    return copy;
  };
  // A definition without a title is only a shared key: it gets no type of its own.
  const visitReference = ({ $ref, description }) => {
    const target = bundle.definitions[$ref.slice("#/definitions/".length)];
    return target.title ? { $ref } : visit({ ...target, ...(description && { description }) });
  };
  const { definitions, ...root } = bundle;
  const titled = Object.entries(definitions).filter(([, { title }]) => title !== undefined);
  return { ...visit(root), definitions: mapValues(Object.fromEntries(titled), visit) };
}

function requiredWhenFilled(schema, bundle) {
  const withDefault = Object.entries(schema.properties)
    .filter(([, property]) => hasDefault(property, bundle))
    .map(([key]) => key);
  return [...new Set([...(schema.required ?? []), ...withDefault])];
}

function hasDefault(property, bundle) {
  if ("default" in property) return true;
  if (!property.$ref) return false;
  return hasDefault(bundle.definitions[property.$ref.slice("#/definitions/".length)], bundle);
}

const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
