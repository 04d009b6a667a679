/** Writing protobuf messages field by field. Fields that hold proto3's default (0, "", no bytes) are left out. */
import protobuf from "protobufjs/minimal.js";

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** The fields of one message, in the order they are called. */
export interface Fields {
  /** int32, int64 or an enum. */
  integer(field: number, value: number): void;
  /** A truth value of a oneof: written even where it is false. */
  flag(field: number, value: boolean): void;
  float(field: number, value: number): void;
  double(field: number, value: number): void;
  text(field: number, value: string): void;
  bytes(field: number, value: Uint8Array): void;
  /** A field of a oneof or of a repeated field: written even where it is empty. */
  member(field: number, value: Uint8Array): void;
}

/** Serialised message of the fields that `write` calls. */
export function message(write: (fields: Fields) => void): Uint8Array {
  const writer = protobuf.Writer.create();
  write(fieldsOf(writer));
  return writer.finish();
}

/** Text of a oneof or a repeated field: UTF-8 for `member`. */
export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

function fieldsOf(writer: protobuf.Writer): Fields {
  const member = (field: number, value: Uint8Array): void => {
    writer.uint32(tag(field, BYTES)).bytes(value);
  };
  return {
    integer: (field, value) => {
      if (value !== 0) writer.uint32(tag(field, VARINT)).int64(value);
    },
    flag: (field, value) => {
      writer.uint32(tag(field, VARINT)).bool(value);
    },
    float: (field, value) => {
      writer.uint32(tag(field, FIXED32)).float(value);
    },
    double: (field, value) => {
      writer.uint32(tag(field, FIXED64)).double(value);
    },
    text: (field, value) => {
      if (value !== "") writer.uint32(tag(field, BYTES)).string(value);
    },
    bytes: (field, value) => {
      if (value.length > 0) member(field, value);
    },
    member,
  };
}

const tag = (field: number, wireType: number): number => ((field << 3) | wireType) >>> 0;
