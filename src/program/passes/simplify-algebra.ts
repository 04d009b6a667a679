/**
 * Rules of arithmetic that save operations: neutral elements, signs, and chains of multiplications by plain numbers, which
 * move to the smaller operand. Results may differ from the original in the last bit.
 */
import type { ProgramBuilder } from "../builder.ts";
import { sizeOf } from "../program.ts";
import type { Attributes, Operation, Program, ValueId } from "../program.ts";
import { rewrite } from "../rewrite.ts";
import { at, sameShape } from "../shapes.ts";
import { constantNumber, createProducers } from "./producers.ts";

export function simplifyAlgebra(program: Program): Program {
  let rules: Algebra | undefined;
  return rewrite(program, ({ kind, attributes }, { builder, inputs }) => {
    rules ??= new Algebra(builder);
    return rules.apply(kind, inputs, attributes) ?? builder.emit(kind, inputs, attributes);
  });
}

class Algebra {
  readonly #builder: ProgramBuilder;
  readonly #producer: (value: ValueId) => Operation | undefined;

  constructor(builder: ProgramBuilder) {
    this.#builder = builder;
    this.#producer = createProducers(builder);
  }

  /** The value that stands for the operation, or undefined where no rule fits. */
  apply(kind: string, inputs: readonly ValueId[], attributes: Attributes): ValueId | undefined {
    const [a, b] = inputs;
    if (a === undefined) return undefined;
    if (kind === "sum") return this.#sum(a, attributes);
    if (kind === "negate") return this.#negate(a);
    if (b === undefined) return undefined;
    if (kind === "multiply") return this.#multiply(a, b) ?? this.#multiply(b, a);
    if (kind === "add") return this.#add(a, b) ?? this.#add(b, a);
    if (kind === "subtract") return this.#subtract(a, b);
    return undefined;
  }

  #negate(x: ValueId): ValueId | undefined {
    const { ops } = this.#builder;
    const inner = this.#inputOf("negate", x);
    if (inner !== undefined) return inner;
    const scaled = this.#scaled(x);
    return scaled && ops.scale(scaled.value, -scaled.factor);
  }

  /** Σ −x → −Σ x */
  #sum(x: ValueId, attributes: Attributes): ValueId | undefined {
    const inner = this.#inputOf("negate", x);
    if (inner === undefined) return undefined;
    return this.#builder.ops.negate(this.#builder.emit("sum", [inner], attributes));
  }

  #multiply(x: ValueId, y: ValueId): ValueId | undefined {
    const { ops } = this.#builder;
    const factor = this.#number(y);
    const scaled = this.#scaled(x);
    if (factor === undefined) {
      // (big · number) · small → big · (small · number)
      if (scaled === undefined || !this.#isSmaller(y, x)) return undefined;
      return ops.multiply(scaled.value, ops.scale(y, scaled.factor));
    }
    if (!this.#keepsShape(x, y)) return undefined;
    if (factor === 1) return x;
    if (scaled !== undefined) return ops.scale(scaled.value, scaled.factor * factor);
    const negated = this.#inputOf("negate", x);
    return negated === undefined ? undefined : ops.scale(negated, -factor);
  }

  #add(x: ValueId, y: ValueId): ValueId | undefined {
    if (this.#number(y) === 0 && this.#keepsShape(x, y)) return x;
    const negated = this.#inputOf("negate", y);
    return negated === undefined ? undefined : this.#builder.ops.subtract(x, negated);
  }

  #subtract(x: ValueId, y: ValueId): ValueId | undefined {
    if (this.#number(y) === 0 && this.#keepsShape(x, y)) return x;
    const negated = this.#inputOf("negate", y);
    return negated === undefined ? undefined : this.#builder.ops.add(x, negated);
  }

  #number(value: ValueId): number | undefined {
    return constantNumber(this.#builder, value);
  }

  #inputOf(kind: string, value: ValueId): ValueId | undefined {
    const operation = this.#producer(value);
    return operation?.kind === kind ? operation.inputs[0] : undefined;
  }

  /** x as value · factor. */
  #scaled(x: ValueId): { readonly value: ValueId; readonly factor: number } | undefined {
    const operation = this.#producer(x);
    if (operation?.kind !== "multiply") return undefined;
    const [a, b] = [at(operation.inputs, 0), at(operation.inputs, 1)];
    for (const [value, other] of [
      [a, b],
      [b, a],
    ] as const) {
      const factor = this.#number(other);
      if (factor !== undefined && this.#keepsShape(value, other)) return { value, factor };
    }
    return undefined;
  }

  /** The other operand does not widen x, so that x may stand for the result. */
  #keepsShape(x: ValueId, other: ValueId): boolean {
    const [shape, added] = [this.#builder.type(x).shape, this.#builder.type(other).shape];
    return added.length <= shape.length || sameShape(shape, added);
  }

  #isSmaller(x: ValueId, than: ValueId): boolean {
    return sizeOf(this.#builder.type(x).shape) < sizeOf(this.#builder.type(than).shape);
  }
}
