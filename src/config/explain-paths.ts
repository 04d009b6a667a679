/** Dotted keys that name nothing. */
import { listOr } from "./describe.ts";
import type { SchemaContext } from "./explain-keys.ts";
import { listAnd, nodesAt } from "./explain-keys.ts";
import type { Mistake } from "./mistake.ts";
import { didYouMean, nearestName } from "./nearest.ts";
import { keysOf, schemasAt } from "./walk-schema.ts";
import { SECTIONS } from "./validators.ts";

/** `path` names no key of any kind; says up to where it does, and what may be meant. */
export function explainNoKey(path: readonly string[], context: SchemaContext): Mistake {
  const { root, schemas } = context;
  const known = path.findIndex(
    (_, i) => schemasAt(root, path.slice(0, i + 1), schemas).length === 0,
  );
  const owner = path.slice(0, known);
  const name = path[known] ?? "";
  const rest = path.slice(known + 1);
  const keys = [...new Set(nodesAt(owner, context).flatMap((node) => keysOf(node, schemas)))];
  const nearest = nearestName(name, keys);
  const where = owner.length === 0 ? "an experiment" : `\`${owner.join(".")}\``;
  return {
    code: "sweep",
    path,
    part: "key",
    text: `expected a key of ${where}, got \`${name}\``,
    hint:
      elsewhere(path, context) ??
      (nearest === null
        ? keysHint(owner, keys)
        : `did you mean \`${[...owner, nearest, ...rest].join(".")}\`?`),
  };
}

function keysHint(owner: readonly string[], keys: readonly string[]): string | null {
  if (keys.length === 0)
    return owner.length === 0 ? null : `\`${owner.join(".")}\` is one value and has no keys`;
  return `the keys there are ${listAnd(keys)}`;
}

/** A key without its section: `learningRate` for `optimizer.learningRate`. */
function elsewhere(path: readonly string[], { root, schemas }: SchemaContext): string | null {
  const [first = "", ...rest] = path;
  if (schemasAt(root, [first], schemas).length > 0) return null;
  const homes = SECTIONS.filter((name) => schemasAt(root, [name, ...path], schemas).length > 0);
  if (homes.length > 0) {
    const full = homes.map((name) => `\`${[name, ...path].join(".")}\``);
    return `did you mean ${listOr(full)}?`;
  }
  if (rest.length > 0) return null;
  const all = SECTIONS.flatMap((name) =>
    schemasAt(root, [name], schemas)
      .flatMap((node) => keysOf(node, schemas))
      .map((key) => `${name}.${key}`),
  );
  const tails = all.map((key) => key.slice(key.indexOf(".") + 1));
  const top = didYouMean(first, keysOf(root, schemas));
  if (top !== null) return null;
  const near = nearestName(first, tails);
  return near === null ? null : `did you mean \`${all[tails.indexOf(near)] ?? near}\`?`;
}
