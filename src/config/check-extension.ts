/** What an extension module must export: one member of a family, by the same names as our own modules, and its schema. */
import { Ajv } from "ajv";

import { listOr } from "./describe.ts";
import { EXTENSION_FAMILIES } from "./experiment.ts";
import type { ExtensionFamily } from "./experiment.ts";
import { armOf } from "./extension-schemas.ts";
import { didYouMean } from "./nearest.ts";
import { armsOf, followReference, isSchema, ourSchemas } from "./schemas.ts";
import type { Schema } from "./schemas.ts";
import { isPlain, kindsOf } from "./walk-schema.ts";
import type { Plain } from "./walk-schema.ts";

export interface CheckedExports {
  readonly family: ExtensionFamily;
  readonly kind: string;
  readonly schema: Schema;
  readonly tags: readonly string[];
}

interface Refusal {
  readonly text: string;
  readonly hint: string | null;
}

/** Functions that each family's modules have. */
const FUNCTIONS: Readonly<Record<ExtensionFamily, readonly string[]>> = {
  layer: ["outputShape", "apply"],
  objective: ["discriminatorLoss", "generatorLoss"],
  dataset: ["describe", "load"],
  optimizer: ["slots", "scalars", "update", "createClock"],
  metric: ["unsuited", "evaluate"],
};

const KIND = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** `others`: the experiment's extensions so far. */
export function checkExports(
  exports: object,
  others: readonly { readonly file: { readonly family: ExtensionFamily; readonly kind: string } }[],
): CheckedExports | Refusal {
  const names = Object.keys(exports);
  const families = EXTENSION_FAMILIES.filter((family) => names.includes(family));
  const [family] = families;
  if (family === undefined || families.length > 1) {
    const got = families.length > 1 ? families.join(" and ") : names.join(", ") || "none";
    return {
      text: `expected one export named ${listOr(EXTENSION_FAMILIES)}, got ${got}`,
      hint: names.map((name) => didYouMean(name, EXTENSION_FAMILIES)).find(Boolean) ?? null,
    };
  }
  const member: unknown = Reflect.get(exports, family);
  if (!isPlain(member)) return refuse(family, "an object", String(member));
  const { kind, schema } = member;
  if (typeof kind !== "string" || !KIND.test(kind))
    return refuse(
      `${family}.kind`,
      "lower-case words joined by -, such as `my-kind`",
      String(kind),
    );
  if (ourKinds(family).includes(kind))
    return refuse(`${family}.kind`, "a kind that is not there yet", `\`${kind}\``);
  if (others.some(({ file }) => file.family === family && file.kind === kind))
    return refuse(`${family}.kind`, "a kind that no other extension adds", `\`${kind}\``);
  const missing = FUNCTIONS[family].find((name) => typeof member[name] !== "function");
  if (missing !== undefined)
    return refuse(`${family}.${missing}`, "a function", typeof member[missing]);
  if (!isSchema(schema))
    return refuse(`${family}.schema`, "a JSON Schema of its keys", typeof schema);
  const wrong = wrongSchema({ file: { family, kind }, schema });
  if (wrong !== null) return refuse(`${family}.schema`, "a JSON Schema of its keys", wrong);
  const tags = tagsOf(member);
  if (family === "metric" && tags.length === 0)
    return refuse("metric.values", "a list of values, each with a `tag`", "none");
  return { family, kind, schema, tags };
}

const refuse = (name: string, expected: string, got: string): Refusal => ({
  text: `expected \`${name}\` to be ${expected}, got ${got}`,
  hint: "experiments/extensions/hinge.mjs is an example",
});

function ourKinds(family: ExtensionFamily): readonly unknown[] {
  const schemas = ourSchemas();
  const name = family === "metric" ? "evaluation" : family;
  const document = schemas.get(`${name}.schema.json`) ?? {};
  const metrics = document.properties?.["metrics"]?.items?.anyOf?.[1];
  const union = family === "metric" ? (metrics ?? {}) : document;
  return armsOf({ schema: union, document })
    .map((arm) => followReference(arm, schemas))
    .flatMap(({ schema }) => kindsOf(schema));
}

/** Why a schema cannot be used, or null. */
function wrongSchema(arm: Parameters<typeof armOf>[0]): string | null {
  const { schema } = arm;
  if (JSON.stringify(schema).includes('"$ref"')) return "one with `$ref`";
  if (schema.type !== undefined && schema.type !== "object") return "one that is no object";
  if (schema.properties !== undefined && "kind" in schema.properties)
    return "one with a key `kind`, which is there already";
  const ajv = new Ajv({ strict: true, strictRequired: false, allowUnionTypes: true });
  ajv.addVocabulary(["x-default", "x-expected", "tsType"]);
  try {
    ajv.compile(armOf(arm));
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split(", ")[0] ?? "") : String(error);
  }
}

function tagsOf({ values }: Plain): readonly string[] {
  if (!Array.isArray(values)) return [];
  return values.flatMap((value: unknown) =>
    isPlain(value) && typeof value["tag"] === "string" ? [value["tag"]] : [],
  );
}
