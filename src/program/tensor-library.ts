/** The tensor language everything is written in, as types only: importing this file loads nothing. */

/** What gan/ files take as their first parameter, `tf`. */
export type TensorLibrary = typeof import("@tensorflow/tfjs-core");

export type { Scalar, Tensor, Tensor1D, Tensor2D, TensorInfo } from "@tensorflow/tfjs-core";
