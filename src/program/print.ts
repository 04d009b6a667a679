/** A program as text, one line per value, for reading and for tests. */
import type { Attributes, Program, TensorType } from "./program.ts";
import { at } from "./shapes.ts";

/**
 *     #0 = input x: float32[2, 3]
 *     #1 = 0.5: float32[]
 *     #2 = multiply(#0, #1): float32[2, 3]
 *     #3 = sum(#2) {axes: [0, 1], keepDims: false}: float32[]
 *     output loss = #3
 */
export function printProgram(program: Program): string {
  const typed = (value: number, text: string): [number, string] => [
    value,
    `#${value} = ${text}: ${printType(at(program.types, value))}`,
  ];
  const lines = [
    ...program.inputs.map(({ name, value }) => typed(value, `input ${name}`)),
    ...[...program.constants].map(([value, data]) => typed(value, printConstant(data))),
    ...program.operations.map(({ kind, inputs, attributes, output }) => {
      const operands = inputs.map((input) => `#${input}`).join(", ");
      return typed(output, `${kind}(${operands})${printAttributes(attributes)}`);
    }),
  ].sort(([a], [b]) => a - b);
  const outputs = program.outputs.map(({ name, value }) => `output ${name} = #${value}`);
  return [...lines.map(([, text]) => text), ...outputs].join("\n") + "\n";
}

const printType = ({ shape, dtype }: TensorType): string => `${dtype}[${shape.join(", ")}]`;

function printConstant(data: Float32Array): string {
  const shown = [...data.subarray(0, 8)].join(", ");
  if (data.length === 1) return shown;
  return data.length > 8 ? `[${shown}, …]` : `[${shown}]`;
}

function printAttributes(attributes: Attributes): string {
  const entries = Object.entries(attributes);
  if (entries.length === 0) return "";
  const text = entries.map(([key, value]) =>
    typeof value === "object" ? `${key}: [${value.join(", ")}]` : `${key}: ${value}`,
  );
  return ` {${text.join(", ")}}`;
}
