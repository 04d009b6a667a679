/**
 * Two 32-bit words → two independent standard normal numbers (Box and Muller, 1958):
 *
 *     radius = √(−2·ln u),  u = (word0 + 1)/2³²;   radius·cos φ and radius·sin φ,  φ = 2π·word1/2³² − π/4
 *
 * Logarithm, sine and cosine are polynomials in + − × ÷ √ only, which IEEE 754 fixes to the bit: `Math.sin` and its kin
 * differ from one JavaScript engine to the next. normal-kernel.ts is the same arithmetic, in the same order, for many.
 */

/** ln m = ½·ln 2 + 2·artanh s for m in [1, 2), s = (m − √2)/(m + √2): artanh s = s·Σ s²ⁱ/(2i + 1), error below 1e-15. */
export const ARTANH = [1, 1 / 3, 1 / 5, 1 / 7, 1 / 9, 1 / 11, 1 / 13, 1 / 15, 1 / 17] as const;
/** sin x = x·Σ SINE[i]·x²ⁱ and cos x = Σ COSINE[i]·x²ⁱ on [−π/4, π/4]; error below 1e-14. */
export const SINE = [
  1,
  -1 / 6,
  1 / 120,
  -1 / 5040,
  1 / 362880,
  -1 / 39916800,
  1 / 6227020800,
] as const;
export const COSINE = [
  1,
  -1 / 2,
  1 / 24,
  -1 / 720,
  1 / 40320,
  -1 / 3628800,
  1 / 479001600,
  -1 / 87178291200,
] as const;
export const SQRT2 = 1.4142135623730951;
export const LN2 = 0.6931471805599453;
/** Radians of one unit of an angle's lower 30 bits. */
export const RADIANS = 1.5707963267948966 / 2 ** 30;

/** The pair for two words, into out[0] and out[1]. */
export function normalPair(word0: number, word1: number, out: Float64Array): void {
  const radius = Math.sqrt(Math.max(0, -2 * logarithm(word0)));
  const x = ((word1 & 0x3fffffff) - 0x20000000) * RADIANS;
  const square = x * x;
  const sine = polynomial(SINE, square) * x;
  const cosine = polynomial(COSINE, square);
  // The upper two bits turn by quarters of a circle.
  const isOdd = (word1 & 0x40000000) !== 0;
  const isUpper = word1 >>> 31 === 1;
  const first = radius * (isOdd ? sine : cosine);
  const second = radius * (isOdd ? cosine : sine);
  out[0] = isOdd !== isUpper ? -first : first;
  out[1] = isUpper ? -second : second;
}

/** ln((word + 1)/2³²) */
function logarithm(word: number): number {
  const count = word + 1;
  const exponent = count === 2 ** 32 ? 32 : 31 - Math.clz32(count);
  const mantissa = count / 2 ** exponent;
  const s = (mantissa - SQRT2) / (mantissa + SQRT2);
  return (exponent - 31.5) * LN2 + polynomial(ARTANH, s * s) * (s + s);
}

/** Σ coefficients[i]·xⁱ, from the last to the first (Horner). */
function polynomial(coefficients: readonly number[], x: number): number {
  let total = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) total = total * x + (coefficients[i] ?? 0);
  return total;
}
