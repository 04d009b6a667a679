/** Runs passes over a program. A pass keeps the program's inputs and outputs and what they mean. */
import { moveChannelsFirst } from "./passes/channels-first.ts";
import { mergeCommonSubexpressions } from "./passes/common-subexpressions.ts";
import { removeDeadCode } from "./passes/dead-code.ts";
import { foldConstants } from "./passes/fold-constants.ts";
import type { Program } from "./program.ts";

export type Pass = (program: Program) => Program;

export const STANDARD_PASSES: readonly Pass[] = [
  removeDeadCode,
  foldConstants,
  mergeCommonSubexpressions,
  removeDeadCode,
];

/**
 * What an executor runs behind its other passes if its convolutions are fastest on NCHW images. ONNX Runtime's CPU kernels
 * are not: they multiply gathered patches of NHWC images faster (families/convolution-gemm.ts).
 */
export const CHANNELS_FIRST_PASSES: readonly Pass[] = [
  moveChannelsFirst,
  mergeCommonSubexpressions,
  removeDeadCode,
];

export function optimise(program: Program, passes: readonly Pass[] = STANDARD_PASSES): Program {
  return passes.reduce((current, pass) => pass(current), program);
}
