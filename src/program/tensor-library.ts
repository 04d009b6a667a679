/** The tensor language everything is written in, as types only: importing this file loads nothing. */

import type * as tfjs from "@tensorflow/tfjs-core";

/** What gan/ files take as their first parameter, `tf`. */
export type TensorLibrary = typeof tfjs;

export type {
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor4D,
  TensorInfo,
} from "@tensorflow/tfjs-core";
