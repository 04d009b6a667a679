/** Which values of a program are images: what convolutions, pools and resizes work on, and what is computed with it. */
import type { Operation, Program, ValueId } from "../program.ts";
import { definitionOf } from "../registry.ts";
import { at } from "../shapes.ts";

/** True for operations that work on images in a layout of their own. */
export const isImageOperation = ({ attributes }: Pick<Operation, "attributes">): boolean =>
  attributes["layout"] === "NHWC";

/**
 * Values of four axes that are an image operation's images, or are connected with such a value by operations that keep the
 * axes apart. A filter is no image.
 */
export function findImages(program: Program): ReadonlySet<ValueId> {
  const groups = new Groups();
  const seeds: ValueId[] = [];
  const isBatch = (value: ValueId): boolean => at(program.types, value).shape.length === 4;
  for (const operation of program.operations) {
    if (isImageOperation(operation)) {
      seeds.push(...imagesOf(operation));
    } else if (keepsAxes(operation) && isBatch(operation.output)) {
      for (const input of operation.inputs.filter(isBatch)) groups.unite(input, operation.output);
    }
  }
  const marked = new Set(seeds.map((value) => groups.of(value)));
  const values = program.types.map((_, value) => value);
  return new Set(values.filter((value) => isBatch(value) && marked.has(groups.of(value))));
}

function imagesOf({ kind, inputs, output }: Operation): readonly ValueId[] {
  if (kind === "conv2d-filter-gradient") return inputs;
  const isConvolution = kind === "conv2d" || kind === "conv2d-input-gradient";
  return [output, ...(isConvolution ? inputs.slice(0, 1) : inputs)];
}

function keepsAxes({ kind }: Operation): boolean {
  return definitionOf(kind).elementwise === true || AXIS_BY_AXIS.has(kind);
}

const AXIS_BY_AXIS = new Set(["broadcast", "concat", "max", "mean", "pad", "slice", "sum", "tile"]);

/** Disjoint groups of values. */
class Groups {
  readonly #parents = new Map<ValueId, ValueId>();

  of(value: ValueId): ValueId {
    let root = value;
    for (let next = this.#parents.get(root); next !== undefined; next = this.#parents.get(root)) {
      root = next;
    }
    if (root !== value) this.#parents.set(value, root);
    return root;
  }

  unite(a: ValueId, b: ValueId): void {
    const [rootA, rootB] = [this.of(a), this.of(b)];
    if (rootA !== rootB) this.#parents.set(rootA, rootB);
  }
}
