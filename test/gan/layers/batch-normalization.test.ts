import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { batchNormalization } from "../../../src/gan/layers/batch-normalization.ts";
import type { LayerMode } from "../../../src/gan/layers/layer.ts";
import { evaluate } from "../../../src/program/interpreter.ts";
import type { Tensor } from "../../../src/program/tensor-library.ts";
import { trace } from "../../../src/program/trace.ts";
import { largestError, output } from "../feeds.ts";

interface Moments {
  readonly mean: number[];
  readonly variance: number[];
}

interface Fixture {
  readonly shape: number[];
  readonly momentum: number;
  readonly epsilon: number;
  readonly gamma: number[];
  readonly beta: number[];
  readonly first: number[];
  readonly x: number[];
  readonly weights: number[];
  readonly movedOnce: Moments;
  readonly training: number[];
  readonly movedTwice: Moments;
  readonly dx: number[];
  readonly dgamma: number[];
  readonly dbeta: number[];
  readonly inference: number[];
}

// Written by make_keras_fixtures.py beside it.
const keras = JSON.parse(
  readFileSync(new URL("../../fixtures/gan/batch-normalization.json", import.meta.url), "utf8"),
) as Readonly<Record<"dense" | "image", Fixture>>;

describe.each(["dense", "image"] as const)("batch-normalization of a %s batch", (kind) => {
  const fixture = keras[kind];
  const start = { mean: fixture.gamma.map(() => 0), variance: fixture.gamma.map(() => 1) };

  test("moves its statistics as Keras does", () => {
    const first = apply(fixture, "training", fixture.first, start);
    expect(largestError(output(first, "moving-mean"), fixture.movedOnce.mean)).toBeLessThan(1e-13);
    expect(largestError(output(first, "moving-variance"), fixture.movedOnce.variance)).toBeLessThan(
      1e-13,
    );
    const second = apply(fixture, "training", fixture.x, fixture.movedOnce);
    expect(largestError(output(second, "moving-mean"), fixture.movedTwice.mean)).toBeLessThan(
      1e-13,
    );
    expect(
      largestError(output(second, "moving-variance"), fixture.movedTwice.variance),
    ).toBeLessThan(1e-13);
  });

  test("gives Keras's outputs in training and in inference mode", () => {
    const training = apply(fixture, "training", fixture.x, start);
    expect(largestError(output(training, "y"), fixture.training)).toBeLessThan(1e-13);
    const inference = apply(fixture, "inference", fixture.x, fixture.movedTwice);
    expect(largestError(output(inference, "y"), fixture.inference)).toBeLessThan(1e-13);
  });

  test("gives Keras's gradients", () => {
    const outputs = apply(fixture, "training", fixture.x, start);
    for (const name of ["dx", "dgamma", "dbeta"] as const)
      expect(largestError(output(outputs, name), fixture[name]), name).toBeLessThan(1e-12);
  });
});

function apply(
  { shape, momentum, epsilon, gamma, beta, weights }: Fixture,
  mode: LayerMode,
  x: number[],
  moving: Moments,
): Record<string, Float64Array> {
  const feature = [shape.at(-1) ?? NaN];
  const variables = { gamma, beta, "moving-mean": moving.mean, "moving-variance": moving.variance };
  const shapes: Record<string, readonly number[]> = { x: shape, weights: shape };
  for (const name of Object.keys(variables)) shapes[name] = feature;
  const spec = { kind: "batch-normalization", momentum, epsilon } as const;
  const program = trace(shapes, (inputs, { tf, gradient }) => {
    const read = (name: string): Tensor => {
      const tensor = inputs[name];
      if (tensor === undefined) throw new Error(`No input ${name}`);
      return tensor;
    };
    const moved: Record<string, Tensor> = {};
    const y = batchNormalization.apply(tf, spec, read("x"), {
      mode,
      variable: read,
      mask: read,
      moveStatistic: (name, next) => (moved[name] = next),
    });
    const wanted = gradient(tf.mul(y, read("weights")), [read("x"), read("gamma"), read("beta")]);
    const [dx, dgamma, dbeta] = wanted;
    return { y, ...moved, ...(dx && dgamma && dbeta ? { dx, dgamma, dbeta } : {}) };
  });
  const feeds = { x, weights, ...variables };
  return evaluate(
    program,
    Object.fromEntries(
      Object.entries(feeds).map(([name, data]) => [name, Float64Array.from(data)]),
    ),
  );
}
