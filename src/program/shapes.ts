/** Arithmetic on shapes: broadcasting, reductions, strides. Shapes broadcast as in NumPy, aligned at the last axis. */

export type Shape = readonly number[];

/** The element of `list` at `index`. @throws RangeError if there is none. */
export function at<T>(list: readonly T[], index: number): T {
  const found = list[index];
  if (found === undefined) {
    throw new RangeError(`Expected an element at ${index}, got a list of ${list.length}`);
  }
  return found;
}

export const sameShape = (a: Shape, b: Shape): boolean =>
  a.length === b.length && a.every((size, axis) => size === b[axis]);

/** The common shape of two operands. @throws if they do not broadcast. */
export function broadcastShapes(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    if (left !== right && left !== 1 && right !== 1) {
      throw new Error(`Expected shapes to broadcast, got [${a.join(", ")}] and [${b.join(", ")}]`);
    }
    return left === 1 ? right : left;
  });
}

/** Axes of `to` along which a value of shape `from` is repeated when it is broadcast to `to`. */
export function broadcastAxes(from: Shape, to: Shape): number[] {
  const offset = to.length - from.length;
  return to.flatMap((size, axis) =>
    axis < offset || (from[axis - offset] === 1 && size !== 1) ? [axis] : [],
  );
}

/** Shape after reducing `axes`. */
export function reducedShape(shape: Shape, axes: readonly number[], keepDims: boolean): number[] {
  if (keepDims) return shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
  return shape.filter((_, axis) => !axes.includes(axis));
}

/** Row-major strides of a shape. */
export function stridesOf(shape: Shape): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) {
    strides[axis] = at(strides, axis + 1) * at(shape, axis + 1);
  }
  return strides;
}

/**
 * For every element of `shape` in row-major order, the sum of its coordinates times `strides`: how a broadcast, a
 * transposition or a slice reads its source.
 */
export function offsets(shape: Shape, strides: readonly number[], start = 0): Int32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  const out = new Int32Array(count);
  const position = new Array<number>(shape.length).fill(0);
  let offset = start;
  for (let i = 0; i < count; i++) {
    out[i] = offset;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = at(position, axis) + 1;
      offset += at(strides, axis);
      if (next < at(shape, axis)) {
        position[axis] = next;
        break;
      }
      position[axis] = 0;
      offset -= at(strides, axis) * at(shape, axis);
    }
  }
  return out;
}

/** Offsets into a value of shape `from` for every element of `to`, with `from` broadcast. */
export function broadcastOffsets(from: Shape, to: Shape): Int32Array {
  const strides = stridesOf(from);
  const lead = to.length - from.length;
  return offsets(
    to,
    to.map((_, axis) => (axis < lead || from[axis - lead] === 1 ? 0 : at(strides, axis - lead))),
  );
}
