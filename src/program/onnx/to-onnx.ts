/** Program → the bytes of an ONNX model. Equal programs give equal bytes. */
import type { OnnxContext, OnnxNode } from "../operation.ts";
import { removeDeadCode } from "../passes/dead-code.ts";
import type { NamedValue, Operation, Program, TensorType, ValueId } from "../program.ts";
import { definitionOf } from "../registry.ts";
import { at } from "../shapes.ts";
import type { DynamicBatch } from "./dynamic-batch.ts";
import { encodeModel, encodeNode, encodeTensor, encodeValueInfo, ONNX_TYPES } from "./protobuf.ts";
import type { OnnxType } from "./protobuf.ts";

/** Operator set 18, understood by ONNX Runtime 1.14 and later. */
const VERSIONS = { ir: 9, opset: 18 };

export interface OnnxModel {
  readonly bytes: Uint8Array;
  /** Names of the inputs the model takes, in the program's order: those of the program that some output depends on. */
  readonly inputs: readonly string[];
  /**
   * Names of the model's outputs, one for each output of the program, in order. A name is the program's, with
   * `/output` behind it where an input has the same name, because ONNX wants every name once.
   */
  readonly outputs: readonly string[];
  /** How many nodes the graph has: a convolution is many, because it works on a few samples at a time. */
  readonly nodeCount: number;
}

export interface OnnxOptions {
  /** Inputs that become part of the model, under their names. */
  readonly weights?: ReadonlyMap<string, Float32Array>;
  /** Makes the batch a dimension of any size; see dynamic-batch.ts. */
  readonly batch?: DynamicBatch;
  /** Inputs and outputs that the graph does not declare, because the caller adds nodes that make or take them. */
  readonly hidden?: ReadonlySet<string>;
}

/** The names that a program's model has, without the model. */
export function onnxNames(program: Program): Pick<OnnxModel, "inputs" | "outputs"> {
  const { inputs, outputs, kept } = partsOf(program);
  return { inputs: kept.map(({ name }) => name), outputs: uniqueNames(inputs, outputs) };
}

/**
 * Lowers a program. Operations that no output depends on are left out.
 *
 * @throws FixedBatchError where `batch` cannot be of any size
 */
export function toOnnx(program: Program, { weights, batch, hidden }: OnnxOptions = {}): OnnxModel {
  const { types, inputs, constants, operations, outputs, kept } = partsOf(program);
  const graph = new OnnxGraph(batch);
  for (const { name, value } of kept) {
    graph.declare(value, name);
    const weight = weights?.get(name);
    if (weight !== undefined) graph.weight(name, weight, at(types, value));
  }
  const fed = kept.filter(({ name }) => weights?.has(name) !== true);
  for (const [value, data] of constants) graph.constant(value, data, at(types, value));

  const outputNames = uniqueNames(inputs, outputs);
  outputs.forEach(({ value }, index) => {
    graph.reserve(value, at(outputNames, index));
  });
  for (const operation of operations) graph.operation(operation, types);
  outputs.forEach(({ value }, index) => {
    graph.alias(value, at(outputNames, index));
  });

  const info = (name: string, value: ValueId): Uint8Array => {
    const { shape, dtype } = at(types, value);
    return encodeValueInfo(name, batch?.dimensions(shape) ?? shape, ONNX_TYPES[dtype]);
  };
  return {
    bytes: encodeModel(
      {
        nodes: graph.nodes,
        initializers: graph.usedInitializers(),
        inputs: fed.flatMap(({ name, value }) =>
          hidden?.has(name) === true ? [] : [info(name, value)],
        ),
        outputs: outputs.flatMap(({ value }, index) => {
          const name = at(outputNames, index);
          return hidden?.has(name) === true ? [] : [info(name, value)];
        }),
      },
      VERSIONS,
    ),
    inputs: fed.map(({ name }) => name),
    outputs: outputNames,
    nodeCount: graph.nodes.length,
  };
}

/** What of a program reaches its outputs, and the inputs among it. */
function partsOf(program: Program): Program & { readonly kept: readonly NamedValue[] } {
  const live = removeDeadCode(program);
  const used = new Set([
    ...live.operations.flatMap((operation) => operation.inputs),
    ...live.outputs.map(({ value }) => value),
  ]);
  return { ...live, kept: live.inputs.filter(({ value }) => used.has(value)) };
}

function uniqueNames(inputs: readonly NamedValue[], outputs: readonly NamedValue[]): string[] {
  const inputNames = new Set(inputs.map(({ name }) => name));
  const taken = new Set(inputNames);
  return outputs.map(({ name }) => {
    const unique = inputNames.has(name) ? `${name}/output` : name;
    if (taken.has(unique)) throw new Error(`Output name \`${name}\` is not unique`);
    taken.add(unique);
    return unique;
  });
}

/** Nodes and initializers in the order they are made, and the name of every value. Inner names begin with `#`. */
class OnnxGraph implements OnnxContext {
  readonly nodes: Uint8Array[] = [];
  readonly #initializers = new Map<string, Uint8Array>();
  readonly #used = new Set<string>();
  readonly #names = new Map<ValueId, string>();
  readonly #reserved = new Map<ValueId, string>();
  readonly #initializerByContent = new Map<string, string>();
  readonly #nodeByContent = new Map<string, string>();
  readonly #integersByName = new Map<string, readonly number[]>();
  readonly #batch: DynamicBatch | undefined;
  #count = 0;

