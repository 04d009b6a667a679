/** Puts the schemas of extensions into the unions of their families. */
import type { ExtensionFamily } from "./experiment.ts";
import type { Schema, Schemas } from "./schemas.ts";

export interface ExtensionArm {
  readonly file: { readonly family: ExtensionFamily; readonly kind: string };
  /** JSON Schema of the extension's own keys: a closed object. */
  readonly schema: Schema;
}

/** Copies of the schemas in which each extension is one more kind. */
export function withExtensions(schemas: Schemas, extensions: readonly ExtensionArm[]): Schemas {
  const extended = new Map(schemas);
  const change = (name: string, by: (schema: Schema) => Schema): void => {
    extended.set(name, by(extended.get(name) ?? {}));
  };
  for (const extension of extensions) {
    const arm = armOf(extension);
    switch (extension.file.family) {
      case "layer":
      case "objective":
      case "dataset":
        change(`${extension.file.family}.schema.json`, (schema) => withArm(schema, arm));
        break;
      case "optimizer":
        change("optimizer.schema.json", (schema) => withOptimizer(schema, arm));
        break;
      case "metric":
        change("evaluation.schema.json", (schema) => withMetric(schema, arm));
        break;
    }
  }
  return extended;
}

/** The extension's keys and its `kind`, closed. */
export function armOf({ file, schema }: ExtensionArm): Schema {
  return {
    ...schema,
    type: "object",
    properties: {
      kind: { description: "The extension's kind.", const: file.kind, examples: [file.kind] },
      ...schema.properties,
    },
    required: ["kind", ...(schema.required ?? [])],
    additionalProperties: false,
  };
}

const withArm = (union: Schema, arm: Schema): Schema => ({
  ...union,
  oneOf: [...(union.oneOf ?? []), arm],
});

/** One more optimizer, alone (where it can be shared) and as one of two. */
function withOptimizer(schema: Schema, arm: Schema): Schema {
  const { single = {}, shared = {} } = schema.definitions ?? {};
  const sharable = { ...arm, properties: { ...arm.properties, shared } };
  return {
    ...withArm(schema, sharable),
    definitions: { ...schema.definitions, single: withArm(single, sharable) },
  };
}

/** One more metric: an object, and its bare name where it needs no keys. */
function withMetric(schema: Schema, arm: Schema): Schema {
  const { metrics = {} } = schema.properties ?? {};
  const [names = {}, objects = {}] = metrics.items?.anyOf ?? [];
  const kind = arm.properties?.["kind"]?.const;
  const isBare = arm.required?.length === 1;
  const items: Schema = {
    ...metrics.items,
    anyOf: [
      isBare ? { ...names, enum: [...(names.enum ?? []), kind] } : names,
      withArm(objects, arm),
    ],
  };
  return { ...schema, properties: { ...schema.properties, metrics: { ...metrics, items } } };
}
