/**
 * Philox 4×32-10 and normal.ts for many numbers at once, as a WebAssembly SIMD function: four blocks of the generator in
 * the four lanes of a vector, then each pair of words in double precision. Its numbers are those of normal.ts to the bit.
 */
import { ARTANH, COSINE, LN2, RADIANS, SINE, SQRT2 } from "./normal.ts";
import { encodeModule, OP, signed, simd, unsigned } from "./wasm.ts";
import type { ValueType } from "./wasm.ts";

export interface BlockRange {
  readonly key: readonly [number, number];
  /** The four counter words of the first block; word 0 does not overflow within the range. */
  readonly counter: readonly [number, number, number, number];
}

/** Fills `out` with the numbers of consecutive blocks, four for each. Its length is a multiple of 4. */
export function fillNormalBlocks({ key, counter }: BlockRange, out: Float32Array): void {
  const { run, numbers } = (kernel ??= createKernel());
  for (let start = 0; start < out.length; start += numbers.length) {
    const count = Math.min(numbers.length, out.length - start);
    run(counter[0] + start / 4, counter[1], counter[2], counter[3], key[0], key[1], count / 4);
    out.set(count === numbers.length ? numbers : numbers.subarray(0, count), start);
  }
}

type Run = (...numbers: readonly number[]) => void;

interface Kernel {
  readonly run: Run;
  /** Where it writes; a whole number of turns of its loop. */
  readonly numbers: Float32Array;
}

let kernel: Kernel | undefined;

function createKernel(): Kernel {
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 1 });
  const module = new WebAssembly.Module(encodeNormalKernel());
  const { run } = new WebAssembly.Instance(module, { engine: { memory } }).exports;
  if (!isRun(run)) throw new Error("Expected the module to export `run`");
  return { run, numbers: new Float32Array(memory.buffer) };
}

const isRun = (value: unknown): value is Run => typeof value === "function";

type Code = readonly number[];

/** Multipliers and key increments of Philox 4×32. */
const [M0, M1, W0, W1] = [0xd2511f53, 0xcd9e8d57, 0x9e3779b9, 0xbb67ae85];
const PARAMETERS = { counter: [0, 1, 2, 3], key: [4, 5], blocks: 6 } as const;
const FIRST_LOCAL = 7;
const ROUNDS = 10;

function encodeNormalKernel(): Uint8Array<ArrayBuffer> {
  const body = new Body();
  const address = body.local("i32");
  const turn = turnOfLoop(body, address);
  const { blocks, counter } = PARAMETERS;
  const advance = (local: number, by: number): Code => [
    ...[...get(local), OP.i32Const, ...signed(by), OP.i32Add],
    ...set(local),
  ];
  const isMore = [OP.i32Const, 0, ...get(blocks), OP.i32LessSigned];
  const loop = [
    ...[OP.loop, 0x40, ...turn],
    ...[...advance(address, 64), ...advance(counter[0], 4), ...advance(blocks, -4)],
    ...[...isMore, OP.branchIf, 0, OP.end],
  ];
  const parameters = new Array<ValueType>(FIRST_LOCAL).fill("i32");
  return encodeModule({ parameters, locals: body.locals, body: loop });
}

/** Four blocks: 64 bytes. */
function turnOfLoop(body: Body, address: number): Code {
  const words = philox(body);
  const store = (code: Code, block: number): void => {
    body.push([...get(address), ...code, ...simd(11), 4, ...unsigned(block * 16)]);
  };
  for (const half of [0, 1]) {
    // The words of two blocks, in the lower two lanes.
    const lower = words.map((word) =>
      body.keep(half === 0 ? word : shuffle(word, word, [2, 3, 2, 3])),
    );
    const [radius0, angle0, radius1, angle1] = lower;
    if (radius0 === undefined || angle0 === undefined) throw new Error("Expected four words");
    if (radius1 === undefined || angle1 === undefined) throw new Error("Expected four words");
    const [first, second] = [
      normalPairs(body, radius0, angle0),
      normalPairs(body, radius1, angle1),
    ];
    const pairs = [first, second].map(({ cosine, sine }) =>
      body.keep(shuffle(narrow(cosine), narrow(sine), [0, 4, 1, 5])),
    );
    const [left, right] = pairs;
    if (left === undefined || right === undefined) throw new Error("Expected two pairs");
    store(shuffle(left, right, [0, 1, 4, 5]), half * 2);
    store(shuffle(left, right, [2, 3, 6, 7]), half * 2 + 1);
  }
  return body.code;
}

/** The four words of four blocks, each a vector with one block in a lane. */
function philox(body: Body): Code[] {
  const [first, ...others] = PARAMETERS.counter;
  const lanes = constant(Uint32Array.of(0, 1, 2, 3));
  let c = [
    body.keep(add(splat(get(first)), lanes)),
    ...others.map((word) => body.keep(splat(get(word)))),
  ];
  for (let round = 0; round < ROUNDS; round++) {
    const [c0 = [], c1 = [], c2 = [], c3 = []] = c;
    const [low0, high0] = product(body, c0, M0);
    const [low1, high1] = product(body, c2, M1);
    const key = (index: 0 | 1, weyl: number): Code =>
      splat([
        ...get(PARAMETERS.key[index]),
        OP.i32Const,
        ...signed(Math.imul(round, weyl)),
        OP.i32Add,
      ]);
    c = [
      body.keep(xor(xor(high1, c1), key(0, W0))),
      body.keep(low1),
      body.keep(xor(xor(high0, c3), key(1, W1))),
      body.keep(low0),
    ];
  }
  return c;
}

