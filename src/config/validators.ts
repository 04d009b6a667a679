/** ajv over the schemas: one compiled check for each section of an experiment, made when it is first asked for. */
import { Ajv } from "ajv";
import type { ErrorObject, ValidateFunction } from "ajv";

import type { FilledExperimentFile, FilledSweepBlock as SweepBlock } from "./schema-types.ts";
import type { Schema, Schemas } from "./schemas.ts";

/** The parts of an experiment that a cell is made of, each checked by itself. */
export const SECTIONS = [
  "dataset",
  "latent",
  "generator",
  "discriminator",
  "objective",
  "optimizer",
  "training",
  "evaluation",
  "engine",
  "logging",
  "snapshots",
] as const;

export type SectionName = (typeof SECTIONS)[number];

/** A section's value once it is filled and checked. */
export type Filled<Name extends SectionName> = NonNullable<FilledExperimentFile[Name]>;

export interface Checked<T> {
  readonly value: T | null;
  readonly errors: readonly ErrorObject[];
}

export interface Validators {
  section<Name extends SectionName>(name: Name, value: unknown): Checked<Filled<Name>>;
  /** The keys of the whole file; of its sections and blocks only whether they are there. */
  file(value: unknown): Checked<FilledExperimentFile>;
  /** One block of the sweep. */
  block(value: unknown): Checked<SweepBlock>;
}

const VOCABULARY = ["x-default", "x-expected", "tsType"];

export function createValidators(schemas: Schemas): Validators {
  const ajv = new Ajv({
    strict: true,
    // `anyOf: [{ required: [grid] }, …]` requires keys that are described beside it.
    strictRequired: false,
    allErrors: true,
    verbose: true,
    discriminator: true,
    allowUnionTypes: true,
    validateSchema: false,
  });
  ajv.addVocabulary(VOCABULARY);
  for (const [name, schema] of schemas) ajv.addSchema(schema, name);
  ajv.addSchema(shellOf(schemas), SHELL);
  const compiled = <T>(key: string): ValidateFunction<T> => {
    const validate = ajv.getSchema<T>(key);
    if (validate === undefined) throw new Error(`Expected a schema at ${key}, got none`);
    return validate;
  };
  return {
    section: (name, value) => check(compiled(schemaKey(name)), value),
    file: (value) => check(compiled(SHELL), value),
    block: (value) => check(compiled("sweep.schema.json"), value),
  };
}

function check<T>(validate: ValidateFunction<T>, value: unknown): Checked<T> {
  if (validate(value)) return { value, errors: [] };
  return { value: null, errors: validate.errors ?? [] };
}

/** Where the schema of a section stands. */
export function schemaKey(name: SectionName): string {
  switch (name) {
    case "generator":
    case "discriminator":
      return "network.schema.json";
    case "snapshots":
      return "experiment.schema.json#/properties/snapshots";
    default:
      return `${name}.schema.json`;
  }
}

const SHELL = "shell.schema.json";

/** The experiment's schema with its sections and blocks left open: each of them is checked by itself. */
function shellOf(schemas: Schemas): Schema {
  const whole = schemas.get("experiment.schema.json") ?? {};
  const properties: Record<string, Schema> = {};
  for (const [key, property] of Object.entries(whole.properties ?? {})) {
    const isSection = SECTIONS.some((name) => name === key);
    properties[key] = key === "sweep" ? { type: "array" } : isSection ? {} : property;
  }
  return { ...whole, properties };
}
