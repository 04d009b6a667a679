/** Label schemes among values that nobody has validated yet. */
import { valueAt } from "./conditions.ts";

/** The numbers of a label scheme given as an object, in the paper's order a, b, c; null for anything else. */
export function asLabels(value: unknown): readonly number[] | null {
  if (typeof value !== "object" || value === null || Object.keys(value).length !== 3) return null;
  const labels = ["a", "b", "c"].map((key) => valueAt(value, key));
  return labels.every((label) => typeof label === "number") ? labels : null;
}
