import { describe, expect, test } from "vitest";

import type { ObjectiveSpec } from "../../../src/config/spec.ts";
import {
  OBJECTIVES,
  objectiveModule,
  registerObjective,
} from "../../../src/gan/objectives/registry.ts";
import type { Objective } from "../../../src/gan/objectives/objective.ts";
import { column, compute } from "../compute.ts";
import { crossEntropy, leastSquares } from "../specs.ts";

/** [discriminator's loss on reals, on fakes, generator's loss] of two batches of scores. */
function losses(spec: ObjectiveSpec, real: readonly number[], fake: readonly number[]): number[] {
  const module = objectiveModule(spec);
  return compute({ real: column(...real), fake: column(...fake) }, (tf, read) => {
    const scores = { real: read("real"), fake: read("fake") };
    const d = module.discriminatorLoss(tf, spec, scores);
    return tf.stack([d.real, d.fake, module.generatorLoss(tf, spec, scores.fake)]);
  });
}

describe("least-squares", () => {
  // The losses at D* = (a + b)/2, with the paper's ½ for both networks: D ((b − a)/2)², G ½·((a + b)/2 − c)².
  test.each([
    [{ a: 0, b: 1, c: 1 }, 0.5, 0.25, 0.125],
    [{ a: -1, b: 1, c: 0 }, 0, 1, 0],
    [{ a: 0, b: 1, c: 0.5 }, 0.5, 0.25, 0],
    [{ a: -1, b: 1, c: 1 }, 0, 1, 0.5],
    [{ a: 0, b: 0.9, c: 1 }, 0.45, 0.2025, 0.15125],
  ])("has its published losses at equilibrium with labels %o", (labels, optimum, d, g) => {
    const batch = [optimum, optimum];
    const [real = NaN, fake = NaN, generator = NaN] = losses(
      leastSquares({ labels }),
      batch,
      batch,
    );
    // Labels are float32 constants of the program.
    expect(real + fake).toBeCloseTo(d, 6);
    expect(generator).toBeCloseTo(g, 6);
  });

  test("averages or sums ½·(D − label)² over the batch", () => {
    const labels = { a: -1, b: 2, c: 0.5 };
    // real: (1 − 2)² = 1, (4 − 2)² = 4. fake: (0 + 1)² = 1, (1 + 1)² = 4. G: 0.25, 0.25.
    expect(losses(leastSquares({ labels }), [1, 4], [0, 1])).toEqual([1.25, 1.25, 0.125]);
    const sums = losses(leastSquares({ labels, reduction: "sum" }), [1, 4], [0, 1]);
    expect(sums).toEqual([2.5, 2.5, 0.25]);
  });

  test("takes each network's factor", () => {
    const spec = leastSquares({ discriminatorFactor: 2, generatorFactor: 1 });
    expect(losses(spec, [3], [2])).toEqual([8, 8, 1]);
  });

  test("scaled to the labels, equals the unscaled losses of D(x), divided by (b − a)²", () => {
    const labels = { a: -3, b: 1, c: 0 };
    const [real, fake] = [
      [0.5, -0.25],
      [1, 0.125],
    ];
    // D(x) = (a + b)/2 + (b − a)·net(x) = −1 + 4·net(x).
    const scores = (net: readonly number[]): number[] => net.map((value) => -1 + 4 * value);
    const plain = losses(leastSquares({ labels }), scores(real), scores(fake));
    const scaled = losses(leastSquares({ labels, discriminatorScale: "labels" }), real, fake);
    expect(scaled).toEqual(plain.map((loss) => loss / 16));
  });
});

describe("cross-entropy", () => {
  const spec = crossEntropy();

  test("is ln 2 each where D cannot tell", () => {
    for (const loss of losses(spec, [0, 0], [0, 0])) expect(loss).toBeCloseTo(Math.LN2, 15);
  });

  test("is −log of the probability of the right answer", () => {
    const probability = (score: number): number => 1 / (1 + Math.exp(-score));
    const [real, fake, generator] = losses(spec, [1.5], [-0.5]);
    expect(real).toBeCloseTo(-Math.log(probability(1.5)), 14);
    expect(fake).toBeCloseTo(-Math.log(1 - probability(-0.5)), 14);
    expect(generator).toBeCloseTo(-Math.log(probability(-0.5)), 14);
  });

  test("stays finite for scores a sigmoid cannot tell from 0 and 1", () => {
    expect(losses(spec, [-1000], [1000])).toEqual([1000, 1000, 0]);
    expect(losses(spec, [1000], [-1000])).toEqual([0, 0, 1000]);
  });

  test("gives G a gradient where D is sure that its samples are fake", () => {
    const slope = compute({ fake: column(-50) }, (tf, read, gradient) => {
      const [only] = gradient(objectiveModule(spec).generatorLoss(tf, spec, read("fake")), [
        read("fake"),
      ]);
      return only ?? read("fake");
    });
    expect(slope[0]).toBeCloseTo(-1, 14);
  });

  test("sums when asked", () => {
    expect(losses(crossEntropy({ reduction: "sum" }), [0, 0], [0, 0])[0]).toBeCloseTo(
      2 * Math.LN2,
      15,
    );
  });
});

describe("cross-entropy with smoothed real labels", () => {
  test("is the cross entropy with probability 0.75 for reals and 0 for fakes", () => {
    const probability = 1 / (1 + Math.exp(-1.5));
    const [real, fake] = losses(crossEntropy({ realSmoothing: 0.25 }), [1.5], [0]);
    const expected = -0.75 * Math.log(probability) - 0.25 * Math.log(1 - probability);
    expect(real).toBeCloseTo(expected, 14);
    expect(fake).toBeCloseTo(Math.LN2, 14);
  });
});

describe("wasserstein", () => {
  test("is the difference of mean scores", () => {
    const spec = { kind: "wasserstein", gradientPenalty: { kind: "none" } } as const;
    expect(losses(spec, [1, 3], [5, 7])).toEqual([-2, 6, -6]);
  });
});

describe("registerObjective", () => {
  test("adds a kind that is given its options", () => {
    const shifted: Objective<{ readonly shift: number }> = {
      kind: "shifted",
      discriminatorLoss: (tf, { shift }, { real, fake }) => ({
        real: tf.sum(tf.add(real, shift)),
        fake: tf.sum(fake),
      }),
      generatorLoss: (tf, _, fake) => tf.sum(fake),
    };
    registerObjective(shifted);
    try {
      const spec = { kind: "extension:shifted", options: { shift: 2 } } as const;
      expect(losses(spec, [1], [3])).toEqual([3, 3, 3]);
    } finally {
      OBJECTIVES.delete("extension:shifted");
    }
  });

  test("says which kinds there are when a kind is not there", () => {
    const spec = { kind: "extension:nowhere", options: {} } as const;
    expect(() => objectiveModule(spec)).toThrow("one of least-squares, cross-entropy");
  });
});
