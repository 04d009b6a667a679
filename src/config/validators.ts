/** Unknown values → typed ones, or what is wrong with them: for each section of an experiment, and the file around them. */
import { createTreeChecker } from "./check-tree.ts";
import type { TreeError } from "./check-tree.ts";

import type { FilledExperimentFile, FilledSweepBlock as SweepBlock } from "./schema-types.ts";
import type { Schemas } from "./schemas.ts";
import { schemasAt } from "./walk-schema.ts";

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

/** The sections of a cell that are right by themselves. */
export type Sections = { readonly [Name in SectionName]?: Filled<Name> | undefined };

export interface Checked<T> {
  readonly value: T | null;
  readonly errors: readonly TreeError[];
}

export interface Validators {
  section<Name extends SectionName>(name: Name, value: unknown): Checked<Filled<Name>>;
  /** The keys of the whole file; of its sections and blocks only whether they are there. */
  file(value: unknown): Checked<FilledExperimentFile>;
  /** One block of the sweep. */
  block(value: unknown): Checked<SweepBlock>;
}

export function createValidators(schemas: Schemas): Validators {
  const checker = createTreeChecker(schemas);
  const document = schemas.get("experiment.schema.json") ?? {};
  const root = { schema: document, document };
  const nodes = new Map(
    [...SECTIONS, "sweep.0"].map((name) => [name, schemasAt(root, name.split("."), schemas)[0]]),
  );
  const checkAt = <T>(name: string, value: unknown): Checked<T> => {
    const node = nodes.get(name);
    if (node === undefined) throw new Error(`Expected a schema of ${name}, got none`);
    return checked<T>(value, checker.check(value, node));
  };
  return {
    section: (name, value) => checkAt(name, value),
    block: (value) => checkAt("sweep.0", value),
    file(value) {
      const isOpen = (key: string): boolean => nodes.has(key) || key === "sweep";
      return checked(value, [...checker.check(value, root, isOpen), ...checkSweepList(value)]);
    },
  };
}

function checked<T>(value: unknown, errors: readonly TreeError[]): Checked<T> {
  // The schemas say what T is: the types are made from them.
  const isRight = (given: unknown): given is T => given === value && errors.length === 0;
  return isRight(value) ? { value, errors } : { value: null, errors };
}

/** Blocks are checked one by one; that they stand in a list is the file's matter. */
function checkSweepList(file: unknown): readonly TreeError[] {
  const data: unknown =
    typeof file === "object" && file !== null ? Reflect.get(file, "sweep") : undefined;
  if (data === undefined || Array.isArray(data)) return [];
  const parentSchema = { type: "array" };
  return [{ keyword: "type", instancePath: "/sweep", params: {}, data, parentSchema }];
}
