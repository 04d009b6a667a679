/**
 * Philox 4×32-10 and normal.ts for many numbers at once, as a WebAssembly SIMD function: four blocks of the generator in
 * the four lanes of a vector, and four pairs of words at a time. Its numbers are those of normal.ts to the bit.
 */
import { ARTANH, COSINE, LN4, RADIANS, SINE, SQRT2 } from "./normal.ts";
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
  const keys = roundKeys(body);
  const before = body.take();
  const turn = turnOfLoop(body, address, keys);
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
  return encodeModule({ parameters, locals: body.locals, body: [...before, ...loop] });
}

type RoundKeys = readonly (readonly [Code, Code])[];

/** Both words of each round's key, in all lanes. */
function roundKeys(body: Body): RoundKeys {
  const key = (index: 0 | 1, added: number): Code =>
    body.keep(splat([...get(PARAMETERS.key[index]), OP.i32Const, ...signed(added), OP.i32Add]));
  return Array.from({ length: ROUNDS }, (_, round) => [
    key(0, Math.imul(round, W0)),
    key(1, Math.imul(round, W1)),
  ]);
}

/** Four blocks: 64 bytes. */
function turnOfLoop(body: Body, address: number, keys: RoundKeys): Code {
  const [radius0, angle0, radius1, angle1] = philox(body, keys);
  const [a, b] = normalPairs(body, radius0, angle0);
  const [c, d] = normalPairs(body, radius1, angle1);
  // Rows of a 4×4 matrix with a block in each column: a block's numbers are stored beside each other.
  const interleave = (x: Code, y: Code): readonly [Code, Code] => [
    body.keep(shuffle(x, y, [0, 4, 1, 5])),
    body.keep(shuffle(x, y, [2, 6, 3, 7])),
  ];
  const [lowerAB, upperAB] = interleave(a, b);
  const [lowerCD, upperCD] = interleave(c, d);
  const blocks = [
    shuffle(lowerAB, lowerCD, [0, 1, 4, 5]),
    shuffle(lowerAB, lowerCD, [2, 3, 6, 7]),
    shuffle(upperAB, upperCD, [0, 1, 4, 5]),
    shuffle(upperAB, upperCD, [2, 3, 6, 7]),
  ];
  blocks.forEach((block, index) => {
    body.push([...get(address), ...block, ...simd(11), 4, ...unsigned(index * 16)]);
  });
  return body.take();
}

type Words = readonly [Code, Code, Code, Code];

