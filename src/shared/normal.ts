/**
 * Two 32-bit words → two independent standard normal numbers (Box and Muller, 1958):
 *
 *     radius = √(−2·ln u),  u = (word0 + 1)/2³²;   radius·cos φ and radius·sin φ,  φ = 2π·word1/2³² − π/4
 *
 * Everything is float32 arithmetic of + − × ÷ √ on polynomials, which IEEE 754 fixes to the bit: `Math.sin` and its kin
 * differ from one JavaScript engine to the next. normal-kernel.ts is the same arithmetic, in the same order, for many.
 */

/** artanh s = s·Σ ARTANH[i]·s²ⁱ for |s| ≤ 1/3; error below 2e-8 of it. */
export const ARTANH = float32([1, 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13]);
/** sin x = x·Σ SINE[i]·x²ⁱ and cos x = Σ COSINE[i]·x²ⁱ on [−π/4, π/4]; error below 2e-9. */
export const SINE = float32([1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362880]);
export const COSINE = float32([1, -1 / 2, 1 / 24, -1 / 720, 1 / 40320, -1 / 3628800]);
export const SQRT2 = Math.fround(Math.SQRT2);
export const LN4 = Math.fround(1.3862943611198906);
/** Radians of one unit of an angle's lower 30 bits. */
export const RADIANS = Math.fround(1.5707963267948966 / 2 ** 30);

/** The pair for two words, into out[0] and out[1]. */
export function normalPair(word0: number, word1: number, out: Float64Array): void {
  const radius = fround(Math.sqrt(squaredRadius(word0)));
  const x = multiply(fround((word1 & 0x3fffffff) - 0x20000000), RADIANS);
  const square = multiply(x, x);
  const sine = multiply(polynomial(SINE, square), x);
  const cosine = polynomial(COSINE, square);
  // The upper two bits turn by quarters of a circle.
  const isOdd = (word1 & 0x40000000) !== 0;
  const isUpper = word1 >>> 31 === 1;
  const first = multiply(radius, isOdd ? sine : cosine);
  const second = multiply(radius, isOdd ? cosine : sine);
  out[0] = isOdd !== isUpper ? -first : first;
  out[1] = isUpper ? -second : second;
}

/**
 * −2·ln((word + 1)/2³²). Above ½ it is −2·ln(1 − z) = 4·artanh(z/(2 − z)) of the small number z = 1 − u, which float32
 * holds exactly enough; below, with u = 2ᵉ·m, it is −2·ln 2·(e + ½) + 4·artanh((√2 − m)/(√2 + m)).
 */
function squaredRadius(word: number): number {
  if (word >= 2 ** 31) {
    const z = multiply(fround(2 ** 32 - 1 - word), 2 ** -32);
    return multiply(artanh(z, fround(2 - z)), 4);
  }
  const count = fround(fround(word) + 1);
  const exponent = 31 - Math.clz32(count);
  const mantissa = count / 2 ** exponent;
  const rest = multiply(artanh(fround(SQRT2 - mantissa), fround(SQRT2 + mantissa)), 4);
  return fround(multiply(31.5 - exponent, LN4) + rest);
}

/** artanh(a/b) */
function artanh(a: number, b: number): number {
  const s = fround(a / b);
  return multiply(polynomial(ARTANH, multiply(s, s)), s);
}

/** Σ coefficients[i]·xⁱ, from the last to the first (Horner). */
function polynomial(coefficients: readonly number[], x: number): number {
  let total = 0;
  for (let i = coefficients.length - 1; i >= 0; i--)
    total = fround(multiply(total, x) + (coefficients[i] ?? 0));
  return total;
}

const multiply = (a: number, b: number): number => fround(a * b);

const { fround } = Math;

function float32(values: readonly number[]): readonly number[] {
  return values.map(Math.fround);
}
