/** A program under construction. Types are inferred as operations arrive, so a program is well-typed by construction. */
import { createExpressions } from "./expressions.ts";
import type { Expressions, ExpressionTarget } from "./expressions.ts";
import { definitionOf } from "./registry.ts";
import { sizeOf } from "./program.ts";
import type {
  Attributes,
  DType,
  NamedValue,
  Operation,
  Program,
  TensorType,
  ValueId,
} from "./program.ts";
import { at } from "./shapes.ts";
import type { Shape } from "./shapes.ts";

export class ProgramBuilder implements ExpressionTarget {
  readonly ops: Expressions;
  readonly #types: TensorType[] = [];
  readonly #inputs: NamedValue[] = [];
  readonly #constants = new Map<ValueId, Float32Array>();
  readonly #constantByContent = new Map<string, ValueId>();
  readonly #operations: Operation[] = [];

  constructor() {
    this.ops = createExpressions(this);
  }

  get operations(): readonly Operation[] {
    return this.#operations;
  }

  input(name: string, type: TensorType): ValueId {
    const value = this.#declare(type);
    this.#inputs.push({ name, value });
    return value;
  }

  /** A dense constant. Equal constants are one value. */
  constant(values: ArrayLike<number>, shape: Shape, dtype: DType = "float32"): ValueId {
    const data = Float32Array.from(values);
    if (data.length !== sizeOf(shape)) {
      throw new Error(`Expected ${sizeOf(shape)} values, got ${data.length}`);
    }
    const key = `${dtype} ${shape.join(" ")}|${Buffer.from(data.buffer).toString("base64")}`;
    const known = this.#constantByContent.get(key);
    if (known !== undefined) return known;
    const value = this.#declare({ shape: [...shape], dtype });
    this.#constants.set(value, data);
    this.#constantByContent.set(key, value);
    return value;
  }

  emit(kind: string, inputs: readonly ValueId[], attributes: Attributes = {}): ValueId {
    const types = inputs.map((value) => this.type(value));
    let type: TensorType;
    try {
      type = definitionOf(kind).infer(types, attributes);
    } catch (cause) {
      const shapes = types.map(({ shape }) => `[${shape.join(", ")}]`).join(", ");
      throw new Error(`Operation \`${kind}\` of ${shapes} has no meaning`, { cause });
    }
    const output = this.#declare(type);
    this.#operations.push({ kind, inputs: [...inputs], attributes, output });
    return output;
  }

  type(value: ValueId): TensorType {
    return at(this.#types, value);
  }

  /** The dense elements of a constant; undefined for any other value. */
  constantData(value: ValueId): Float32Array | undefined {
    return this.#constants.get(value);
  }

  build(outputs: readonly NamedValue[]): Program {
    return {
      types: [...this.#types],
      inputs: [...this.#inputs],
      constants: new Map(this.#constants),
      operations: [...this.#operations],
      outputs: [...outputs],
    };
  }

  #declare(type: TensorType): ValueId {
    this.#types.push(type);
    return this.#types.length - 1;
  }
}
