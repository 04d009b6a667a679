/**
 * Canonical JSON: one text for one value, whatever the order of its keys. Keys are sorted by UTF-16 code unit and
 * numbers are written as ECMAScript writes them, as RFC 8785 (JSON Canonicalization Scheme) has it.
 */

/**
 * Writes a value canonically. −0 becomes 0.
 *
 * @throws TypeError for anything JSON cannot hold exactly: undefined, NaN, infinities, functions, dates, maps
 */
export function canonicalJson(value: unknown): string {
  return write(value, "");
}

const known = new WeakMap<object, string>();

/** The same for a part of a spec, which config/ freezes all the way down: thousands of cells share it, and its text. */
export function canonicalPart(part: unknown): string {
  if (typeof part !== "object" || part === null || !Object.isFrozen(part))
    return canonicalJson(part);
  const text = known.get(part) ?? canonicalJson(part);
  known.set(part, text);
  return text;
}

function write(value: unknown, place: string): string {
  if (value === null || typeof value === "boolean" || typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) {
    return `[${value.map((item, i) => write(item, `${place}[${String(i)}]`)).join(",")}]`;
  }
  if (isPlainObject(value)) return writeObject(value, place);
  throw new TypeError(`Expected plain data at ${place || "the top"}, got a ${typeof value}`);
}

function writeObject(object: Readonly<Record<string, unknown>>, place: string): string {
  const members = Object.keys(object)
    .sort()
    .map(
      (key) =>
        `${JSON.stringify(key)}:${write(object[key], place === "" ? key : `${place}.${key}`)}`,
    );
  return `{${members.join(",")}}`;
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