/** The four words of four blocks, each a vector with one block in a lane. */
function philox(body: Body, keys: RoundKeys): Words {
  const [first, ...others] = PARAMETERS.counter;
  const lanes = constant(Uint32Array.of(0, 1, 2, 3));
  const [second, third, fourth] = others;
  let c: Words = [
    body.keep(add(splat(get(first)), lanes)),
    splat(get(second)),
    body.keep(splat(get(third))),
    splat(get(fourth)),
  ];
  for (const [key0, key1] of keys) {
    const [c0, c1, c2, c3] = c;
    const [low0, high0] = product(body, c0, M0);
    const [low1, high1] = product(body, c2, M1);
    c = [
      body.keep(xor(xor(high1, c1), key0)),
      body.keep(low1),
      body.keep(xor(xor(high0, c3), key1)),
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

/** normalPair of normal.ts for four pairs of words, line by line. */
function normalPairs(body: Body, word0: Code, word1: Code): readonly [Code, Code] {
  const radius = body.keep(root(squaredRadius(body, word0)));
  const turn = subtractIntegers(and(word1, integers(0x3fffffff)), integers(0x20000000));
  const x = body.keep(multiply(floats(turn), floatsOf(RADIANS)));
  const square = body.keep(multiply(x, x));
  const sine = body.keep(multiply(polynomial(SINE, square), x));
  const cosine = body.keep(polynomial(COSINE, square));
  const doubled = body.keep(shift(word1, 1, "left"));
  const isOdd = body.keep(shift(doubled, 31, "signed"));
  const sign = integers(0x80000000);
  const first = multiply(radius, select(isOdd, sine, cosine));
  const second = multiply(radius, select(isOdd, cosine, sine));
  return [
    body.keep(xor(first, and(xor(word1, doubled), sign))),
    body.keep(xor(second, and(word1, sign))),
  ];
}

function squaredRadius(body: Body, word: Code): Code {
  const isUpper = body.keep(shift(word, 31, "signed"));
  // Where the word is in the upper half, what is left to 2³² − 1.
  const count = body.keep(floats(xor(word, isUpper)));
  const z = body.keep(multiply(count, floatsOf(2 ** -32)));
  const bits = body.keep(addFloats(count, floatsOf(1)));
  const exponent = floats(shift(bits, 23, "unsigned"));
  const mantissa = body.keep(or(and(bits, integers(0x7fffff)), floatsOf(1)));
  const whole = multiply(subtract(floatsOf(127 + 31.5), exponent), floatsOf(LN4));
  const [sqrt2, two] = [floatsOf(SQRT2), floatsOf(2)];
  const numerator = select(isUpper, z, subtract(sqrt2, mantissa));
  const denominator = select(isUpper, subtract(two, z), addFloats(sqrt2, mantissa));
  const s = body.keep(divide(numerator, denominator));
  const square = body.keep(multiply(s, s));
  const rest = multiply(multiply(polynomial(ARTANH, square), s), floatsOf(4));
  return addFloats([...whole, ...isUpper, ...simd(79)], rest);
}

/** Horner's rule; the first step, 0·x + c, is c. */
function polynomial(coefficients: readonly number[], x: Code): Code {
  return coefficients
    .slice(0, -1)
    .reduceRight<Code>(
      (total, coefficient) => addFloats(multiply(total, x), floatsOf(coefficient)),
      floatsOf(coefficients.at(-1) ?? 0),
    );
}

/** Code under construction: values that are used more than once are kept in locals. */
class Body {
  #code: number[] = [];
  readonly locals: ValueType[] = [];

  local(type: ValueType): number {
    return FIRST_LOCAL + this.locals.push(type) - 1;
  }

  push(code: Code): void {
    this.#code.push(...code);
  }

  /** The code since the last call. */
  take(): Code {
    const code = this.#code;
    this.#code = [];
    return code;
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
const floatsOf = (value: number): Code => constant(new Float32Array(4).fill(value));
const integers = (value: number): Code => constant(new Uint32Array(4).fill(value));

const SHIFTS = { left: 171, signed: 172, unsigned: 173 } as const;
const shift = (x: Code, bits: number, kind: keyof typeof SHIFTS): Code => [
  ...[...x, OP.i32Const, bits],
  ...simd(SHIFTS[kind]),
];

const splat = (x: Code): Code => [...x, ...simd(17)];
const and = (a: Code, b: Code): Code => [...a, ...b, ...simd(78)];
const or = (a: Code, b: Code): Code => [...a, ...b, ...simd(80)];
const xor = (a: Code, b: Code): Code => [...a, ...b, ...simd(81)];
/** a where the mask is on, else b. */
const select = (mask: Code, a: Code, b: Code): Code => [...a, ...b, ...mask, ...simd(82)];
const add = (a: Code, b: Code): Code => [...a, ...b, ...simd(174)];
const subtractIntegers = (a: Code, b: Code): Code => [...a, ...b, ...simd(177)];
const root = (x: Code): Code => [...x, ...simd(227)];
const addFloats = (a: Code, b: Code): Code => [...a, ...b, ...simd(228)];
const subtract = (a: Code, b: Code): Code => [...a, ...b, ...simd(229)];
const multiply = (a: Code, b: Code): Code => [...a, ...b, ...simd(230)];
const divide = (a: Code, b: Code): Code => [...a, ...b, ...simd(231)];
/** Signed 32-bit lanes as float32. */
const floats = (x: Code): Code => [...x, ...simd(250)];

/** 32-bit lanes of two vectors: 0-3 of the first, 4-7 of the second. */
function shuffle(a: Code, b: Code, lanes: readonly number[]): Code {
  const bytes = lanes.flatMap((lane) => [0, 1, 2, 3].map((byte) => lane * 4 + byte));
  return [...a, ...b, ...simd(13), ...bytes];
}
