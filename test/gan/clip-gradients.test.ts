import { describe, expect, test } from "vitest";

import type { GradientClipSpec } from "../../src/config/spec.ts";
import { clipGradients } from "../../src/gan/clip-gradients.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { compute } from "./compute.ts";
import { output, randomFeeds } from "./feeds.ts";
import { ADAM, cell, COMMON } from "./specs.ts";

/** The clipped gradients [3] and [0, 4], one after the other: their norm is 5. */
const clipped = (clip: GradientClipSpec, scale = 1): number[] =>
  compute(
    {
      a: { shape: [1], data: [3 * scale] },
      b: { shape: [2], data: [0, -4 * scale] },
    },
    (tf, read) => tf.concat([...clipGradients(tf, clip, [read("a"), read("b")])], 0),
  );

describe("clipGradients", () => {
  test("limits every number", () => {
    expect(clipped({ kind: "value", limit: 3.5 })).toEqual([3, 0, -3.5]);
  });

  test("limits the norm of all gradients together and keeps their direction", () => {
    expect(clipped({ kind: "norm", limit: 2.5 })).toEqual([1.5, 0, -2]);
    expect(clipped({ kind: "norm", limit: 6 })).toEqual([3, 0, -4]);
    expect(clipped({ kind: "norm", limit: 1 }, 0)).toEqual([0, 0, -0]);
  });

  test("is what a phase's program gives to the network's own optimizer", () => {
    const norms = (["generator", "discriminator"] as const).map((network) => {
      const clip = { kind: "norm", limit: 1e-3 } as const;
      const limited = { ...COMMON, ...ADAM.generator, gradientClip: clip };
      const optimizer = { ...ADAM, [network]: limited };
      const { phases } = buildStepPlan(cell({ optimizer }), [2]);
      return phases.map(({ program }) => {
        const outputs = evaluate(program, randomFeeds(program));
        const squares = program.outputs
          .filter(({ name }) => name.startsWith("gradient/"))
          .flatMap(({ name }) => [...output(outputs, name)].map((value) => value ** 2));
        return Math.sqrt(squares.reduce((a, b) => a + b, 0));
      });
    });
    const [ofGenerator = [], ofDiscriminator = []] = norms;
    expect(ofDiscriminator[0]).toBeCloseTo(1e-3, 9);
    expect(ofDiscriminator[1]).toBeGreaterThan(1e-2);
    expect(ofGenerator[0]).toBeGreaterThan(1e-2);
    expect(ofGenerator[1]).toBeCloseTo(1e-3, 9);
  });
});
