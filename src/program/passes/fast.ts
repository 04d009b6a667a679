/**
 * The passes of an executor that pays for every operation, not only for its arithmetic. They keep what a program means, not
 * its last bits; the eager executor and the interpreter run programs without them, which is how they are checked.
 */
import type { Pass } from "../optimise.ts";
import { mergeCommonSubexpressions } from "./common-subexpressions.ts";
import { removeDeadCode } from "./dead-code.ts";
import { foldConstants } from "./fold-constants.ts";
import { fuseBias } from "./fuse-bias.ts";
import { dropBroadcasts } from "./implicit-broadcasts.ts";
import { joinPads } from "./join-pads.ts";
import { simplifyAlgebra } from "./simplify-algebra.ts";
import { stepOfOutput } from "./step-of-output.ts";

const ROUND: readonly Pass[] = [
  foldConstants,
  dropBroadcasts,
  simplifyAlgebra,
  mergeCommonSubexpressions,
  removeDeadCode,
];

export const FAST_PASSES: readonly Pass[] = [
  removeDeadCode,
  joinPads,
  ...ROUND,
  ...ROUND,
  ...ROUND,
  stepOfOutput,
  fuseBias,
  mergeCommonSubexpressions,
  removeDeadCode,
];
