/**
 * Max pooling's gradient in operations that run on the device, where ONNX Runtime knows no positions of maxima: for each
 * place of a window, one image of what the windows see there. Images are NCHW. Of equal maxima the first counts.
 */
import { imageSizes } from "../../program/families/image.ts";
import { poolExtents } from "../../program/families/pooling.ts";
import type { PoolAttributes } from "../../program/families/pooling.ts";
import type { Expressions } from "../../program/expressions.ts";
import type { ValueId } from "../../program/program.ts";
import type { Shape } from "../../program/shapes.ts";

/** max-pool-gradient: dy [n, c, oh, ow] goes to where each window's maximum lies in x [n, c, h, w]. */
export function spreadToMaxima(
  ops: Expressions,
  [x, dy]: readonly [ValueId, ValueId],
  attributes: PoolAttributes,
): ValueId {
  const windows = new Windows(ops, ops.shapeOf(x), attributes);
  const maxima = ops.emit("max-pool", [x], attributes);
  const seen = windows.gather(x, LOWEST);
  const zero = ops.scalar(0);
  let left = dy;
  const parts = seen.map((values, index) => {
    const part = ops.select(ops.equal(values, maxima), left, zero);
    left = ops.subtract(left, part);
    return windows.spread(part, index);
  });
  return windows.inner(parts.reduce((sum, part) => ops.add(sum, part)));
}

/** max-pool-select: of `values` [n, c, h, w] the one where each window's maximum lies in x, [n, c, oh, ow]. */
export function selectAtMaxima(
  ops: Expressions,
  [x, values]: readonly [ValueId, ValueId],
  attributes: PoolAttributes,
): ValueId {
  const windows = new Windows(ops, ops.shapeOf(x), attributes);
  const maxima = ops.emit("max-pool", [x], attributes);
  const seen = windows.gather(x, LOWEST);
  return windows
    .gather(values, 0)
    .map((value, index) => ({ value, place: seen[index] ?? value }))
    .reduceRight<ValueId>(
      (chosen, { value, place }) => ops.select(ops.equal(place, maxima), value, chosen),
      ops.scalar(0),
    );
}

/** Below every activation: what lies outside an image is no maximum. */
const LOWEST = -3e38;

/** The windows of a pooling: `gather` and `spread` are each other's adjoints. */
class Windows {
  readonly #ops: Expressions;
  readonly #image: Shape;
  readonly #before: Shape;
  readonly #after: Shape;
  /** [n, c, oh · vertical stride, ow · horizontal stride] and the same with every stride an axis of its own. */
  readonly #covered: Shape;
  readonly #cells: Shape;
  readonly #pooled: Shape;
  readonly #places: readonly (readonly [row: number, column: number])[];
  readonly #window: readonly [height: number, width: number];

  constructor(ops: Expressions, image: Shape, attributes: PoolAttributes) {
    const sizes = imageSizes(image, "NCHW");
    const { count, channels } = sizes;
    const extents = poolExtents(attributes, sizes);
    const [vertical, horizontal] = extents;
    this.#ops = ops;
    this.#image = image;
    this.#before = [0, 0, vertical.before, horizontal.before];
    this.#after = [
      ...[0, 0],
      ...extents.map(
        ({ window, stride, output, input, before }) =>
          window - 1 + stride * output - input - before,
      ),
    ];
    this.#pooled = [count, channels, vertical.output, horizontal.output];
    this.#covered = [...[count, channels], ...extents.map(({ output, stride }) => output * stride)];
    this.#cells = [count * channels, ...extents.flatMap(({ output, stride }) => [output, stride])];
    this.#window = [vertical.window, horizontal.window];
    this.#places = Array.from({ length: vertical.window * horizontal.window }, (_, index) => [
      Math.floor(index / horizontal.window),
      index % horizontal.window,
    ]);
  }

  /** One [n, c, oh, ow] for each place of a window, row by row. */
  gather(x: ValueId, outside: number): readonly ValueId[] {
    const padded = this.#ops.pad(x, this.#before, this.#after, outside);
    return this.#places.map(([row, column]) => {
      const covered = this.#ops.slice(padded, [0, 0, row, column], this.#covered);
      const cells = this.#ops.reshape(covered, this.#cells);
      const first = this.#ops.slice(cells, [0, 0, 0, 0, 0], this.#firstOfCells());
      return this.#ops.reshape(first, this.#pooled);
    });
  }

  /** Values [n, c, oh, ow] at their place of every window of the padded image, zero elsewhere. */
  spread(values: ValueId, index: number): ValueId {
    const [row, column] = this.#places[index] ?? [0, 0];
    const [height, width] = this.#window;
    const [, , verticalStride = 1, , horizontalStride = 1] = this.#cells;
    const first = this.#ops.reshape(values, this.#firstOfCells());
    const margins = [0, 0, verticalStride - 1, 0, horizontalStride - 1];
    const cells = this.#ops.pad(first, [0, 0, 0, 0, 0], margins);
    const covered = this.#ops.reshape(cells, this.#covered);
    return this.#ops.pad(
      covered,
      [0, 0, row, column],
      [0, 0, height - 1 - row, width - 1 - column],
    );
  }

  /** The image without its margins. */
  inner(padded: ValueId): ValueId {
    return this.#ops.slice(padded, this.#before, this.#image);
  }

  #firstOfCells(): Shape {
    return this.#cells.map((size, axis) => (axis === 2 || axis === 4 ? 1 : size));
  }
}
