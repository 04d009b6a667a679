/**
 * The few messages of ONNX's protobuf format that a program needs, written field by field.
 * Source: onnx/onnx.proto3 of ONNX 1.14 (IR version 9).
 */
import protobuf from "protobufjs/minimal.js";

import type { OnnxAttribute } from "../operation.ts";

/** TensorProto.DataType. */
export const ONNX_TYPES = { float32: 1, int64: 7, bool: 9 } as const;
export type OnnxType = (typeof ONNX_TYPES)[keyof typeof ONNX_TYPES];

export interface GraphParts {
  readonly nodes: readonly Uint8Array[];
  readonly initializers: readonly Uint8Array[];
  readonly inputs: readonly Uint8Array[];
  readonly outputs: readonly Uint8Array[];
}

/** ModelProto with one graph and one operator set. */
export function encodeModel(
  graph: GraphParts,
  versions: { readonly ir: number; readonly opset: number },
): Uint8Array {
  const opset = message((w) => w.uint32(tag(2, VARINT)).int64(versions.opset));
  return message((w) => {
    w.uint32(tag(1, VARINT)).int64(versions.ir);
    w.uint32(tag(7, BYTES)).bytes(encodeGraph(graph));
    w.uint32(tag(8, BYTES)).bytes(opset);
  });
}

/** Part of a graph as a ModelProto without versions: written before or behind a whole one, it adds to that one's graph. */
export function encodeFragment(graph: GraphParts): Uint8Array {
  return message((w) => w.uint32(tag(7, BYTES)).bytes(encodeGraph(graph)));
}

/** NodeProto. */
export function encodeNode(
  op: string,
  inputs: readonly string[],
  outputs: readonly string[],
  attributes: Readonly<Record<string, OnnxAttribute>>,
): Uint8Array {
  return message((w) => {
    for (const input of inputs) w.uint32(tag(1, BYTES)).string(input);
    for (const output of outputs) w.uint32(tag(2, BYTES)).string(output);
    w.uint32(tag(4, BYTES)).string(op);
    for (const [name, value] of Object.entries(attributes)) {
      w.uint32(tag(5, BYTES)).bytes(encodeAttribute(name, value));
    }
  });
}

/** TensorProto with little-endian raw data. */
export function encodeTensor(
  name: string,
  shape: readonly number[],
  type: OnnxType,
  data: Uint8Array,
): Uint8Array {
  return message((w) => {
    for (const size of shape) w.uint32(tag(1, VARINT)).int64(size);
    w.uint32(tag(2, VARINT)).int32(type);
    w.uint32(tag(8, BYTES)).string(name);
    w.uint32(tag(9, BYTES)).bytes(data);
  });
}

/** ValueInfoProto of a tensor; a text in place of a size names a dimension of any size. */
export function encodeValueInfo(
  name: string,
  shape: readonly (number | string)[],
  type: OnnxType,
): Uint8Array {
  const dimensions = message((w) => {
    for (const size of shape) {
      const dimension = message((d) =>
        typeof size === "number"
          ? d.uint32(tag(1, VARINT)).int64(size)
          : d.uint32(tag(2, BYTES)).string(size),
      );
      w.uint32(tag(1, BYTES)).bytes(dimension);
    }
  });
  const tensor = message((w) =>
    w.uint32(tag(1, VARINT)).int32(type).uint32(tag(2, BYTES)).bytes(dimensions),
  );
  const wrapped = message((w) => w.uint32(tag(1, BYTES)).bytes(tensor));
  return message((w) => w.uint32(tag(1, BYTES)).string(name).uint32(tag(2, BYTES)).bytes(wrapped));
}

function encodeGraph({ nodes, initializers, inputs, outputs }: GraphParts): Uint8Array {
  return message((w) => {
    for (const node of nodes) w.uint32(tag(1, BYTES)).bytes(node);
    w.uint32(tag(2, BYTES)).string("program");
    for (const initializer of initializers) w.uint32(tag(5, BYTES)).bytes(initializer);
    for (const input of inputs) w.uint32(tag(11, BYTES)).bytes(input);
    for (const output of outputs) w.uint32(tag(12, BYTES)).bytes(output);
  });
}

/** AttributeProto. */
function encodeAttribute(name: string, value: OnnxAttribute): Uint8Array {
  return message((w) => {
    w.uint32(tag(1, BYTES)).string(name);
    if ("float" in value) {
      w.uint32(tag(2, FIXED32)).float(value.float).uint32(tag(20, VARINT)).int32(1);
    } else if ("string" in value) {
      w.uint32(tag(4, BYTES)).string(value.string).uint32(tag(20, VARINT)).int32(3);
    } else if ("int" in value) {
      w.uint32(tag(3, VARINT)).int64(value.int).uint32(tag(20, VARINT)).int32(2);
    } else {
      for (const item of value.ints) w.uint32(tag(8, VARINT)).int64(item);
      w.uint32(tag(20, VARINT)).int32(7);
    }
  });
}

const VARINT = 0;
const BYTES = 2;
const FIXED32 = 5;

const tag = (field: number, wireType: number): number => (field << 3) | wireType;

function message(write: (writer: protobuf.Writer) => unknown): Uint8Array {
  const writer = protobuf.Writer.create();
  write(writer);
  return writer.finish();
}
