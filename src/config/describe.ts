/** What a schema expects and what a value is, in words. */
import type { Schema } from "./schemas.ts";
import { isPlain } from "./walk-schema.ts";

/** `an integer of at least 1`, `mean or sum`, `true or false`. */
export function describeExpected(schema: Schema): string {
  if (schema["x-expected"] !== undefined) return schema["x-expected"];
  if (schema.const !== undefined) return String(schema.const);
  if (schema.enum !== undefined) return listOr(schema.enum.map(String));
  const types = typeof schema.type === "string" ? [schema.type] : (schema.type ?? []);
  const words = types.map((type) => describeType(type, schema));
  return words.length === 0 ? "something else" : words.join(" or ");
}

/** `a, b or c`. */
export function listOr(names: readonly string[]): string {
  const last = names.at(-1) ?? "";
  return names.length < 2 ? last : `${names.slice(0, -1).join(", ")} or ${last}`;
}

/** Names of a closed list; a long one only where nothing else says which is meant. */
export function describeNames(names: readonly string[], isKnown: boolean): string {
  return isKnown && names.length > MOST_NAMES
    ? "one of the names in docs/configuration.md"
    : listOr(names);
}

const MOST_NAMES = 6;

function describeType(type: string, schema: Schema): string {
  switch (type) {
    case "integer":
      return `an integer${bounds(schema)}`;
    case "number":
      return `a number${bounds(schema)}`;
    case "string":
      return "text";
    case "boolean":
      return "true or false";
    case "array":
      return schema.minItems === 1 ? "a list of at least one entry" : "a list";
    case "object":
      return "an object (keys and values)";
    default:
      return type;
  }
}

/** ` from 1 to 9`, ` of at least 1`, ` above 0`, ` of at least 0 and below 1`. */
function bounds(schema: Schema): string {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = schema;
  if (minimum !== undefined && maximum !== undefined)
    return ` from ${String(minimum)} to ${String(maximum)}`;
  const parts = [
    ...(minimum === undefined ? [] : [`of at least ${String(minimum)}`]),
    ...(above === undefined ? [] : [`above ${String(above)}`]),
    ...(maximum === undefined ? [] : [`of at most ${String(maximum)}`]),
    ...(below === undefined ? [] : [`below ${String(below)}`]),
  ];
  return parts.length === 0 ? "" : ` ${parts.join(" and ")}`;
}

/** A value as a message names it: numbers as they are, text in backticks, structures by what they are. */
export function describeGot(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "nothing (an empty value is null)";
  if (typeof value === "number") return formatNumber(value);
  if (typeof value === "string") return value === "" ? "an empty text" : `\`${shortened(value)}\``;
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (!isPlain(value)) return typeof value === "boolean" ? String(value) : typeof value;
  const keys = Object.keys(value);
  return keys.length === 0
    ? "an empty object"
    : `an object with ${keys.map((key) => `\`${key}\``).join(", ")}`;
}

function formatNumber(value: number): string {
  if (Number.isNaN(value)) return ".nan (not a number)";
  if (!Number.isFinite(value)) return value > 0 ? ".inf (infinity)" : "-.inf (minus infinity)";
  return String(value);
}

const LONGEST = 60;
const shortened = (text: string): string => {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
};