  constructor(batch: DynamicBatch | undefined) {
    this.#batch = batch;
  }

  declare(value: ValueId, name: string): void {
    if (name === "" || name.startsWith("#")) {
      throw new Error(`Expected a name that does not begin with #, got \`${name}\``);
    }
    this.#names.set(value, name);
  }

  /** A declared value whose elements are part of the model. */
  weight(name: string, data: Float32Array, { shape, dtype }: TensorType): void {
    this.#initializers.set(name, encodeTensor(name, shape, ONNX_TYPES[dtype], bytesOf(data)));
  }

  /** In the order they were made; integers that were replaced are left out. */
  usedInitializers(): readonly Uint8Array[] {
    return [...this.#initializers].flatMap(([name, bytes]) =>
      this.#used.has(name) ? [bytes] : [],
    );
  }

  constant(value: ValueId, data: Float32Array, { shape, dtype }: TensorType): void {
    this.#batch?.refuse(shape, "a constant");
    const bytes = dtype === "bool" ? Uint8Array.from(data) : bytesOf(data);
    this.#names.set(value, this.#initializer(shape, ONNX_TYPES[dtype], bytes));
  }

  /** The value, if an operation makes it, is to have this name: the first output it is asked for by. */
  reserve(value: ValueId, name: string): void {
    if (!this.#reserved.has(value)) this.#reserved.set(value, name);
  }

  operation({ kind, inputs, attributes, output }: Operation, types: readonly TensorType[]): void {
    const inputTypes = inputs.map((input) => at(types, input));
    if (kind === "broadcast") this.#batch?.checkBroadcast(inputTypes, at(types, output));
    const last = definitionOf(kind).toOnnx(this, {
      inputs: inputs.map((input) => this.#nameOf(input)),
      types: inputTypes,
      attributes,
      type: at(types, output),
    });
    const name = this.#reserved.get(output) ?? this.#fresh();
    this.#add(last, name);
    this.#names.set(output, name);
  }

  /** Makes sure that `name` stands for the value: an output may be an input, a constant, or another output too. */
  alias(value: ValueId, name: string): void {
    const known = this.#nameOf(value);
    if (known !== name) this.#add({ op: "Identity", inputs: [known] }, name);
  }

  /** Equal nodes are one: two operations may want the same transposed filter. */
  readonly node = (node: OnnxNode): string => {
    const key = JSON.stringify(node);
    const known = this.#nodeByContent.get(key);
    if (known !== undefined) return known;
    const name = this.#fresh();
    this.#add(node, name);
    this.#nodeByContent.set(key, name);
    return name;
  };

  readonly scalar = (value: number): string =>
    this.#initializer([], ONNX_TYPES.float32, bytesOf(Float32Array.of(value)));

  readonly numbers = (values: ArrayLike<number>, shape: readonly number[]): string =>
    this.#initializer(shape, ONNX_TYPES.float32, bytesOf(Float32Array.from(values)));

  readonly integers = (values: readonly number[]): string => {
    const name = this.#initializer([values.length], ONNX_TYPES.int64, int64Bytes(values));
    this.#integersByName.set(name, values);
    return name;
  };

  #add({ op, inputs, attributes, output = 0 }: OnnxNode, name: string): void {
    const unused = Array.from({ length: output }, () => this.#fresh());
    const given = inputs.map((input, index) => this.#forAnyBatch(op, input, index));
    for (const input of given) this.#used.add(input);
    this.nodes.push(encodeNode(op, given, [...unused, name], attributes ?? {}));
  }

  /** The input itself, or in its place integers that do not name the batch's size. */
  #forAnyBatch(op: string, input: string, index: number): string {
    const values = this.#integersByName.get(input);
    if (this.#batch === undefined || values === undefined) return input;
    const others = this.#batch.replace(values, { op, index });
    return others === values ? input : this.integers(others);
  }

  #initializer(shape: readonly number[], type: OnnxType, bytes: Uint8Array): string {
    const key = `${type} ${shape.join(" ")}|${textOf(bytes)}`;
    const known = this.#initializerByContent.get(key);
    if (known !== undefined) return known;
    const name = this.#fresh();
    this.#initializerByContent.set(key, name);
    this.#initializers.set(name, encodeTensor(name, shape, type, bytes));
    return name;
  }

  #nameOf(value: ValueId): string {
    const name = this.#names.get(value);
    if (name === undefined) throw new Error(`Value #${value} is used before it is made`);
    return name;
  }

  #fresh(): string {
    return `#${this.#count++}`;
  }
}

const bytesOf = (data: Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(data.buffer, data.byteOffset, data.byteLength);

/** Little-endian integers of 64 bits, many times as fast as by way of `BigInt`. */
function int64Bytes(values: readonly number[]): Uint8Array {
  const halves = new Int32Array(2 * values.length);
  values.forEach((value, index) => {
    halves[2 * index] = value;
    halves[2 * index + 1] = Math.floor(value / 2 ** 32);
  });
  return bytesOf(halves);
}

const textOf = ({ buffer, byteOffset, byteLength }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
