/** Program → the bytes of a TensorFlow SavedModel. Equal programs give equal bytes. */
import type { TensorflowContext, TensorflowNode } from "../operation.ts";
import { removeDeadCode } from "../passes/dead-code.ts";
import type { Operation, Program, TensorType, ValueId } from "../program.ts";
import { definitionOf } from "../registry.ts";
import { at } from "../shapes.ts";
import { fusedNode } from "./fused-nodes.ts";
import { encodeNode, encodeSavedModel } from "./protobuf.ts";
import type { NodeAttribute, TensorflowType } from "./protobuf.ts";

export interface TensorflowModel {
  /** The content of `saved_model.pb`. */
  readonly bytes: Uint8Array;
  /** Inputs the model takes, in the program's order: those of the program that some output depends on. */
  readonly inputs: readonly { readonly name: string; readonly tensor: string }[];
  /** The tensor to fetch for each output of the program, in order. Outputs of one value are one tensor. */
  readonly outputs: readonly string[];
}

/**
 * Lowers a program. Operations that no output depends on are left out. Names of tensors are `<node>:<output>`; nodes are
 * numbered, because the program's names may hold characters that TensorFlow or the native library's lists refuse.
 */
export function toTensorflow(program: Program): TensorflowModel {
  const { types, inputs, constants, operations, outputs } = removeDeadCode(program);
  const graph = new TensorflowGraph();
  const used = new Set([
    ...operations.flatMap((operation) => operation.inputs),
    ...outputs.map(({ value }) => value),
  ]);
  const kept = inputs.filter(({ value }) => used.has(value));
  const fed = kept.map(({ name, value }) => ({
    name,
    tensor: graph.placeholder(value, at(types, value)),
  }));
  for (const [value, data] of constants) graph.constant(value, data, at(types, value));
  const made = new Map(operations.map((operation) => [operation.output, operation]));
  for (const operation of operations) graph.operation(operation, types, made);
  const fetched = outputs.map(({ value }) =>
    // What is fed cannot be fetched.
    made.has(value) ? graph.nameOf(value) : graph.copyOf(value, at(types, value)),
  );
  return { bytes: encodeSavedModel(graph.nodes), inputs: fed, outputs: fetched };
}

class TensorflowGraph implements TensorflowContext {
  readonly nodes: Uint8Array[] = [];
  readonly #names = new Map<ValueId, string>();
  readonly #nodeByContent = new Map<string, string>();
  #count = 0;

  placeholder(value: ValueId, { shape, dtype }: TensorType): string {
    const name = this.#add(
      { op: "Placeholder", inputs: [] },
      { dtype: { type: dtype }, shape: { shape } },
    );
    this.#names.set(value, name);
    return name;
  }

  constant(value: ValueId, data: Float32Array, { shape, dtype }: TensorType): void {
    const bytes = dtype === "bool" ? Uint8Array.from(data) : bytesOf(data);
    this.#names.set(value, this.#constant(dtype, shape, bytes));
  }

  /** Nodes that a fused one makes superfluous stay in the graph; TensorFlow computes only what is fetched. */
  operation(
    operation: Operation,
    types: readonly TensorType[],
    made: ReadonlyMap<ValueId, Operation>,
  ): void {
    const { kind, inputs, attributes, output } = operation;
    const fused = fusedNode(operation, {
      typeOf: (value) => at(types, value),
      producerOf: (value) => made.get(value),
      nameOf: (value) => this.nameOf(value),
      node: this.node,
      scalar: this.scalar,
    });
    const own = (): TensorflowNode =>
      definitionOf(kind).toTensorflow(this, {
        inputs: inputs.map((input) => this.nameOf(input)),
        types: inputs.map((input) => at(types, input)),
        attributes,
        type: at(types, output),
      });
    this.#names.set(output, this.node(fused ?? own()));
  }

  nameOf(value: ValueId): string {
    const name = this.#names.get(value);
    if (name === undefined) throw new Error(`Value #${value} is used before it is made`);
    return name;
  }

  copyOf(value: ValueId, { dtype }: TensorType): string {
    const inputs = [this.nameOf(value)];
    return this.#add({ op: "Identity", inputs }, { T: { type: dtype } });
  }

  /** Equal nodes are one: two operations may want the same padded images. */
  readonly node = (node: TensorflowNode): string => {
    const key = JSON.stringify(node);
    const known = this.#nodeByContent.get(key);
    if (known !== undefined) return known;
    const name = this.#add(node, node.attributes ?? {});
    this.#nodeByContent.set(key, name);
    return name;
  };

  readonly scalar = (value: number): string =>
    this.#constant("float32", [], bytesOf(Float32Array.of(value)));

  readonly numbers = (values: ArrayLike<number>, shape: readonly number[]): string =>
    this.#constant("float32", shape, bytesOf(Float32Array.from(values)));

  readonly integers = (
    values: readonly number[],
    shape: readonly number[] = [values.length],
  ): string => this.#constant("int32", shape, bytesOf(Int32Array.from(values)));

  #constant(type: TensorflowType, shape: readonly number[], data: Uint8Array): string {
    const key = `${type} ${shape.join(" ")}|${Buffer.from(data).toString("base64")}`;
    const known = this.#nodeByContent.get(key);
    if (known !== undefined) return known;
    const attributes = { dtype: { type }, value: { tensor: { type, shape, data } } };
    const name = this.#add({ op: "Const", inputs: [] }, attributes);
    this.#nodeByContent.set(key, name);
    return name;
  }

  #add(
    { op, inputs, output = 0 }: TensorflowNode,
    attributes: Readonly<Record<string, NodeAttribute>>,
  ): string {
    const name = `n${this.#count++}`;
    this.nodes.push(encodeNode(name, op, inputs, attributes));
    return `${name}:${output}`;
  }
}

const bytesOf = (data: Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
