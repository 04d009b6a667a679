/** The name that somebody probably meant. */
import { distance } from "fastest-levenshtein";

/** What the field calls some of our names. */
const OTHER_WORDS: Readonly<Record<string, string>> = {
  lsgan: "least-squares",
  mse: "least-squares",
  gan: "cross-entropy",
  bce: "cross-entropy",
  vanilla: "cross-entropy",
  chisquared: "pearson",
  bn: "batch-normalization",
  batchnorm: "batch-normalization",
  lrelu: "leaky-relu",
  leakyrelu: "leaky-relu",
  swish: "silu",
  linear: "dense",
  fc: "dense",
  gaussian: "normal",
  xavier: "glorot-uniform",
  kaiming: "he-normal",
  lr: "learningRate",
  alpha: "slope",
  rho: "decay",
  stddev: "standardDeviation",
  std: "standardDeviation",
  activation: "kind",
  type: "kind",
  loss: "objective",
  data: "dataset",
  noise: "latent",
  epochs: "steps",
  iterations: "steps",
};

/** Share of characters that may differ. */
const NEAR = 0.4;

/** The nearest of some names, or null where none is near. `most`: 0 takes only other spellings and words for the same. */
export function nearestName(
  given: string,
  names: readonly string[],
  most: number = NEAR,
): string | null {
  const wanted = simplified(given);
  const other = Object.hasOwn(OTHER_WORDS, wanted) ? OTHER_WORDS[wanted] : undefined;
  if (other !== undefined && names.includes(other)) return other;
  const ranked = names
    .map((name) => ({ name, far: farness(wanted, simplified(name)) }))
    .sort((one, next) => one.far - next.far);
  const best = ranked[0];
  return best !== undefined && best.far <= most ? best.name : null;
}

/** ``did you mean `name`?``, or null. */
export function didYouMean(
  given: string,
  names: readonly string[],
  most: number = NEAR,
): string | null {
  const name = nearestName(given, names, most);
  return name === null ? null : `did you mean \`${name}\`?`;
}

/** Share of characters to change; a name that begins with the other is near. */
function farness(one: string, other: string): number {
  if (one === other) return 0;
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  if (short.length >= 3 && long.startsWith(short)) return 0.3;
  if (sorted(one) === sorted(other)) return 0.2;
  return distance(one, other) / Math.max(one.length, other.length, 1);
}

const sorted = (name: string): string => Array.from(name).sort().join("");

const simplified = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9.]/g, "");
