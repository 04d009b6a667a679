/** Labels for tables: one that is too long is cut and numbered, so that those which begin alike stay apart. */
import { columnsOf, fitText } from "./terminal-text.ts";

/** Columns that a label may take in a table. */
export const LONGEST_LABEL = 72;

/** In the order of the labels, counted from 1: `objective: wasserstein, generator.layers: dense 128 · … #6`. */
export function shortLabels(labels: readonly string[], longest = LONGEST_LABEL): readonly string[] {
  return labels.map((label, i) => {
    if (columnsOf(label) <= longest) return label;
    const number = ` #${String(i + 1)}`;
    return fitText(label, longest - number.length) + number;
  });
}
