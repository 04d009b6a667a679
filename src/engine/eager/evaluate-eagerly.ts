/** A program's operations called one by one on the tfjs CPU backend. */
import * as tf from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import type { Tensor } from "@tensorflow/tfjs-core";

import type { Program, ValueId } from "../../program/program.ts";
import { definitionOf } from "../../program/registry.ts";
import { at } from "../../program/shapes.ts";

/** Reads each input by name, writes each output by name. All tensors it makes are gone when it returns. */
export function evaluateEagerly(
  program: Program,
  read: (name: string) => Float32Array,
  write: (name: string, values: Float32Array) => void,
): void {
  // Without production mode the backend prints an advertisement for tfjs-node.
  tf.env().set("PROD", true);
  void tf.setBackend("cpu");
  const { types } = program;
  tf.tidy(() => {
    const tensors = new Map<ValueId, Tensor>();
    const tensorOf = (value: ValueId): Tensor => {
      const known = tensors.get(value);
      if (known !== undefined) return known;
      const constant = program.constants.get(value);
      if (constant === undefined) throw new Error(`Value #${value} is used before it is made`);
      const { shape, dtype } = at(types, value);
      return dtype === "bool"
        ? tf.tensor(Uint8Array.from(constant), [...shape], "bool")
        : tf.tensor(constant, [...shape], "float32");
    };
    for (const { name, value } of program.inputs) {
      // A copy: tfjs keeps the array it is given, and the session's arrays change.
      tensors.set(value, tf.tensor(read(name).slice(), [...at(types, value).shape], "float32"));
    }
    for (const { kind, inputs, attributes, output } of program.operations) {
      const context = { inputs: inputs.map(tensorOf), attributes, type: at(types, output) };
      tensors.set(output, definitionOf(kind).toTensor(tf, context));
    }
    for (const { name, value } of program.outputs) {
      write(name, Float32Array.from(tensorOf(value).dataSync()));
    }
  });
}
