/**
 * The passes of programs for ONNX Runtime's WebGPU provider: few operations, because each is a dispatch; images as NCHW; and
 * no operation that the provider hands back to the processor or takes and then refuses.
 */
import type { PoolAttributes } from "../../program/families/pooling.ts";
import { CHANNELS_FIRST_PASSES } from "../../program/optimise.ts";
import type { Pass } from "../../program/optimise.ts";
import { mergeCommonSubexpressions } from "../../program/passes/common-subexpressions.ts";
import { removeDeadCode } from "../../program/passes/dead-code.ts";
import { FAST_PASSES } from "../../program/passes/fast.ts";
import type { Attributes, Program } from "../../program/program.ts";
import { rewrite } from "../../program/rewrite.ts";
import { sizeOf } from "../../program/program.ts";
import { at } from "../../program/shapes.ts";
import type { Shape } from "../../program/shapes.ts";
import { selectAtMaxima, spreadToMaxima } from "./max-pool-taps.ts";

/**
 * Spells out what the provider does not have, and what it computes slowly as one operation: small filters' gradients are
 * taken by sample, because each number of a result is summed by one thread; sums over a batch and its positions are taken
 * in two steps, because only the last axes are summed without a transposed copy. Runs behind the passes that make every
 * image NCHW.
 */
export function spellOut(program: Program): Program {
  return rewrite(program, ({ kind, attributes, output }, { builder, inputs }) => {
    const { ops } = builder;
    const [first, second] = [at(inputs, 0), inputs[1] ?? at(inputs, 0)];
    switch (kind) {
      case "selu":
        return ops.scale(ops.elu(first, SELU.alpha), SELU.scale);
      case "sign":
        return ops.subtract(ops.step(first), ops.step(ops.negate(first)));
      case "logical-or":
        return ops.logicalNot(ops.logicalAnd(ops.logicalNot(first), ops.logicalNot(second)));
      case "max-pool-gradient":
        return spreadToMaxima(ops, [first, second], poolAttributes(attributes));
      case "max-pool-select":
        return selectAtMaxima(ops, [first, second], poolAttributes(attributes));
      case "conv2d-filter-gradient": {
        const bySample = isSmall(at(program.types, output).shape, ops.shapeOf(second));
        return builder.emit(kind, inputs, bySample ? { ...attributes, bySample } : attributes);
      }
      case "sum":
      case "mean": {
        if (!isOfChannels(attributes, ops.shapeOf(first))) break;
        const sums = builder.emit(kind, inputs, { axes: [2, 3], keepDims: true });
        return builder.emit(kind, [sums], { ...attributes, axes: [0] });
      }
      default:
        break;
    }
    return builder.emit(kind, inputs, attributes);
  });
}

/** A sum for each channel of images [n, c, height, width], kept as [1, c, 1, 1]. */
const isOfChannels = ({ axes, keepDims }: Attributes, shape: Shape): boolean =>
  shape.length === 4 && keepDims === true && typeof axes === "object" && axes.join() === "0,2,3";

/** A filter of few numbers, each a sum over many positions of many images [n, o, oh, ow]. */
const isSmall = (filter: Shape, dy: Shape): boolean =>
  sizeOf(filter) <= 8192 && sizeOf(dy) / at(dy, 1) >= 4096;

export const DEVICE_PASSES: readonly Pass[] = [
  ...FAST_PASSES,
  ...CHANNELS_FIRST_PASSES,
  spellOut,
  mergeCommonSubexpressions,
  removeDeadCode,
];

/** Klambauer et al., Self-Normalizing Neural Networks, arXiv:1706.02515. */
const SELU = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };

function poolAttributes({ window, strides, padding, layout }: Attributes): PoolAttributes {
  if (layout !== "NCHW") throw new Error("Expected images as NCHW");
  return { window: listOf(window), strides: listOf(strides), padding: listOf(padding), layout };
}

function listOf(value: Attributes[string] | undefined): readonly number[] {
  if (typeof value !== "object") throw new Error("Expected a list of numbers");
  return value;
}
