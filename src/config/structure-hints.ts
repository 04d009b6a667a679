/** Something of another shape than is expected: how to write what was probably meant. */
import { describeNames } from "./describe.ts";
import { kindsAt, nodesAt, writeFlow } from "./explain-keys.ts";
import type { SchemaContext } from "./explain-keys.ts";
import type { Segment } from "./located.ts";
import { nearestName } from "./nearest.ts";
import type { Schema } from "./schemas.ts";
import { isPlain } from "./walk-schema.ts";

export interface StructureHint {
  /** In place of what the schema says; null: that will do. */
  readonly expected: string | null;
  readonly hint: string | null;
}

/** What to say of a value of another shape; null where shape is not the matter. */
export function hintForStructure(
  path: readonly Segment[],
  value: unknown,
  schema: Schema,
  context: SchemaContext,
): StructureHint | null {
  const node = nodesAt(path, context)[0];
  const key = String(path.at(-1));
  const before = /^\d+$/.test(key) ? "- " : `${key}: `;
  const example = node?.schema.examples?.[0];
  const shown = example === undefined ? null : `for example \`${before}${writeFlow(example)}\``;
  const kinds = node === undefined || node.schema.anyOf ? [] : kindsAt(node, context);
  if (kinds.length > 0 && !isPlain(value)) {
    const hint = howToWriteKind(before, value, kinds, example) ?? shown;
    const names = describeNames(kinds, typeof value === "string" && hint !== shown);
    return { expected: `an object with a \`kind\` (${names})`, hint };
  }
  if (value === null) return { expected: null, hint: shown };
  if (Array.isArray(value) && value.length === 3 && schema.anyOf?.some(isLabelScheme) === true)
    return { expected: null, hint: `write \`${before}${writeFlow(asLabels(value))}\`` };
  if (schema.type === "array" && !Array.isArray(value)) {
    const list = isPlain(value)
      ? "put `- ` before its first key"
      : `write \`${before}[${writeFlow(value)}]\``;
    return { expected: null, hint: list };
  }
  const isShape = schema.type === "object" || schema.anyOf !== undefined;
  return isShape && !isPlain(value) ? { expected: null, hint: shown } : null;
}

const isLabelScheme = ({ title }: Schema): boolean => title === "LabelScheme";

const asLabels = ([a, b, c]: readonly unknown[]): Readonly<Record<string, unknown>> => ({
  a,
  b,
  c,
});

function howToWriteKind(
  before: string,
  value: unknown,
  kinds: readonly string[],
  example: unknown,
): string | null {
  const isNetwork = kinds.includes("preset");
  if (isNetwork && typeof value === "string")
    return `write \`${before}{ kind: preset, name: ${value} }\``;
  if (isNetwork && Array.isArray(value))
    return `write \`${before}{ kind: layers, layers: [ … ] }\``;
  const kind = typeof value === "string" ? nearestName(value, kinds) : null;
  if (kind === null) return null;
  const isExample = isPlain(example) && example["kind"] === kind;
  return `write \`${before}${writeFlow(isExample ? example : { kind })}\``;
}
