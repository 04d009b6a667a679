/** The table of operation cases: inputs with PyTorch's float64 values, first and second gradients. */
import { readFileSync } from "node:fs";

import { ProgramBuilder } from "../../../src/program/builder.ts";
import { appendGradient } from "../../../src/program/gradient.ts";
import type { Attributes, Program, ValueId } from "../../../src/program/program.ts";

export interface OperationCase {
  readonly kind: string;
  readonly name: string;
  readonly attributes: Attributes;
  readonly inputs: readonly CaseInput[];
  /** False at kinks and ties, where finite differences mean nothing. */
  readonly smooth: boolean;
  readonly outputShape: readonly number[];
  readonly outputIsBool: boolean;
  /** w: one number for each element of the output. */
  readonly weights: readonly number[];
  /** v: one number for each element of each input that is not boolean. */
  readonly directions: readonly (readonly number[])[];
  readonly output: readonly number[];
  /** d sum(w · y) / dx for each input that is not boolean. */
  readonly first: readonly (readonly number[])[];
  /** d sum(v · first) / dx for each such input, then d sum(v · first) / dw. */
  readonly second: readonly (readonly number[])[];
}

interface CaseInput {
  readonly shape: readonly number[];
  readonly bool: boolean;
  readonly data: readonly number[];
}

const FIXTURE = new URL("../../fixtures/program/operations.json", import.meta.url);

export const OPERATION_CASES: readonly OperationCase[] = (
  JSON.parse(readFileSync(FIXTURE, "utf8")) as readonly OperationCase[]
).map((entry) => ({ ...entry }));

export const titleOf = ({ kind, name }: OperationCase): string =>
  name === "" ? kind : `${kind}, ${name}`;

/** Names of the inputs a gradient is taken of. */
export const variableNames = ({ inputs }: OperationCase): string[] =>
  inputs.flatMap(({ bool }, index) => (bool ? [] : [`x${index}`]));

/**
 * The case as a program. Inputs: x0, x1, …; `weights`; v0, v1, …. Outputs: `output`, `loss` = sum(w · y),
 * `first/x0`…, `slope` = sum(v · first), and `second/x0`…, `second/weights`.
 */
export function programOf(entry: OperationCase): Program {
  const builder = new ProgramBuilder();
  const { ops } = builder;
  const input = (name: string, shape: readonly number[]): ValueId =>
    builder.input(name, { shape, dtype: "float32" });
  const xs = entry.inputs.map(({ shape }, index) => input(`x${index}`, shape));
  const operands = xs.map((x, index) => (entry.inputs[index]?.bool === true ? ops.toBool(x) : x));
  const output = ops.emit(entry.kind, operands, entry.attributes);
  const weights = input("weights", entry.outputShape);
  const total = (x: ValueId): ValueId => ops.sum(x, allAxes(ops.shapeOf(x)), false);
  const loss = total(ops.multiply(ops.toFloat(output), weights));
  const variables = xs.filter((_, index) => entry.inputs[index]?.bool === false);
  const first = appendGradient(builder, loss, variables);
  const slope = first
    .map((gradient, index) =>
      total(ops.multiply(gradient, input(`v${index}`, ops.shapeOf(gradient)))),
    )
    .reduce((sum, term) => ops.add(sum, term), ops.scalar(0));
  const second = appendGradient(builder, slope, [...variables, weights]);
  const names = variableNames(entry);
  return builder.build([
    { name: "output", value: ops.toFloat(output) },
    { name: "loss", value: loss },
    ...first.map((value, index) => ({ name: `first/${names[index] ?? ""}`, value })),
    { name: "slope", value: slope },
    ...second.map((value, index) => ({ name: `second/${names[index] ?? "weights"}`, value })),
  ]);
}

export function feedsOf(entry: OperationCase): Record<string, Float64Array> {
  return Object.fromEntries([
    ...entry.inputs.map(({ data }, index) => [`x${index}`, Float64Array.from(data)] as const),
    ["weights", Float64Array.from(entry.weights)] as const,
    ...entry.directions.map((v, index) => [`v${index}`, Float64Array.from(v)] as const),
  ]);
}

const allAxes = (shape: readonly number[]): number[] => shape.map((_, axis) => axis);
