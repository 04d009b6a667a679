/** ml-matrix, loaded when first needed: the command line loads the registry of metrics, and never asks for an eigenvalue. */
import { createRequire } from "node:module";

import type * as MatrixLibrary from "ml-matrix";

export function matrixLibrary(): typeof MatrixLibrary {
  library ??= createRequire(import.meta.url)("ml-matrix") as typeof MatrixLibrary;
  return library;
}

let library: typeof MatrixLibrary | undefined;
