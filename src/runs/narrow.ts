/** Narrowing of parsed JSON, one function per shape. Each throws LabError RUN_DIRECTORY naming the place and the value. */
import { LabError } from "../shared/errors.ts";

export type JsonObject = Readonly<Record<string, unknown>>;

/** A key's place, for messages: `runs/x/run.json: cell`. */
export type Where = string;

export function asObject(value: unknown, where: Where): JsonObject {
  if (isObject(value)) return value;
  throw unexpected(where, "an object", value);
}

export function asArray(value: unknown, where: Where): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw unexpected(where, "a list", value);
}

export function asText(value: unknown, where: Where): string {
  if (typeof value === "string") return value;
  throw unexpected(where, "a text", value);
}

/** null, or what `check` makes of it. */
export function orNull<Value>(
  value: unknown,
  check: (value: unknown, where: Where) => Value,
  where: Where,
): Value | null {
  return value === null ? null : check(value, where);
}

export function asTexts(value: unknown, where: Where): readonly string[] {
  return asArray(value, where).map((item, i) => asText(item, `${where}[${String(i)}]`));
}

export function asBoolean(value: unknown, where: Where): boolean {
  if (typeof value === "boolean") return value;
  throw unexpected(where, "true or false", value);
}

/** Every file of a run directory states the version of its form; there is one so far. */
export function asFormat(value: unknown, where: Where): 1 {
  if (value === 1) return 1;
  throw unexpected(where, "1 (the one form this version knows)", value);
}

/** An integer from 0 up. */
export function asCount(value: unknown, where: Where): number {
  if (Number.isSafeInteger(value) && (value as number) >= 0) return value as number;
  throw unexpected(where, "an integer from 0 up", value);
}

/** A number; the texts `NaN`, `Infinity` and `-Infinity` stand for what JSON cannot write. */
export function asNumber(value: unknown, where: Where): number {
  if (typeof value === "number") return value;
  if (value === "NaN" || value === "Infinity" || value === "-Infinity") return Number(value);
  throw unexpected(where, "a number", value);
}

export function asOneOf<Name extends string>(
  value: unknown,
  names: readonly Name[],
  where: Where,
): Name {
  const name = names.find((candidate) => candidate === value);
  if (name !== undefined) return name;
  throw unexpected(where, `one of ${names.join(", ")}`, value);
}

/** An object whose every value passes `check`. */
export function asRecord<Value>(
  value: unknown,
  check: (value: unknown, where: Where) => Value,
  where: Where,
): Readonly<Record<string, Value>> {
  const entries = Object.entries(asObject(value, where));
  return Object.fromEntries(entries.map(([key, item]) => [key, check(item, `${where}: ${key}`)]));
}

/** The same value with numbers that JSON cannot write as texts; `asNumber` reads them back. */
export function writableNumbers(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (Array.isArray(value)) return value.map(writableNumbers);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, writableNumbers(item)]),
  );
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function unexpected(where: Where, expected: string, value: unknown): LabError {
  const shown = value === undefined ? "nothing" : `\`${JSON.stringify(value).slice(0, 60)}\``;
  return new LabError("RUN_DIRECTORY", `Expected ${where} to be ${expected}, got ${shown}`);
}
