/**
 * Element-wise operations broadcast their operands themselves: operands lose a broadcast, or a reshape that only puts
 * axes of size 1 in front, wherever the result has the same shape without it.
 */
import type { ProgramBuilder } from "../builder.ts";
import type { Operation, Program, ValueId } from "../program.ts";
import { rewrite } from "../rewrite.ts";
import { broadcastShapes, sameShape } from "../shapes.ts";
import type { Shape } from "../shapes.ts";
import { constantNumber, createProducers } from "./producers.ts";

/** Operations of two or three operands that broadcast against each other. */
export const BROADCASTING: ReadonlySet<string> = new Set([
  ...["add", "subtract", "multiply", "divide", "maximum", "minimum", "power", "select"],
  ...["greater", "greater-equal", "less", "less-equal", "equal", "logical-and", "logical-or"],
]);

const UNARY: ReadonlySet<string> = new Set([
  "negate",
  "square",
  "sqrt",
  "rsqrt",
  "reciprocal",
  "abs",
]);

export function dropBroadcasts(program: Program): Program {
  let state: Rules | undefined;
  return rewrite(program, ({ kind, attributes }, { builder, inputs }) => {
    state ??= new Rules(builder);
    if (!BROADCASTING.has(kind) && !UNARY.has(kind)) return builder.emit(kind, inputs, attributes);
    const lifted = state.liftReshape(inputs);
    if (lifted !== undefined) {
      const shape = state.commonShape(inputs);
      return builder.ops.reshape(builder.emit(kind, lifted, attributes), shape);
    }
    return builder.emit(kind, state.bare(inputs), attributes);
  });
}

class Rules {
  readonly #builder: ProgramBuilder;
  readonly #producer: (value: ValueId) => Operation | undefined;

  constructor(builder: ProgramBuilder) {
    this.#builder = builder;
    this.#producer = createProducers(builder);
  }

  commonShape(values: readonly ValueId[]): Shape {
    return values.map((value) => this.#shape(value)).reduce(broadcastShapes);
  }

  /** The operands, each without what the others make up for. */
  bare(operands: readonly ValueId[]): ValueId[] {
    const shape = this.commonShape(operands);
    const current = [...operands];
    for (let i = 0; i < current.length; i++) {
      for (;;) {
        const smaller = this.#smaller(current[i] ?? 0);
        if (smaller === undefined) break;
        const candidate = current.with(i, smaller);
        if (!sameShape(this.commonShape(candidate), shape)) break;
        current[i] = smaller;
      }
    }
    return current;
  }

  /** [reshape(x), scalar] as [x, scalar], so that the reshape can follow the operation. */
  liftReshape(operands: readonly ValueId[]): ValueId[] | undefined {
    const lifted = operands.map((value) => this.#withoutLeadingOnes(value));
    const whole = lifted.filter((value) => value !== undefined);
    const others = operands.filter((_, i) => lifted[i] === undefined);
    if (whole.length !== 1 || others.some((value) => this.#shape(value).length > 0))
      return undefined;
    return operands.map((value, i) => lifted[i] ?? value);
  }

  #shape(value: ValueId): Shape {
    return this.#builder.type(value).shape;
  }

  #smaller(value: ValueId): ValueId | undefined {
    const { shape, dtype } = this.#builder.type(value);
    const number = constantNumber(this.#builder, value);
    if (number !== undefined && shape.length > 0)
      return this.#builder.constant([number], [], dtype);
    const operation = this.#producer(value);
    return operation?.kind === "broadcast" ? operation.inputs[0] : this.#withoutLeadingOnes(value);
  }

  #withoutLeadingOnes(value: ValueId): ValueId | undefined {
    const operation = this.#producer(value);
    const source = operation?.kind === "reshape" ? operation.inputs[0] : undefined;
    if (source === undefined) return undefined;
    const [long, short] = [this.#shape(value), this.#shape(source)];
    const added = long.length - short.length;
    const isPadded = added > 0 && sameShape(long.slice(added), short);
    return isPadded && long.slice(0, added).every((size) => size === 1) ? source : undefined;
  }
}
