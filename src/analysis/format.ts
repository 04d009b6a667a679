/** Numbers and label schemes as findings and tables write them. */
import type { LabelScheme } from "../config/spec.ts";

/** `(−1, 1, 0)`. */
export const schemeName = ({ a, b, c }: LabelScheme): string =>
  `(${[a, b, c].map(plain).join(", ")})`;

const plain = (value: number): string => String(value).replace("-", "−");

/** Six decimals, or three digits and an exponent where those would say nothing. */
export function show(value: number): string {
  if (value === 0 || (Math.abs(value) >= 1e-3 && Math.abs(value) < 1e6))
    return String(Number(value.toFixed(6))).replace("-", "−");
  return value.toExponential(2).replaceAll("-", "−");
}