/** Lower and upper 32 bits of four unsigned products. */
function product(body: Body, x: Code, factor: number): readonly [Code, Code] {
  const m = constant(new Uint32Array(4).fill(factor));
  const even = body.keep([...x, ...m, ...simd(222)]);
  const odd = body.keep([...x, ...m, ...simd(223)]);
  return [body.keep(shuffle(even, odd, [0, 2, 4, 6])), body.keep(shuffle(even, odd, [1, 3, 5, 7]))];
}

/** normalPair of normal.ts for two pairs of words in the lower lanes, line by line. */
function normalPairs(
  body: Body,
  word0: Code,
  word1: Code,
): { readonly cosine: Code; readonly sine: Code } {
  const radius = body.keep([
    ...max(constant(new Float64Array(2)), multiply(doubles(-2), logarithm(body, word0))),
    ...simd(239),
  ]);
  const turn = integers([
    ...and(word1, constant(new Uint32Array(4).fill(0x3fffffff))),
    ...constant(new Uint32Array(4).fill(0x20000000)),
    ...simd(177),
  ]);
  const x = body.keep(multiply(turn, doubles(RADIANS)));
  const square = body.keep(multiply(x, x));
  const sine = body.keep(multiply(polynomial(SINE, square), x));
  const cosine = body.keep(polynomial(COSINE, square));
  const doubled = body.keep(shiftLeft(word1, 1));
  const isOdd = body.keep(widen([...doubled, OP.i32Const, 31, ...simd(172)]));
  const sign = constant(new BigUint64Array(2).fill(1n << 63n));
  const first = multiply(radius, [...sine, ...cosine, ...isOdd, ...simd(82)]);
  const second = multiply(radius, [...cosine, ...sine, ...isOdd, ...simd(82)]);
  return {
    cosine: body.keep(xor(first, and(widen(xor(word1, doubled)), sign))),
    sine: body.keep(xor(second, and(widen(word1), sign))),
  };
}

function logarithm(body: Body, word: Code): Code {
  const count = body.keep([...word, ...simd(255), ...doubles(1), ...simd(240)]);
  // The exponent's bits below those of 2⁵² are the number 2⁵² + exponent + 1023.
  const exponent = or([...count, OP.i32Const, ...signed(52), ...simd(205)], doubles(2 ** 52));
  const shifted = subtract(subtract(exponent, doubles(2 ** 52)), doubles(1023 + 31.5));
  const fraction = and(count, constant(new BigUint64Array(2).fill((1n << 52n) - 1n)));
  const mantissa = body.keep(or(fraction, doubles(1)));
  const ratio = [
    ...subtract(mantissa, doubles(SQRT2)),
    ...addDoubles(mantissa, doubles(SQRT2)),
    ...simd(243),
  ];
  const s = body.keep(ratio);
  const square = body.keep(multiply(s, s));
  return addDoubles(
    multiply(shifted, doubles(LN2)),
    multiply(polynomial(ARTANH, square), addDoubles(s, s)),
  );
}

/** Horner's rule; the first step, 0·x + c, is c. */
function polynomial(coefficients: readonly number[], x: Code): Code {
  return coefficients
    .slice(0, -1)
    .reduceRight<Code>(
      (total, coefficient) => addDoubles(multiply(total, x), doubles(coefficient)),
      doubles(coefficients.at(-1) ?? 0),
    );
}

/** Code under construction: values that are used more than once are kept in locals. */
class Body {
  readonly code: number[] = [];
  readonly locals: ValueType[] = [];

  local(type: ValueType): number {
    return FIRST_LOCAL + this.locals.push(type) - 1;
  }

  push(code: Code): void {
    this.code.push(...code);
  }

  /** Computes a vector here and returns the code that reads it. */
  keep(code: Code): Code {
    const local = this.local("v128");
    this.push([...code, ...set(local)]);
    return get(local);
  }
}

const get = (local: number): Code => [OP.localGet, ...unsigned(local)];
const set = (local: number): Code => [OP.localSet, ...unsigned(local)];

const constant = ({ buffer }: { readonly buffer: ArrayBuffer }): Code => [
  ...simd(12),
  ...new Uint8Array(buffer),
];
const doubles = (value: number): Code => constant(new Float64Array(2).fill(value));

const splat = (x: Code): Code => [...x, ...simd(17)];
const and = (a: Code, b: Code): Code => [...a, ...b, ...simd(78)];
const or = (a: Code, b: Code): Code => [...a, ...b, ...simd(80)];
const xor = (a: Code, b: Code): Code => [...a, ...b, ...simd(81)];
const add = (a: Code, b: Code): Code => [...a, ...b, ...simd(174)];
const shiftLeft = (x: Code, bits: number): Code => [...x, OP.i32Const, bits, ...simd(171)];
const addDoubles = (a: Code, b: Code): Code => [...a, ...b, ...simd(240)];
const subtract = (a: Code, b: Code): Code => [...a, ...b, ...simd(241)];
const multiply = (a: Code, b: Code): Code => [...a, ...b, ...simd(242)];
const max = (a: Code, b: Code): Code => [...a, ...b, ...simd(245)];
/** Two signed 32-bit lanes as doubles. */
const integers = (x: Code): Code => [...x, ...simd(254)];
/** Two 32-bit lanes as 64-bit integers of the same sign. */
const widen = (x: Code): Code => [...x, ...simd(199)];
/** Two doubles as float32 in the lower lanes. */
const narrow = (x: Code): Code => [...x, ...simd(94)];

/** 32-bit lanes of two vectors: 0-3 of the first, 4-7 of the second. */
function shuffle(a: Code, b: Code, lanes: readonly number[]): Code {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte));
  return [...a, ...b, ...simd(13), ...bytes];
}
