/** Every operation there is. Adding one is adding its file and one line here. */
import type { OperationDefinition } from "./operation.ts";
import { abs } from "./ops/abs.ts";
import { add } from "./ops/add.ts";
import { averagePool } from "./ops/average-pool.ts";
import { averagePoolGradient } from "./ops/average-pool-gradient.ts";
import { broadcast } from "./ops/broadcast.ts";
import { cast } from "./ops/cast.ts";
import { clip } from "./ops/clip.ts";
import { concat } from "./ops/concat.ts";
import { conv2d } from "./ops/conv2d.ts";
import { conv2dFilterGradient } from "./ops/conv2d-filter-gradient.ts";
import { conv2dInputGradient } from "./ops/conv2d-input-gradient.ts";
import { divide } from "./ops/divide.ts";
import { elu } from "./ops/elu.ts";
import { equal } from "./ops/equal.ts";
import { exp } from "./ops/exp.ts";
import { expm1 } from "./ops/expm1.ts";
import { greater } from "./ops/greater.ts";
import { greaterEqual } from "./ops/greater-equal.ts";
import { leakyRelu } from "./ops/leaky-relu.ts";
import { less } from "./ops/less.ts";
import { lessEqual } from "./ops/less-equal.ts";
import { log } from "./ops/log.ts";
import { log1p } from "./ops/log1p.ts";
import { logicalAnd } from "./ops/logical-and.ts";
import { logicalNot } from "./ops/logical-not.ts";
import { logicalOr } from "./ops/logical-or.ts";
import { matmul } from "./ops/matmul.ts";
import { max } from "./ops/max.ts";
import { maxPool } from "./ops/max-pool.ts";
import { maxPoolGradient } from "./ops/max-pool-gradient.ts";
import { maxPoolSelect } from "./ops/max-pool-select.ts";
import { maximum } from "./ops/maximum.ts";
import { mean } from "./ops/mean.ts";
import { minimum } from "./ops/minimum.ts";
import { multiply } from "./ops/multiply.ts";
import { negate } from "./ops/negate.ts";
import { pad } from "./ops/pad.ts";
import { power } from "./ops/power.ts";
import { reciprocal } from "./ops/reciprocal.ts";
import { relu } from "./ops/relu.ts";
import { reshape } from "./ops/reshape.ts";
import { resizeBilinear } from "./ops/resize-bilinear.ts";
import { resizeBilinearGradient } from "./ops/resize-bilinear-gradient.ts";
import { resizeNearest } from "./ops/resize-nearest.ts";
import { resizeNearestGradient } from "./ops/resize-nearest-gradient.ts";
import { rsqrt } from "./ops/rsqrt.ts";
import { select } from "./ops/select.ts";
import { selu } from "./ops/selu.ts";
import { sigmoid } from "./ops/sigmoid.ts";
import { sign } from "./ops/sign.ts";
import { slice } from "./ops/slice.ts";
import { softplus } from "./ops/softplus.ts";
import { sqrt } from "./ops/sqrt.ts";
import { square } from "./ops/square.ts";
import { step } from "./ops/step.ts";
import { stopGradient } from "./ops/stop-gradient.ts";
import { subtract } from "./ops/subtract.ts";
import { sum } from "./ops/sum.ts";
import { tanh } from "./ops/tanh.ts";
import { tile } from "./ops/tile.ts";
import { transpose } from "./ops/transpose.ts";

export const OPERATIONS: readonly OperationDefinition[] = [
  abs,
  add,
  averagePool,
  averagePoolGradient,
  broadcast,
  cast,
  clip,
  concat,
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  divide,
  elu,
  equal,
  exp,
  expm1,
  greater,
  greaterEqual,
  leakyRelu,
  less,
  lessEqual,
  log,
  log1p,
  logicalAnd,
  logicalNot,
  logicalOr,
  matmul,
  max,
  maxPool,
  maxPoolGradient,
  maxPoolSelect,
  maximum,
  mean,
  minimum,
  multiply,
  negate,
  pad,
  power,
  reciprocal,
  relu,
  reshape,
  resizeBilinear,
  resizeBilinearGradient,
  resizeNearest,
  resizeNearestGradient,
  rsqrt,
  select,
  selu,
  sigmoid,
  sign,
  slice,
  softplus,
  sqrt,
  square,
  step,
  stopGradient,
  subtract,
  sum,
  tanh,
  tile,
  transpose,
];

const byKind = new Map(OPERATIONS.map((definition) => [definition.kind, definition]));

/** The definition of an operation. @throws if there is none of that kind. */
export function definitionOf(kind: string): OperationDefinition {
  const definition = byKind.get(kind);
  if (definition === undefined) throw new Error(`There is no operation \`${kind}\``);
  return definition;
}
