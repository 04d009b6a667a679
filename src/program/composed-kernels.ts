/** tfjs kernels that are several of our operations, or none: what the tracing backend records for each. */
import type { KernelRecording } from "./operation.ts";
import { parseAxes } from "./families/reduction.ts";
import { at } from "./shapes.ts";

export const COMPOSED_KERNELS: Readonly<Record<string, KernelRecording>> = {
  // The trace wraps the value in a new tensor, so the same value is enough.
  Identity: ({ input }) => input("x"),
  Fill: ({ ops, attributes }) => {
    const filled = ops.fill(Number(attributes["value"]), numbers(attributes["shape"]));
    return attributes["dtype"] === "bool" ? ops.toBool(filled) : filled;
  },
  ZerosLike: ({ ops, input }) => ops.fill(0, ops.shapeOf(input("x"))),
  OnesLike: ({ ops, input }) => ops.fill(1, ops.shapeOf(input("x"))),
  AddN: ({ ops, inputs }) => inputs.slice(1).reduce((sum, x) => ops.add(sum, x), at(inputs, 0)),
  SquaredDifference: ({ ops, input }) => ops.square(ops.subtract(input("a"), input("b"))),
  NotEqual: ({ ops, input }) => ops.logicalNot(ops.equal(input("a"), input("b"))),
  Prelu: ({ ops, input }) => {
    const x = input("x");
    const slope = ops.select(ops.greater(x, ops.scalar(0)), ops.scalar(1), input("alpha"));
    return ops.multiply(x, slope);
  },
  Min: ({ ops, input, attributes }) => {
    const x = input("x");
    const axes = parseAxes(attributes["axis"], ops.shapeOf(x).length);
    return ops.negate(ops.max(ops.negate(x), axes, attributes["keepDims"] === true));
  },
  Softmax: ({ ops, input, attributes }) => {
    const x = input("logits");
    const axes = parseAxes(attributes["dim"] ?? -1, ops.shapeOf(x).length);
    // Softmax does not change when its input is shifted, so the shift needs no gradient.
    const exp = ops.exp(ops.subtract(x, ops.stopGradient(ops.max(x, axes, true))));
    return ops.divide(exp, ops.sum(exp, axes, true));
  },
  Pack: ({ ops, inputs, attributes }) => {
    const shape = ops.shapeOf(at(inputs, 0));
    const axis = Number(attributes["axis"]);
    const place = axis < 0 ? axis + shape.length + 1 : axis;
    const stacked = [...shape.slice(0, place), 1, ...shape.slice(place)];
    return ops.concat(
      inputs.map((x) => ops.reshape(x, stacked)),
      place,
    );
  },
  Unpack: ({ ops, input, attributes }) => {
    const x = input("value");
    const shape = ops.shapeOf(x);
    const axis = at(parseAxes(attributes["axis"] ?? 0, shape.length), 0);
    return Array.from({ length: at(shape, axis) }, (_, index) =>
      ops.reshape(
        ops.slice(
          x,
          shape.map((_, i) => (i === axis ? index : 0)),
          shape.map((size, i) => (i === axis ? 1 : size)),
        ),
        shape.filter((_, i) => i !== axis),
      ),
    );
  },
  SplitV: ({ ops, input, attributes }) => {
    const x = input("x");
    const shape = ops.shapeOf(x);
    const axis = at(parseAxes(attributes["axis"] ?? 0, shape.length), 0);
    let start = 0;
    return splitSizes(attributes["numOrSizeSplits"], at(shape, axis)).map((length) => {
      const begin = shape.map((_, i) => (i === axis ? start : 0));
      start += length;
      return ops.slice(
        x,
        begin,
        shape.map((size, i) => (i === axis ? length : size)),
      );
    });
  },
  StridedSlice: ({ tf, ops, input, attributes }) => {
    const x = input("x");
    const first = numbers(attributes["begin"]);
    const { begin, end, strides, finalShape } = tf.slice_util.sliceInfo(
      [...ops.shapeOf(x)],
      first,
      numbers(attributes["end"]),
      Array.isArray(attributes["strides"]) ? attributes["strides"].map(Number) : first.map(() => 1),
      Number(attributes["beginMask"]),
      Number(attributes["endMask"]),
      Number(attributes["ellipsisMask"]),
      Number(attributes["newAxisMask"]),
      Number(attributes["shrinkAxisMask"]),
    );
    if (strides.some((stride) => stride !== 1)) {
      throw new Error("A trace knows slices of stride 1 only");
    }
    const size = begin.map((start, axis) => at(end, axis) - start);
    return ops.reshape(ops.slice(x, begin, size), finalShape);
  },
};

/** Sizes of the parts: a count of equal parts, or a list in which −1 stands for what is left. */
function splitSizes(split: unknown, whole: number): number[] {
  if (!Array.isArray(split)) {
    const parts = Number(split);
    return new Array<number>(parts).fill(whole / parts);
  }
  const sizes = split.map(Number);
  const known = sizes.filter((size) => size >= 0).reduce((sum, size) => sum + size, 0);
  return sizes.map((size) => (size < 0 ? whole - known : size));
}

const numbers = (list: unknown): number[] => (Array.isArray(list) ? list.map(Number) : []);
