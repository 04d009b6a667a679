/**
 * The state of a session, variables and slots by name, as tensors on the device. The views of the session's memory hold it
 * before the first run and after pull(); a run's outputs take their places.
 */
import { Tensor } from "onnxruntime-node";

import { ProgramBuilder } from "../../program/builder.ts";
import type { Program } from "../../program/program.ts";
import { viewNamed } from "../memory.ts";
import type { Views } from "../memory.ts";
import { compileForDevice } from "./inference.ts";
import type { DeviceProgram } from "./inference.ts";

export interface StateArray {
  readonly name: string;
  readonly shape: readonly number[];
  /** Where the array is while it is not on the device. */
  readonly view: Float32Array;
}

export class DeviceState {
  readonly #arrays: readonly StateArray[];
  readonly #views: Views;
  readonly #tensors = new Map<string, Tensor>();
  #reader: Promise<DeviceProgram> | undefined;

  constructor(arrays: readonly StateArray[]) {
    this.#arrays = arrays;
    this.#views = new Map(arrays.map(({ name, view }) => [name, view]));
    this.#release();
  }

  has(name: string): boolean {
    return this.#tensors.has(name);
  }

  tensor(name: string): Tensor {
    const tensor = this.#tensors.get(name);
    if (tensor === undefined) throw new Error(`There is no array \`${name}\``);
    return tensor;
  }

  /** Puts a tensor on the device in the place of an array. */
  replace(name: string, tensor: Tensor): void {
    this.tensor(name).dispose();
    this.#tensors.set(name, tensor);
  }

  /**
   * Copies everything back into the views, which are the state from here on. A tensor's own getData() ends the process
   * (onnxruntime-node 1.30 has no download), so a program copies: outputs that are not asked for as buffers come back.
   */
  async pull(): Promise<void> {
    if ([...this.#tensors.values()].every(({ location }) => location === "cpu")) return;
    this.#reader ??= compileForDevice(copyProgram(this.#arrays), () => false);
    const copies = await (await this.#reader).run((name) => this.tensor(name));
    for (const [name, { data }] of copies) {
      if (!(data instanceof Float32Array)) throw new Error(`Expected \`${name}\` as float32`);
      viewNamed(this.#views, name).set(data);
    }
    this.#release();
  }

  async dispose(): Promise<void> {
    this.#release();
    await (await this.#reader)?.dispose();
  }

  /** The views become the state. */
  #release(): void {
    for (const { name, shape, view } of this.#arrays) {
      this.#tensors.get(name)?.dispose();
      this.#tensors.set(name, new Tensor("float32", view, shape));
    }
  }
}

function copyProgram(arrays: readonly StateArray[]): Program {
  const builder = new ProgramBuilder();
  const copies = arrays.map(({ name, shape }) => ({
    name,
    value: builder.input(name, { shape, dtype: "float32" }),
  }));
  return builder.build(copies);
}
