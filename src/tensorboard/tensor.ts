/** `TensorProto`, in the four forms TensorBoard's plugins read. Source: tensorboard/compat/proto/tensor.proto. */
import { message, utf8 } from "./protobuf.ts";

const DT_FLOAT = 1;
const DT_DOUBLE = 2;
const DT_STRING = 7;

/** Rank 0. The fast reader knows scalars as float32 only. */
export function floatScalar(value: number): Uint8Array {
  return message((f) => {
    f.integer(1, DT_FLOAT);
    f.member(2, shapeOf([]));
    f.float(5, value);
  });
}

/** float32 of shape [0]: stands where a value is required and the metadata says everything. */
export function nullTensor(): Uint8Array {
  return message((f) => {
    f.integer(1, DT_FLOAT);
    f.member(2, shapeOf([0]));
  });
}

/** float64, row by row. */
export function doubleTensor(values: Float64Array, shape: readonly number[]): Uint8Array {
  const content = new Uint8Array(8 * values.length);
  const view = new DataView(content.buffer);
  values.forEach((value, i) => {
    view.setFloat64(8 * i, value, true);
  });
  return message((f) => {
    f.integer(1, DT_DOUBLE);
    f.member(2, shapeOf(shape));
    f.bytes(4, content);
  });
}

/** Rank 0: one text, or bytes that a plugin takes for a message. */
export function stringScalar(value: string | Uint8Array): Uint8Array {
  return message((f) => {
    f.integer(1, DT_STRING);
    f.member(2, shapeOf([]));
    f.member(8, typeof value === "string" ? utf8(value) : value);
  });
}

/** Rank 1. */
export function stringVector(values: readonly (string | Uint8Array)[]): Uint8Array {
  return message((f) => {
    f.integer(1, DT_STRING);
    f.member(2, shapeOf([values.length]));
    for (const value of values) f.member(8, typeof value === "string" ? utf8(value) : value);
  });
}

function shapeOf(shape: readonly number[]): Uint8Array {
  return message((f) => {
    for (const size of shape) {
      f.member(
        2,
        message((d) => {
          d.integer(1, size);
        }),
      );
    }
  });
}
