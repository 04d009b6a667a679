/**
 * Moves images from NHWC, in which networks are written, to NCHW, which ONNX computes in, so that no transposition remains
 * between convolutions: element-wise operations, biases and the sums of a batch normalisation move along. What is left are
 * transpositions where images become something else (a dense layer's features) or are an input or an output.
 */
import {
  imageShape,
  imageSizes,
  keepsOrder,
  permuted,
  TO_CHANNELS_FIRST,
  TO_CHANNELS_LAST,
} from "../families/image.ts";
import type { Attributes, Operation, Program, ValueId } from "../program.ts";
import { definitionOf } from "../registry.ts";
import { rewrite } from "../rewrite.ts";
import type { RewriteContext } from "../rewrite.ts";
import { at, reducedShape } from "../shapes.ts";
import { findImages, isImageOperation } from "./find-images.ts";

export function moveChannelsFirst(program: Program): Program {
  if (!program.operations.some(isImageOperation)) return program;
  const images = findImages(program);
  /** New value in NHWC → the same in NCHW. The former disappears as dead code where nobody wants it. */
  const channelsFirst = new Map<ValueId, ValueId>();
  return rewrite(program, (operation, context) => {
    const mover = new Mover(context, channelsFirst);
    const involved = [operation.output, ...operation.inputs].some((value) => images.has(value));
    const rankOf = (value: ValueId): number => at(program.types, value).shape.length;
    const ranks = { inputs: operation.inputs.map(rankOf), output: rankOf(operation.output) };
    return (involved ? mover.move(operation, ranks) : null) ?? mover.keep(operation);
  });
}

interface Ranks {
  readonly inputs: readonly number[];
  readonly output: number;
}

class Mover {
  readonly #context: RewriteContext;
  readonly #channelsFirst: Map<ValueId, ValueId>;

  constructor(context: RewriteContext, channelsFirst: Map<ValueId, ValueId>) {
    this.#context = context;
    this.#channelsFirst = channelsFirst;
  }

  keep({ kind, attributes }: Operation): ValueId {
    return this.#context.builder.emit(kind, this.#context.inputs, attributes);
  }

  /** The operation on NCHW images, or null where it does not work on images as such (a reshape, say). */
  move(operation: Operation, ranks: Ranks): ValueId | null {
    const { kind, attributes } = operation;
    if (isImageOperation(operation)) return this.#imageOperation(operation);
    const axes = attributes["axes"];
    if (typeof axes === "object") {
      return ranks.inputs[0] === 4 ? this.#reduction(kind, axes, attributes) : null;
    }
    if (ranks.output !== 4) return null;
    if (definitionOf(kind).elementwise === true) return this.#elementwise(operation);
    const moved = movedAttributes(kind, attributes);
    return moved === null ? null : this.#elementwise({ ...operation, attributes: moved });
  }

  #imageOperation({ kind, attributes }: Operation): ValueId {
    const { builder, inputs } = this.#context;
    const operands = inputs.map((input, index) =>
      takesFilter(kind, index) ? input : this.#first(input),
    );
    const moved = { ...attributes, layout: "NCHW", ...movedShapes(attributes) };
    const output = builder.emit(kind, operands, moved);
    return kind === "conv2d-filter-gradient" ? output : this.#last(output);
  }

  #elementwise({ kind, attributes }: Operation): ValueId {
    const { builder, inputs } = this.#context;
    const operands = inputs.map((input) => this.#first(input));
    return this.#last(builder.emit(kind, operands, attributes));
  }

  #reduction(kind: string, axes: readonly number[], attributes: Attributes): ValueId {
    const { builder, inputs } = this.#context;
    const input = at(inputs, 0);
    const moved = axes.map((axis) => TO_CHANNELS_FIRST.findIndex((from) => from === axis));
    const sorted = moved.toSorted((a, b) => a - b);
    const kept = builder.emit(kind, [this.#first(input)], { axes: sorted, keepDims: true });
    const last = this.#last(kept);
    if (attributes["keepDims"] === true) return last;
    return builder.ops.reshape(last, reducedShape(builder.type(input).shape, axes, false));
  }

  /** The NCHW form of a value: of images, or of an operand that broadcasts to them. */
  #first(value: ValueId): ValueId {
    const known = this.#channelsFirst.get(value);
    if (known !== undefined) return known;
    const { ops } = this.#context.builder;
    const shape = ops.shapeOf(value);
    if (shape.length === 0) return value;
    const whole = ops.reshape(value, [...new Array<number>(4 - shape.length).fill(1), ...shape]);
    const first = this.#transpose(whole, TO_CHANNELS_FIRST);
    this.#channelsFirst.set(value, first);
    return first;
  }

  /** The NHWC form of new NCHW images, by which the rest of the program knows them. */
  #last(first: ValueId): ValueId {
    const last = this.#transpose(first, TO_CHANNELS_LAST);
    this.#channelsFirst.set(last, first);
    return last;
  }

  #transpose(value: ValueId, permutation: readonly number[]): ValueId {
    const { ops } = this.#context.builder;
    const shape = ops.shapeOf(value);
    return keepsOrder(shape, permutation)
      ? ops.reshape(value, permuted(shape, permutation))
      : ops.transpose(value, permutation);
  }
}

const takesFilter = (kind: string, index: number): boolean =>
  index === 1 && (kind === "conv2d" || kind === "conv2d-input-gradient");

/** Attributes of an image operation that are themselves shapes of images. */
function movedShapes(attributes: Attributes): Attributes {
  return Object.fromEntries(
    ["shape", "input"].flatMap((name) => {
      const shape = attributes[name];
      if (typeof shape !== "object") return [];
      return [[name, imageShape(imageSizes(shape, "NHWC"), "NCHW")] as const];
    }),
  );
}

/** Attributes, one number for each axis, of an operation that treats every axis alike; null for other operations. */
function movedAttributes(kind: string, attributes: Attributes): Attributes | null {
  if (kind === "concat") {
    const axis = TO_CHANNELS_FIRST.findIndex((from) => from === attributes["axis"]);
    return { axis };
  }
  const perAxis = PER_AXIS[kind];
  if (perAxis === undefined) return null;
  const moved = perAxis.map((name) => {
    const list = attributes[name];
    return [name, typeof list === "object" ? permuted(list, TO_CHANNELS_FIRST) : []] as const;
  });
  return { ...attributes, ...Object.fromEntries(moved) };
}

const PER_AXIS: Readonly<Record<string, readonly string[]>> = {
  broadcast: ["shape"],
  pad: ["before", "after"],
  slice: ["begin", "size"],
  tile: ["repeats"],
};
