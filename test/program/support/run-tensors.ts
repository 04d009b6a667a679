/** Runs a program operation by operation on tfjs's cpu backend: what the `toTensor` lowerings compute. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";

import type { Program, ValueId } from "../../../src/program/program.ts";
import { definitionOf } from "../../../src/program/registry.ts";
import { at } from "../../../src/program/shapes.ts";

export function runTensors(
  program: Program,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
): Record<string, Float64Array> {
  void tf.setBackend("cpu");
  tf.engine().startScope("run");
  const values = new Map<ValueId, tf.Tensor>();
  const read = (value: ValueId): tf.Tensor => {
    const tensor = values.get(value);
    if (tensor === undefined) throw new Error(`Value #${value} is used before it is made`);
    return tensor;
  };
  const place = (value: ValueId, data: ArrayLike<number>): void => {
    const { shape, dtype } = at(program.types, value);
    const numbers = Float32Array.from(data);
    values.set(
      value,
      tf.tensor(dtype === "bool" ? Uint8Array.from(numbers) : numbers, [...shape], dtype),
    );
  };
  for (const [value, data] of program.constants) place(value, data);
  for (const { name, value } of program.inputs) place(value, feeds[name] ?? []);
  for (const { kind, inputs, attributes, output } of program.operations) {
    const type = at(program.types, output);
    const tensor = definitionOf(kind).toTensor(tf, { inputs: inputs.map(read), attributes, type });
    if (tensor.shape.join() !== type.shape.join()) {
      throw new Error(
        `Expected \`${kind}\` to give [${type.shape.join()}], got [${tensor.shape.join()}]`,
      );
    }
    values.set(output, tensor);
  }
  const results = Object.fromEntries(
    program.outputs.map(({ name, value }) => [name, Float64Array.from(read(value).dataSync())]),
  );
  tf.engine().endScope();
  return results;
}
