/** The schemas with an experiment's extensions in them, their validators, and what is known of each extension. */
import type { SchemaContext } from "./explain-keys.ts";
import type { ExtensionFamily, ExtensionFile } from "./experiment.ts";
import { withExtensions } from "./extension-schemas.ts";
import type { ExtensionArm } from "./extension-schemas.ts";
import { ourSchemas } from "./schemas.ts";
import type { ExtensionSpec } from "./spec.ts";
import { createValidators } from "./validators.ts";
import type { Validators } from "./validators.ts";
import type { Plain } from "./walk-schema.ts";

/** One extension module, loaded and checked. */
export interface Extension extends ExtensionArm {
  readonly file: ExtensionFile;
  /** Tags of the values of a metric; empty for other families. */
  readonly tags: readonly string[];
}

export interface Catalog extends SchemaContext {
  readonly validators: Validators;
  readonly extensions: readonly Extension[];
}

let plain: Catalog | undefined;

/** Compiled once for all experiments that have no extensions. */
export function createCatalog(extensions: readonly Extension[]): Catalog {
  if (extensions.length > 0) return build(extensions);
  plain ??= build([]);
  return plain;
}

function build(extensions: readonly Extension[]): Catalog {
  const schemas = withExtensions(ourSchemas(), extensions);
  const document = schemas.get("experiment.schema.json") ?? {};
  return {
    schemas,
    root: { schema: document, document },
    validators: createValidators(schemas),
    extensions,
  };
}

export function findExtension(
  { extensions }: Catalog,
  family: ExtensionFamily,
  kind: unknown,
): Extension | null {
  return extensions.find(({ file }) => file.family === family && file.kind === kind) ?? null;
}

/** `{ kind, …keys }` of an extension as a spec has it; null where the kind is one of ours. */
export function extensionSpec(
  catalog: Catalog,
  family: ExtensionFamily,
  value: Plain,
): ExtensionSpec | null {
  const extension = findExtension(catalog, family, value["kind"]);
  if (extension === null) return null;
  // `kind` says which, and an optimizer's `shared` is the experiment's business: the rest is the extension's own.
  const own = Object.entries(value).filter(
    ([key]) => key !== "kind" && !(family === "optimizer" && key === "shared"),
  );
  return { kind: `extension:${extension.file.kind}`, options: Object.fromEntries(own) };
}
