/** Values of conditions and of random ranges, and the entries of a list. */
import type { Catalog } from "./catalog.ts";
import { describeExpected, describeGot } from "./describe.ts";
import { explainNoKey } from "./explain-paths.ts";
import type { Override, ParameterRange, Place } from "./experiment.ts";
import type { Mistake } from "./mistake.ts";
import { didYouMean } from "./nearest.ts";
import { isPlain, schemasAt } from "./walk-schema.ts";
import type { Plain } from "./walk-schema.ts";

export interface Found {
  readonly mistake: Mistake;
  readonly at: Place;
}

/** Every key names something; a name of a closed list is in it. */
export function checkCondition(condition: Plain, place: Place, catalog: Catalog): readonly Found[] {
  return Object.entries(condition).flatMap(([key, wanted]): readonly Found[] => {
    const path = key.split(".");
    const nodes = schemasAt(catalog.root, path, catalog.schemas);
    const at = [...place, key];
    if (nodes.length === 0) return [{ at, mistake: explainNoKey(path, catalog) }];
    const names = nodes.flatMap(({ schema }) => [
      ...(schema.enum ?? []),
      ...(schema.const === undefined ? [] : [schema.const]),
    ]);
    const isClosed = nodes.every(({ schema }) => schema.enum ?? schema.const !== undefined);
    if (!isClosed) return [];
    const values = Array.isArray(wanted) ? wanted : [wanted];
    return values.flatMap((value: unknown, i) => {
      if (names.includes(value)) return [];
      const mistake = {
        code: "unknown-name" as const,
        path,
        part: "value" as const,
        text: `expected ${describeExpected({ enum: [...new Set(names)] })}, got ${describeGot(value)}`,
        hint: didYouMean(String(value), names.map(String)),
      };
      return [{ at: Array.isArray(wanted) ? [...at, i] : at, mistake }];
    });
  });
}

/** A range that can be drawn from. */
export function checkParameter(
  path: string,
  range: ParameterRange,
  at: Place,
  catalog: Catalog,
): readonly Found[] {
  if (range.kind === "choice") return [];
  const { kind, minimum, maximum } = range;
  const found = (key: string, text: string, hint: string): Found => ({
    at: [...at, key],
    mistake: { code: "conflict", path: path.split("."), part: "value", text, hint },
  });
  const nodes = schemasAt(catalog.root, path.split("."), catalog.schemas);
  const isWhole = nodes.length > 0 && nodes.every(({ schema }) => schema.type === "integer");
  const isNumber = nodes.some(({ schema }) => [schema.type].flat().includes("number"));
  if (isWhole) return [found("kind", `expected choice for whole numbers, got \`${kind}\``, CHOICE)];
  if (nodes.length > 0 && !isNumber)
    return [found("kind", `expected choice for what is no number, got \`${kind}\``, CHOICE)];
  if (kind === "log-uniform" && minimum <= 0)
    return [
      found(
        "minimum",
        `expected a number above 0 for log-uniform, got ${String(minimum)}`,
        "zero is infinitely many magnitudes away; use uniform, or begin at a small number",
      ),
    ];
  if (minimum >= maximum)
    return [
      found(
        "maximum",
        `expected a number above \`minimum\` (${String(minimum)}), got ${String(maximum)}`,
        "minimum is the smaller one",
      ),
    ];
  return [];
}

const CHOICE = "write `{ kind: choice, values: [ … ] }`";

/** An entry of a list as overrides: objects without a `kind` are taken apart, those with one are whole values. */
export function flattenEntry(tree: Plain, place: Place, prefix = ""): readonly Override[] {
  return Object.entries(tree).flatMap(([key, value]) => {
    const path = prefix === "" ? key : `${prefix}.${key}`;
    const here = [...place, key];
    const isPartial = isPlain(value) && !("kind" in value) && Object.keys(value).length > 0;
    return isPartial ? flattenEntry(value, here, path) : [{ path, value, place: here }];
  });
}
