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
  moveChannelsFirst,
  mergeCommonSubexpressions,
  removeDeadCode,
];

export function optimise(program: Program, passes: readonly Pass[] = STANDARD_PASSES): Program {
  return passes.reduce((current, pass) => pass(current), program);
}
