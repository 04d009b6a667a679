/**
 * The few messages of TensorFlow's SavedModel format that a program needs, written field by field.
 * Source: saved_model.proto, meta_graph.proto, graph.proto, node_def.proto, attr_value.proto, tensor.proto of
 * TensorFlow 2.9.
 */
import protobuf from "protobufjs/minimal.js";

import type { TensorflowAttribute } from "../operation.ts";

/** DataType. */
export const TENSORFLOW_TYPES = { float32: 1, int32: 3, int64: 9, bool: 10 } as const;
export type TensorflowType = keyof typeof TENSORFLOW_TYPES;

export interface TensorParts {
  readonly type: TensorflowType;
  readonly shape: readonly number[];
  /** Little-endian, row-major. */
  readonly data: Uint8Array;
}

/** What a node may carry beside the attributes of a lowering. */
export type NodeAttribute =
  TensorflowAttribute | { readonly shape: readonly number[] } | { readonly tensor: TensorParts };

/** SavedModel with one graph under the tag `serve`, without signatures and without variables. */
export function encodeSavedModel(nodes: readonly Uint8Array[]): Uint8Array {
  const versions = message((w) => w.uint32(tag(1, VARINT)).int32(PRODUCER));
  const graph = message((w) => {
    for (const node of nodes) w.uint32(tag(1, BYTES)).bytes(node);
    w.uint32(tag(4, BYTES)).bytes(versions);
  });
  const info = message((w) => w.uint32(tag(4, BYTES)).string("serve"));
  const metaGraph = message((w) =>
    w.uint32(tag(1, BYTES)).bytes(info).uint32(tag(2, BYTES)).bytes(graph),
  );
  return message((w) => w.uint32(tag(1, VARINT)).int64(1).uint32(tag(2, BYTES)).bytes(metaGraph));
}

/** NodeDef. Attributes are written in the order given: only required ones belong here. */
export function encodeNode(
  name: string,
  op: string,
  inputs: readonly string[],
  attributes: Readonly<Record<string, NodeAttribute>>,
): Uint8Array {
  return message((w) => {
    w.uint32(tag(1, BYTES)).string(name).uint32(tag(2, BYTES)).string(op);
    for (const input of inputs) w.uint32(tag(3, BYTES)).string(input);
    for (const [key, value] of Object.entries(attributes)) {
      const entry = message((e) =>
        e.uint32(tag(1, BYTES)).string(key).uint32(tag(2, BYTES)).bytes(encodeAttribute(value)),
      );
      w.uint32(tag(5, BYTES)).bytes(entry);
    }
  });
}

/** Version of the graph's writer: any that TensorFlow 2.9 and later accept. */
const PRODUCER = 1087;

/** AttrValue. */
function encodeAttribute(value: NodeAttribute): Uint8Array {
  return message((w) => {
    if ("type" in value) w.uint32(tag(6, VARINT)).int32(TENSORFLOW_TYPES[value.type]);
    else if ("int" in value) w.uint32(tag(3, VARINT)).int64(value.int);
    else if ("float" in value) w.uint32(tag(4, FIXED32)).float(value.float);
    else if ("bool" in value) w.uint32(tag(5, VARINT)).bool(value.bool);
    else if ("string" in value) w.uint32(tag(2, BYTES)).string(value.string);
    else if ("shape" in value) w.uint32(tag(7, BYTES)).bytes(encodeShape(value.shape));
    else if ("tensor" in value) w.uint32(tag(8, BYTES)).bytes(encodeTensor(value.tensor));
    else w.uint32(tag(1, BYTES)).bytes(encodeIntegers(value.ints));
  });
}

/** AttrValue.ListValue of integers. */
function encodeIntegers(values: readonly number[]): Uint8Array {
  return message((w) => {
    w.uint32(tag(3, BYTES)).fork();
    for (const value of values) w.int64(value);
    w.ldelim();
  });
}

/** TensorProto. */
function encodeTensor({ type, shape, data }: TensorParts): Uint8Array {
  return message((w) => {
    w.uint32(tag(1, VARINT)).int32(TENSORFLOW_TYPES[type]);
    w.uint32(tag(2, BYTES)).bytes(encodeShape(shape));
    w.uint32(tag(4, BYTES)).bytes(data);
  });
}

/** TensorShapeProto. */
function encodeShape(shape: readonly number[]): Uint8Array {
  return message((w) => {
    for (const size of shape) {
      w.uint32(tag(2, BYTES)).bytes(message((d) => d.uint32(tag(1, VARINT)).int64(size)));
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
