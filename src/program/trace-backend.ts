/** A tfjs backend that computes nothing: tensors stand for values of the program under construction. */
import * as tf from "@tensorflow/tfjs-core";
import type { BackendValues, DataId, DataType, TensorInfo } from "@tensorflow/tfjs-core";

import { LabError } from "../shared/errors.ts";
import type { ProgramBuilder } from "./builder.ts";
import { sizeOf } from "./program.ts";
import type { ValueId } from "./program.ts";

/** Largest dense constant a trace takes without being told: 4 KiB. */
export const UNDECLARED_CONSTANT_BYTES = 4096;
/** Largest dense constant at all: 1 MiB. Anything larger is data, and data is an input. */
export const CONSTANT_BYTES = 2 ** 20;

/** What tfjs calls epsilon on backends with 32-bit floats. */
const EPSILON_FLOAT32 = 1e-7;

export class TraceBackend extends tf.KernelBackend {
  readonly builder: ProgramBuilder;
  readonly #values = new WeakMap<object, ValueId>();

  constructor(builder: ProgramBuilder) {
    super();
    this.builder = builder;
  }

  /** A new tensor description that stands for `value`. Never shared, because tfjs counts and disposes them apart. */
  describe(value: ValueId): TensorInfo {
    const { shape, dtype } = this.builder.type(value);
    const dataId = {};
    this.#values.set(dataId, value);
    return { dataId, shape: [...shape], dtype };
  }

  /** The value a tensor stands for. @throws LabError ENGINE if it was made outside this trace. */
  valueBehind(tensor: TensorInfo): ValueId {
    const value = this.#values.get(tensor.dataId);
    if (value === undefined) {
      throw new LabError(
        "ENGINE",
        "A tensor made outside the trace was used inside it: pass it as an input, or make it with tools.constant",
      );
    }
    return value;
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): DataId {
    const dataId = {};
    this.#values.set(dataId, this.#record(values, shape, dtype));
    return dataId;
  }

  override readSync(dataId: object): BackendValues {
    const value = this.#values.get(dataId);
    const constant = value === undefined ? undefined : this.builder.constantData(value);
    if (constant !== undefined) return constant;
    throw new LabError(
      "ENGINE",
      "A traced tensor has no elements to read (dataSync, arraySync, print): its program has not run yet",
    );
  }

  override read(dataId: object): Promise<BackendValues> {
    return Promise.resolve(this.readSync(dataId));
  }

  override disposeData(): boolean {
    return true;
  }

  override refCount(): number {
    return 1;
  }

  override incRef(): void {
    // Every tensor has a data id of its own.
  }

  override numDataIds(): number {
    return 0;
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override epsilon(): number {
    return EPSILON_FLOAT32;
  }

  override dispose(): void {
    // Nothing is held.
  }

  #record(values: BackendValues, shape: readonly number[], dtype: DataType): ValueId {
    const { ops } = this.builder;
    if (dtype === "string" || dtype === "complex64") {
      throw new LabError("ENGINE", `A trace has no tensors of dtype \`${dtype}\``);
    }
    const numbers = Float32Array.from(values as ArrayLike<number>);
    const first = numbers[0] ?? 0;
    if (numbers.length > 1 && numbers.every((element) => Object.is(element, first))) {
      const filled = ops.fill(first, shape);
      return dtype === "bool" ? ops.toBool(filled) : filled;
    }
    if (numbers.byteLength > UNDECLARED_CONSTANT_BYTES) {
      throw new LabError(
        "ENGINE",
        `A dense constant of shape [${shape.join(", ")}] (${sizeOf(shape) * 4} bytes) was made inside a trace: ` +
          `random or large data must be an input; a table of at most ${CONSTANT_BYTES} bytes can be declared with tools.constant`,
      );
    }
    return this.builder.constant(numbers, shape, dtype === "bool" ? "bool" : "float32");
  }
}
