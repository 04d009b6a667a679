/**
 * The bytes of a WebAssembly module with one function over an imported memory. Source: WebAssembly core specification 2.0,
 * chapter 5 (binary format).
 */

export type ValueType = "i32" | "f32" | "v128";

export interface WasmFunction {
  readonly parameters: readonly ValueType[];
  /** Locals behind the parameters. */
  readonly locals: readonly ValueType[];
  /** Instructions without the final `end`. */
  readonly body: readonly number[];
}

/** A module that imports its memory as `engine.memory` (at least one page) and exports the function as `run`. */
export function encodeModule({ parameters, locals, body }: WasmFunction): Uint8Array<ArrayBuffer> {
  const type = [0x60, ...vector(parameters.map((value) => [TYPES[value]])), 0];
  const memoryImport = [...text("engine"), ...text("memory"), 0x02, 0x00, 1];
  const runExport = [...text("run"), 0x00, 0];
  const declared = vector(locals.map((value) => [1, TYPES[value]]));
  const code = [...declared, ...body, OP.end];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, vector([type])),
    ...section(2, vector([memoryImport])),
    ...section(3, vector([[0]])),
    ...section(7, vector([runExport])),
    ...section(10, vector([[...unsigned(code.length), ...code]])),
  ]);
}

const TYPES = { i32: 0x7f, f32: 0x7d, v128: 0x7b } as const satisfies Record<ValueType, number>;

/** Scalar and control instructions the kernels use. */
export const OP = {
  end: 0x0b,
  loop: 0x03,
  branchIf: 0x0d,
  localGet: 0x20,
  localSet: 0x21,
  i32Const: 0x41,
  i32LessSigned: 0x48,
  i32LessUnsigned: 0x49,
  i32Add: 0x6a,
  f32Const: 0x43,
} as const;

/** Unsigned LEB128. */
export function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const low = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest === 0 ? low : low | 0x80);
  } while (rest !== 0);
  return bytes;
}

/** Signed LEB128 of a 32-bit integer. */
export function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value | 0;
  for (;;) {
    const low = rest & 0x7f;
    rest >>= 7;
    // Bit 6 of the last byte is the sign.
    if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) {
      return [...bytes, low];
    }
    bytes.push(low | 0x80);
  }
}

/** The bytes of a SIMD instruction, by its number. */
export const simd = (code: number): number[] => [0xfd, ...unsigned(code)];

/** A float32 as its four little-endian bytes. */
export function float32(value: number): number[] {
  return [...new Uint8Array(Float32Array.of(value).buffer)];
}

const vector = (items: readonly (readonly number[])[]): number[] => [
  ...unsigned(items.length),
  ...items.flat(),
];

const section = (id: number, content: readonly number[]): number[] => [
  id,
  ...unsigned(content.length),
  ...content,
];

function text(value: string): number[] {
  const bytes = [...new TextEncoder().encode(value)];
  return [...unsigned(bytes.length), ...bytes];
}
