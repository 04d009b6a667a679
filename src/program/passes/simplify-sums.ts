/**
 * Sums that are known without summing: of what is summed elsewhere already, times factors that do not vary along the
 * summed axes, and of values less their mean, which is zero. A normalisation's gradient is full of them.
 */
import type { ProgramBuilder } from "../builder.ts";
import type { Attributes, Operation, Program, ValueId } from "../program.ts";
import { rewrite } from "../rewrite.ts";
import { at, reducedShape, sameShape } from "../shapes.ts";
import type { Shape } from "../shapes.ts";
import { createProducers } from "./producers.ts";

export function simplifySums(program: Program): Program {
  let rules: Sums | undefined;
  return rewrite(program, ({ kind, attributes }, { builder, inputs }) => {
    rules ??= new Sums(builder);
    const known = kind === "sum" ? rules.known(at(inputs, 0), attributes) : undefined;
    const value = known ?? builder.emit(kind, inputs, attributes);
    if (kind === "sum") rules.remember(at(inputs, 0), attributes, value);
    return value;
  });
}

/** A sum over `axes`, without those axes: a value, or plainly zero. */
type Known = ValueId | "zero";

class Sums {
  readonly #builder: ProgramBuilder;
  readonly #producer: (value: ValueId) => Operation | undefined;
  readonly #sums = new Map<string, ValueId>();

  constructor(builder: ProgramBuilder) {
    this.#builder = builder;
    this.#producer = createProducers(builder);
  }

  remember(x: ValueId, { axes, keepDims }: Attributes, sum: ValueId): void {
    const list = numbers(axes);
    const shape = reducedShape(this.#shape(x), list, false);
    if (keepDims === false) this.#sums.set(`${x} ${list.join()}`, sum);
    else if (sameShape(this.#shape(sum), shape)) this.#sums.set(`${x} ${list.join()}`, sum);
  }

  known(x: ValueId, { axes, keepDims }: Attributes): ValueId | undefined {
    const list = numbers(axes);
    if (list.length === 0) return undefined;
    const found = this.#decompose(x, list);
    if (found === undefined) return undefined;
    const shape = reducedShape(this.#shape(x), list, keepDims === true);
    const { ops } = this.#builder;
    return found === "zero" ? ops.fill(0, shape) : ops.reshape(found, shape);
  }

  #decompose(x: ValueId, axes: readonly number[]): Known | undefined {
    const sum = this.#sums.get(`${x} ${axes.join()}`);
    if (sum !== undefined) return sum;
    const operation = this.#producer(x);
    if (operation === undefined) return undefined;
    const [a, b] = operation.inputs;
    if (a === undefined) return undefined;
    if (operation.kind === "negate") return this.#negated(this.#decompose(a, axes));
    if (b === undefined) return undefined;
    if (operation.kind === "multiply")
      return this.#scaled(x, a, b, axes) ?? this.#scaled(x, b, a, axes);
    if (operation.kind === "subtract" && this.#isCentred(a, b, axes)) return "zero";
    if (operation.kind === "add" || operation.kind === "subtract")
      return this.#joined(operation.kind, x, [a, b], axes);
    return undefined;
  }

  #joined(
    kind: "add" | "subtract",
    x: ValueId,
    parts: readonly [ValueId, ValueId],
    axes: readonly number[],
  ): Known | undefined {
    if (parts.some((part) => !sameShape(this.#shape(part), this.#shape(x)))) return undefined;
    const [a, b] = [this.#decompose(parts[0], axes), this.#decompose(parts[1], axes)];
    if (a === undefined || b === undefined) return undefined;
    if (b === "zero") return a;
    if (a === "zero") return kind === "add" ? b : this.#negated(b);
    return this.#builder.ops.emit(kind, [a, b]);
  }

  #negated(sum: Known | undefined): Known | undefined {
    return sum === undefined || sum === "zero" ? sum : this.#builder.ops.negate(sum);
  }

  /** Σ a·factor = factor·Σ a, where the factor is the same all along the axes. */
  #scaled(x: ValueId, a: ValueId, factor: ValueId, axes: readonly number[]): Known | undefined {
    const [shape, narrow] = [this.#shape(x), this.#shape(factor)];
    if (!sameShape(this.#shape(a), shape)) return undefined;
    const offset = shape.length - narrow.length;
    if (axes.some((axis) => axis >= offset && narrow[axis - offset] !== 1)) return undefined;
    const sum = this.#decompose(a, axes);
    if (sum === undefined || sum === "zero") return sum;
    const { ops } = this.#builder;
    const kept = reducedShape([...new Array<number>(offset).fill(1), ...narrow], axes, false);
    return ops.multiply(sum, narrow.length === 0 ? factor : ops.reshape(factor, kept));
  }

  /** a − mean(a) over the very axes. */
  #isCentred(a: ValueId, mean: ValueId, axes: readonly number[]): boolean {
    let operation = this.#producer(mean);
    if (operation?.kind === "reshape") operation = this.#producer(at(operation.inputs, 0));
    return (
      operation?.kind === "mean" &&
      operation.inputs[0] === a &&
      numbers(operation.attributes["axes"]).join() === axes.join()
    );
  }

  #shape(value: ValueId): Shape {
    return this.#builder.type(value).shape;
  }
}

const numbers = (list: Attributes[string] | undefined): readonly number[] =>
  typeof list === "object" ? list : [];
