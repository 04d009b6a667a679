/** A name or a list where an object belongs: how to write it. */
import { listOr } from "./describe.ts";
import { kindsAt, nodesAt, writeFlow } from "./explain-keys.ts";
import type { SchemaContext } from "./explain-keys.ts";
import type { Segment } from "./located.ts";
import { nearestName } from "./nearest.ts";
import { isPlain } from "./walk-schema.ts";

export interface StructureHint {
  readonly expected: string;
  readonly hint: string | null;
}

/** What a union of kinds expects, or null where the path is no such union or the value is an object. */
export function hintForStructure(
  path: readonly Segment[],
  value: unknown,
  context: SchemaContext,
): StructureHint | null {
  const node = nodesAt(path, context)[0];
  if (node === undefined || isPlain(value) || node.schema.anyOf !== undefined) return null;
  const kinds = kindsAt(node, context);
  if (kinds.length === 0) return null;
  return {
    expected: `an object with a \`kind\` (${listOr(kinds)})`,
    hint: howToWrite(String(path.at(-1)), value, kinds, node.schema.examples?.[0]),
  };
}

function howToWrite(
  key: string,
  value: unknown,
  kinds: readonly string[],
  example: unknown,
): string | null {
  const isNetwork = kinds.includes("preset");
  const before = /^\d+$/.test(key) ? "- " : `${key}: `;
  if (isNetwork && typeof value === "string")
    return `write \`${before}{ kind: preset, name: ${value} }\``;
  if (isNetwork && Array.isArray(value))
    return `write \`${before}{ kind: layers, layers: [ … ] }\``;
  if (typeof value === "string") {
    const kind = nearestName(value, kinds);
    if (kind !== null) return `write \`${before}{ kind: ${kind} }\``;
  }
  return example === undefined ? null : `for example \`${before}${writeFlow(example)}\``;
}
