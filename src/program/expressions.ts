/** The vocabulary rules are written in: each word appends one operation to a program under construction. */
import type { Attributes, TensorType, ValueId } from "./program.ts";
import { broadcastAxes, sameShape } from "./shapes.ts";
import type { Shape } from "./shapes.ts";

/** Where expressions are appended: a ProgramBuilder. */
export interface ExpressionTarget {
  emit(kind: string, inputs: readonly ValueId[], attributes?: Attributes): ValueId;
  constant(values: ArrayLike<number>, shape: Shape): ValueId;
  type(value: ValueId): TensorType;
}

export type Expressions = ReturnType<typeof createExpressions>;

type Unary = (x: ValueId) => ValueId;
type Binary = (a: ValueId, b: ValueId) => ValueId;
type Reduction = (x: ValueId, axes: readonly number[], keepDims: boolean) => ValueId;

/** The vocabulary over one program under construction. */
// eslint-disable-next-line @typescript-eslint/explicit-module-boundary-types -- Expressions is this function's type
export function createExpressions(target: ExpressionTarget) {
  const unary =
    (kind: string): Unary =>
    (x) =>
      target.emit(kind, [x]);
  const binary =
    (kind: string): Binary =>
    (a, b) =>
      target.emit(kind, [a, b]);
  const reduction =
    (kind: string): Reduction =>
    (x, axes, keepDims) =>
      target.emit(kind, [x], { axes, keepDims });

  const scalar = (value: number): ValueId => target.constant([value], []);
  const shapeOf = (value: ValueId): Shape => target.type(value).shape;
  const multiply = binary("multiply");
  const sum = reduction("sum");
  const reshape = (x: ValueId, shape: Shape): ValueId =>
    sameShape(shapeOf(x), shape) ? x : target.emit("reshape", [x], { shape });
  const broadcast = (x: ValueId, shape: Shape): ValueId =>
    sameShape(shapeOf(x), shape) ? x : target.emit("broadcast", [x], { shape });

  return {
    emit: (kind: string, inputs: readonly ValueId[], attributes: Attributes = {}): ValueId =>
      target.emit(kind, inputs, attributes),
    type: (value: ValueId): TensorType => target.type(value),
    shapeOf,
    scalar,
    constant: (values: ArrayLike<number>, shape: Shape): ValueId => target.constant(values, shape),
    /** A value of `shape` whose elements all are `value`: a scalar and a broadcast, never dense. */
    fill: (value: number, shape: Shape): ValueId => broadcast(scalar(value), shape),

    add: binary("add"),
    subtract: binary("subtract"),
    multiply,
    divide: binary("divide"),
    maximum: binary("maximum"),
    minimum: binary("minimum"),
    power: binary("power"),
    /** x · factor for a plain number. */
    scale: (x: ValueId, factor: number): ValueId => multiply(x, scalar(factor)),

    negate: unary("negate"),
    square: unary("square"),
    sqrt: unary("sqrt"),
    rsqrt: unary("rsqrt"),
    reciprocal: unary("reciprocal"),
    exp: unary("exp"),
    expm1: unary("expm1"),
    log: unary("log"),
    log1p: unary("log1p"),
    tanh: unary("tanh"),
    sigmoid: unary("sigmoid"),
    softplus: unary("softplus"),
    relu: unary("relu"),
    selu: unary("selu"),
    abs: unary("abs"),
    sign: unary("sign"),
    leakyRelu: (x: ValueId, slope: number): ValueId => target.emit("leaky-relu", [x], { slope }),
    elu: (x: ValueId, alpha: number): ValueId => target.emit("elu", [x], { alpha }),
    step: (x: ValueId, below = 0): ValueId => target.emit("step", [x], { below }),
    clip: (x: ValueId, minimum: number, maximum: number): ValueId =>
      target.emit("clip", [x], { minimum, maximum }),
    stopGradient: unary("stop-gradient"),

    greater: binary("greater"),
    greaterEqual: binary("greater-equal"),
    less: binary("less"),
    lessEqual: binary("less-equal"),
    equal: binary("equal"),
    logicalAnd: binary("logical-and"),
    logicalOr: binary("logical-or"),
    logicalNot: unary("logical-not"),
    select: (condition: ValueId, whenTrue: ValueId, whenFalse: ValueId): ValueId =>
      target.emit("select", [condition, whenTrue, whenFalse]),
    toFloat: (x: ValueId): ValueId =>
      target.type(x).dtype === "float32" ? x : target.emit("cast", [x], { dtype: "float32" }),
    toBool: (x: ValueId): ValueId =>
      target.type(x).dtype === "bool" ? x : target.emit("cast", [x], { dtype: "bool" }),

    matmul: (a: ValueId, b: ValueId, transposeA = false, transposeB = false): ValueId =>
      target.emit("matmul", [a, b], { transposeA, transposeB }),
    transpose: (x: ValueId, permutation: readonly number[]): ValueId =>
      target.emit("transpose", [x], { permutation }),
    reshape,
    broadcast,
    tile: (x: ValueId, repeats: readonly number[]): ValueId =>
      target.emit("tile", [x], { repeats }),
    concat: (xs: readonly ValueId[], axis: number): ValueId => target.emit("concat", xs, { axis }),
    slice: (x: ValueId, begin: readonly number[], size: Shape): ValueId =>
      target.emit("slice", [x], { begin, size }),
    pad: (x: ValueId, before: readonly number[], after: readonly number[], value = 0): ValueId =>
      target.emit("pad", [x], { before, after, value }),

    /** 1 where a > b, ½ where they are equal, else 0: a's share of the gradient of max(a, b). */
    shareOfGreater: (a: ValueId, b: ValueId): ValueId => {
      const whenNotGreater = target.emit("select", [
        target.emit("equal", [a, b]),
        scalar(0.5),
        scalar(0),
      ]);
      return target.emit("select", [target.emit("greater", [a, b]), scalar(1), whenNotGreater]);
    },

    sum,
    mean: reduction("mean"),
    max: reduction("max"),
    /** Undoes a broadcast: sums a gradient down to the shape of the operand it belongs to. */
    sumTo: (x: ValueId, shape: Shape): ValueId => {
      const axes = broadcastAxes(shape, shapeOf(x));
      return axes.length === 0 ? reshape(x, shape) : reshape(sum(x, axes, false), shape);
    },
  };
}
