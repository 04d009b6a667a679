/** One section of an experiment with overrides in it: filled with defaults, checked, and remembered. */
import type { Catalog } from "./catalog.ts";
import { explainErrors } from "./explain-errors.ts";
import type { Override } from "./experiment.ts";
import { freezeDeep } from "./freeze.ts";
import type { Mistake } from "./mistake.ts";
import { SECTIONS } from "./validators.ts";
import type { Filled, SectionName } from "./validators.ts";
import { fillDefaults, putAt, schemasAt } from "./walk-schema.ts";
import type { Plain } from "./walk-schema.ts";

export interface Section<Name extends SectionName> {
  /** Filled; undefined where nothing is written and there is no default, or where something is wrong. */
  readonly value: Filled<Name> | undefined;
  readonly mistakes: readonly Mistake[];
}

export const isSection = (name: string | undefined): name is SectionName =>
  SECTIONS.some((section) => section === name);

/** Enough for the values of any grid; a long random search starts over now and then. */
const MOST_REMEMBERED = 5_000;

/** Asks for one section under overrides; the same overrides give the same object. */
export class SectionStore<Name extends SectionName> {
  readonly #name: Name;
  readonly #written: unknown;
  readonly #catalog: Catalog;
  readonly #known = new Map<string, Section<Name>>();

  constructor(name: Name, file: Plain, catalog: Catalog) {
    this.#name = name;
    this.#written = file[name];
    this.#catalog = catalog;
  }

  /** `overrides`: those of this section, whole values before their parts. */
  get(overrides: readonly Override[]): Section<Name> {
    const key = overrides.length === 0 ? "" : textOf(overrides);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const section = this.#resolve(overrides);
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#known.set(key, section);
    return section;
  }

  #resolve(overrides: readonly Override[]): Section<Name> {
    const { root, schemas, validators } = this.#catalog;
    let tree: unknown = { [this.#name]: this.#written };
    if (this.#written === undefined) tree = {};
    for (const { path, value } of overrides) {
      const next = putAt(tree, path.split("."), value, root, schemas);
      if (next === undefined) return { value: undefined, mistakes: [nowhere(path)] };
      tree = next;
    }
    const [node] = schemasAt(root, [this.#name], schemas);
    const written = valueOf(tree, this.#name);
    const own = written === undefined ? node?.schema.default : written;
    if (own === undefined || node === undefined) return { value: undefined, mistakes: [] };
    // Filled after overriding: defaults of a kind must not stay behind where the kind is another.
    const filled = fillDefaults(own, node, schemas);
    const { value, errors } = validators.section(this.#name, filled);
    return value === null
      ? { value: undefined, mistakes: explainErrors(errors, [this.#name], this.#catalog) }
      : { value: freezeDeep(value), mistakes: [] };
  }
}

function nowhere(path: string): Mistake {
  return {
    code: "sweep",
    path: path.split("."),
    part: "value",
    text: "expected a key that is there in this experiment, got one that leads nowhere",
    hint: "give the whole object around it instead",
  };
}

function valueOf(tree: unknown, key: string): unknown {
  return typeof tree === "object" && tree !== null ? Reflect.get(tree, key) : undefined;
}

/** JSON with not-finite numbers told apart from null. */
function textOf(overrides: readonly Override[]): string {
  return JSON.stringify(
    overrides.map(({ path, value }) => [path, value]),
    (_, value: unknown) =>
      typeof value === "number" && !Number.isFinite(value) ? `number ${String(value)}` : value,
  );
}
