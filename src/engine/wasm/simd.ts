/**
 * What each element-wise operation of a program is in WebAssembly SIMD: instructions on four float32 at a time. Booleans
 * are masks. Every lowering gives the bits that the operation gives in float64 rounded once to float32, which is what
 * tfjs computes: for + − · ÷ √ the float32 instruction does (Figueroa, "When is double rounding innocuous?", 1995).
 */
import type { Attributes } from "../../program/program.ts";
import { float32, OP, simd, unsigned } from "../../shared/wasm.ts";

/** Writes the instructions of an operation; each input is the code that pushes it. */
export type SimdLowering = (
  inputs: readonly (readonly number[])[],
  attributes: Attributes,
) => number[];

export const SIMD = {
  /** Loads and stores at an address plus an offset in bytes; both are multiples of 16. */
  load: (offset: number): number[] => [...simd(0), 4, ...unsigned(offset)],
  store: (offset: number): number[] => [...simd(11), 4, ...unsigned(offset)],
  splat: simd(19),
  /** a where the mask b is off, else 0. */
  andNot: simd(79),
} as const;

/** Pushes four copies of a number. */
export const splatConstant = (value: number): number[] => [
  OP.f32Const,
  ...float32(value),
  ...SIMD.splat,
];

const CODE = {
  equal: simd(65),
  notEqual: simd(66),
  less: simd(67),
  greater: simd(68),
  lessEqual: simd(69),
  greaterEqual: simd(70),
  not: simd(77),
  and: simd(78),
  or: simd(80),
  bitselect: simd(82),
  abs: simd(224),
  negate: simd(225),
  sqrt: simd(227),
  add: simd(228),
  subtract: simd(229),
  multiply: simd(230),
  divide: simd(231),
  minimum: simd(232),
  maximum: simd(233),
  /** b < a ? b : a */
  pseudoMinimum: simd(234),
  /** a < b ? b : a */
  pseudoMaximum: simd(235),
} as const;

const plain =
  (code: readonly number[] = []): SimdLowering =>
  (inputs) => [...inputs.flat(), ...code];

const input = (inputs: readonly (readonly number[])[], index: number): readonly number[] =>
  inputs[index] ?? [];

/** Operations a kernel may contain. */
export const SIMD_LOWERINGS: ReadonlyMap<string, SimdLowering> = new Map<string, SimdLowering>([
  ["add", plain(CODE.add)],
  ["subtract", plain(CODE.subtract)],
  ["multiply", plain(CODE.multiply)],
  ["divide", plain(CODE.divide)],
  ["minimum", plain(CODE.minimum)],
  ["maximum", plain(CODE.maximum)],
  ["equal", plain(CODE.equal)],
  ["less", plain(CODE.less)],
  ["greater", plain(CODE.greater)],
  ["less-equal", plain(CODE.lessEqual)],
  ["greater-equal", plain(CODE.greaterEqual)],
  ["logical-and", plain(CODE.and)],
  ["logical-or", plain(CODE.or)],
  ["logical-not", plain(CODE.not)],
  ["abs", plain(CODE.abs)],
  ["negate", plain(CODE.negate)],
  ["sqrt", plain(CODE.sqrt)],
  ["square", (x) => [...input(x, 0), ...input(x, 0), ...CODE.multiply]],
  ["reciprocal", (x) => [...splatConstant(1), ...input(x, 0), ...CODE.divide]],
  ["relu", (x) => [...splatConstant(0), ...input(x, 0), ...CODE.maximum]],
  ["select", (x) => [...input(x, 1), ...input(x, 2), ...input(x, 0), ...CODE.bitselect]],
  [
    // max < x ? max : x, then x < min ? min : x: a number that is not one stays so.
    "clip",
    (x, { minimum, maximum }) => [
      ...[...input(x, 0), ...splatConstant(Number(maximum)), ...CODE.pseudoMinimum],
      ...[...splatConstant(Number(minimum)), ...CODE.pseudoMaximum],
    ],
  ],
  [
    "cast",
    (x, { dtype }) =>
      dtype === "bool"
        ? [...input(x, 0), ...splatConstant(0), ...CODE.notEqual]
        : [...input(x, 0), ...splatConstant(1), ...CODE.and],
  ],
  ["broadcast", plain()],
  ["reshape", plain()],
  ["stop-gradient", plain()],
]);
