/** First values of variables: each from a random stream of its own, so no variable's numbers depend on another. */
import type { InitializerSpec } from "../config/spec.ts";
import { sizeOf } from "../program/program.ts";
import type { Seed } from "../shared/brand.ts";
import { createStream, fillNormal, fillUniform } from "../shared/random.ts";
import type { RandomStream } from "../shared/random.ts";
import { orthogonalMatrix } from "./initializers/orthogonal.ts";
import { fillTruncatedNormal, TRUNCATED_DEVIATION } from "./initializers/truncated-normal.ts";
import type { VariableDeclaration } from "./step-plan.ts";

/** A pure function of the seed and each variable's name, shape and initializer. */
export function initializeVariables(
  variables: readonly VariableDeclaration[],
  seed: Seed,
): ReadonlyMap<string, Float32Array> {
  return new Map(
    variables.map(({ name, shape, initializer, initializedAs = name }) => {
      const values = new Float32Array(sizeOf(shape));
      fill(values, shape, initializer, createStream(seed, `initialize/${initializedAs}`));
      return [name, values];
    }),
  );
}

function fill(
  out: Float32Array,
  shape: readonly number[],
  initializer: InitializerSpec,
  stream: RandomStream,
): void {
  const { fanIn, fanOut } = fans(shape);
  switch (initializer.kind) {
    case "zeros":
      return;
    case "ones":
      out.fill(1);
      return;
    case "normal": {
      const { mean, standardDeviation } = initializer;
      fillNormal(stream, out);
      out.forEach((value, i) => (out[i] = mean + standardDeviation * value));
      return;
    }
    case "truncated-normal":
      fillTruncatedNormal(stream, out, initializer.mean, initializer.standardDeviation);
      return;
    case "glorot-uniform":
      fillUniformOfVariance(stream, out, 2 / (fanIn + fanOut));
      return;
    case "glorot-normal":
      fillNormalOfVariance(stream, out, 2 / (fanIn + fanOut));
      return;
    case "he-uniform":
      fillUniformOfVariance(stream, out, 2 / fanIn);
      return;
    case "he-normal":
      fillNormalOfVariance(stream, out, 2 / fanIn);
      return;
    case "orthogonal": {
      const columns = shape.at(-1) ?? 1;
      out.set(orthogonalMatrix(stream, out.length / columns, columns));
      out.forEach((value, i) => (out[i] = initializer.gain * value));
      return;
    }
    default:
      initializer satisfies never;
  }
}

/**
 * Inputs and outputs of one unit, as Keras counts them: the last two dimensions, each times the size of the window
 * before them.
 */
function fans(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2) return { fanIn: shape[0] ?? 1, fanOut: shape[0] ?? 1 };
  const window = sizeOf(shape.slice(0, -2));
  return { fanIn: window * (shape.at(-2) ?? 1), fanOut: window * (shape.at(-1) ?? 1) };
}

function fillUniformOfVariance(stream: RandomStream, out: Float32Array, variance: number): void {
  const limit = Math.sqrt(3 * variance);
  fillUniform(stream, out, -limit, limit);
}

/** Truncated at two standard deviations of the untruncated normal, whose deviation is widened to make up for it. */
function fillNormalOfVariance(stream: RandomStream, out: Float32Array, variance: number): void {
  fillTruncatedNormal(stream, out, 0, Math.sqrt(variance) / TRUNCATED_DEVIATION);
}
