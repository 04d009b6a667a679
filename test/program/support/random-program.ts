/** Random programs for property tests: a few inputs, operations drawn at random, a gradient at the end. */
import { ProgramBuilder } from "../../../src/program/builder.ts";
import { appendGradient } from "../../../src/program/gradient.ts";
import type { Program, ValueId } from "../../../src/program/program.ts";
import { at, sameShape } from "../../../src/program/shapes.ts";
import { seed as brandSeed } from "../../../src/shared/brand.ts";
import { createStream } from "../../../src/shared/random.ts";
import type { RandomStream } from "../../../src/shared/random.ts";

export interface RandomProgram {
  readonly program: Program;
  readonly feeds: Readonly<Record<string, Float64Array>>;
}

/** Smooth or piecewise smooth operations that keep numbers small, so that results can be compared. */
export function randomProgram(seed: number): RandomProgram {
  const stream = createStream(brandSeed(seed), "random-program");
  const builder = new ProgramBuilder();
  const shapes = [[2, 3], [3], [], [2, 1]];
  const values = shapes.map((shape, i) => builder.input(`x${i}`, { shape, dtype: "float32" }));
  const feeds = Object.fromEntries(
    values.map((value, i) => [
      `x${i}`,
      new Float64Array(count(builder, value)).map(() => stream.normal()),
    ]),
  );
  const xs = [...values];
  values.push(builder.ops.scalar(0.5), builder.constant([0.25, -1, 2], [3]));
  for (let i = 0; i < 25; i++) values.push(randomOperation(builder, values, stream));
  const last = values.slice(-3);
  const loss = last
    .map((value) => builder.ops.sum(value, axesOf(builder, value), false))
    .reduce((sum, term) => builder.ops.add(sum, term));
  const gradients = appendGradient(builder, loss, xs);
  const outputs = [loss, ...last, ...gradients].map((value, i) => ({ name: `y${i}`, value }));
  return { program: builder.build(outputs), feeds };
}

function randomOperation(
  builder: ProgramBuilder,
  values: readonly ValueId[],
  stream: RandomStream,
): ValueId {
  const { ops } = builder;
  const pick = (): ValueId => at(values, stream.integer(values.length));
  const [a, b] = [pick(), pick()];
  const shape = ops.shapeOf(a);
  const choices: readonly (() => ValueId)[] = [
    () => ops.add(a, b),
    () => ops.subtract(a, b),
    () => ops.multiply(ops.tanh(a), ops.sigmoid(b)),
    () => ops.maximum(a, b),
    () => ops.select(ops.greater(a, b), a, b),
    () => ops.tanh(a),
    () => ops.leakyRelu(a, 0.2),
    () => ops.scale(a, 0.5),
    () => ops.negate(a),
    () => ops.stopGradient(ops.softplus(a)),
    () => ops.mean(a, axesOf(builder, a).slice(-1), true),
    () => ops.sum(a, axesOf(builder, a).slice(0, 1), false),
    () => ops.reshape(a, [...shape].reverse()),
    () => ops.transpose(a, axesOf(builder, a).reverse()),
    () => (shape.length === 2 ? ops.tanh(ops.matmul(a, a, true, false)) : ops.square(ops.tanh(a))),
    () => ops.broadcast(a, sameShape(shape, [3]) ? [2, 3] : shape),
    () => ops.add(ops.scalar(2), ops.scale(ops.scalar(0.1), 3)),
  ];
  try {
    return at(choices, stream.integer(choices.length))();
  } catch {
    return ops.tanh(a); // These two do not broadcast.
  }
}

const axesOf = (builder: ProgramBuilder, value: ValueId): number[] =>
  builder.type(value).shape.map((_, axis) => axis);

const count = (builder: ProgramBuilder, value: ValueId): number =>
  builder.type(value).shape.reduce((product, size) => product * size, 1);
