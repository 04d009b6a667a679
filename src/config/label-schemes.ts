/** The label schemes that have a name. Source: Mao et al., arXiv:1611.04076, sec. 3.2.3. */
import type { LabelSchemeName } from "./schema-types.ts";
import type { LabelScheme } from "./spec.ts";

export const LABEL_SCHEMES = {
  binary: { a: 0, b: 1, c: 1 },
  /** Minimises Pearson's χ² divergence: b − c = 1 and b − a = 2. */
  pearson: { a: -1, b: 1, c: 0 },
} as const satisfies Record<LabelSchemeName, LabelScheme>;
