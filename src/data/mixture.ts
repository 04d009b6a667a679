/**
 * Mixtures of Gaussians in the plane: modes on a ring, on a square grid or along a swiss roll, drawn afresh for every batch.
 *
 * Ring: modes at angles 2πk/count, k = 0 … count − 1, on a circle about the origin. `doubledTop` gives the mode at
 * (0, radius) twice the weight of the others, as the authors' code does by drawing linspace(0, 2π, 9) onto (sin, cos).
 * Grid: side × side modes at multiples of `spacing`, centred on the origin.
 * Swiss roll: (t cos t, t sin t) / scale for `count` angles t in the middle of equal parts of [1.5π, 4.5π]: the curve itself,
 * not places apart, where neighbours (up to 14.1·3π/(count·scale) apart) are nearer than 1.5 σ. At scale 7.5, σ = 1/30 and
 * 400 angles the density varies along the curve by less than 0.02 % for it.
 * Source: Mao et al., arXiv:1611.04076, sec. 4.3 and their code; Lin et al. (PacGAN), arXiv:1712.04086, for the grid; for the
 * roll Gulrajani et al., arXiv:1704.00028, toy data: scikit-learn's make_swiss_roll(noise=0.25), first and third coordinate,
 * divided by 7.5.
 */
import { createHash } from "node:crypto";

import type { DatasetSpec } from "../config/spec.ts";
import type { Dataset, Mixture } from "./dataset.ts";
import type { DatasetDescription, DatasetModule } from "./dataset-module.ts";

export type MixtureSpec = Extract<DatasetSpec, { kind: "mixture" }>;

export const mixture: DatasetModule<MixtureSpec> = {
  kind: "mixture",

  describe(spec): DatasetDescription {
    const described = mixtureOf(spec);
    return {
      kind: "mixture",
      sampleShape: [2],
      classes: described.weights.length,
      size: null,
      rows: null,
      mixture: described,
    };
  },

  load(spec) {
    const described = mixtureOf(spec);
    const dataset: Dataset = {
      kind: "mixture",
      sampleShape: [2],
      size: null,
      draws: null,
      digest: digestOf(described),
      samples: null,
      labels: null,
      classes: described.weights.length,
      mixture: described,
    };
    return Promise.resolve(dataset);
  },
};

function mixtureOf(spec: MixtureSpec): Mixture {
  const { modes, standardDeviation } = spec;
  switch (modes.kind) {
    case "ring": {
      const means = ringMeans(modes.count, modes.radius);
      const weights = new Float64Array(modes.count).fill(1);
      if (modes.doubledTop) weights[0] = 2;
      const total = weights.reduce((sum, weight) => sum + weight, 0);
      return { means, weights: weights.map((weight) => weight / total), standardDeviation };
    }
    case "grid":
      return evenly(gridMeans(modes.side, modes.spacing), standardDeviation);
    case "swiss-roll":
      return evenly(rollMeans(modes.count, modes.scale), standardDeviation);
  }
}

/** Every mode of the same weight. */
function evenly(means: Float32Array, standardDeviation: number): Mixture {
  const count = means.length / 2;
  return { means, weights: new Float64Array(count).fill(1 / count), standardDeviation };
}

/** (sin, cos) as in the authors' code: mode 0 is the top one, (0, radius); then clockwise. */
function ringMeans(count: number, radius: number): Float32Array {
  const means = new Float32Array(2 * count);
  for (let k = 0; k < count; k++) {
    const angle = (2 * Math.PI * k) / count;
    means[2 * k] = radius * roundedToGrid(Math.sin(angle));
    means[2 * k + 1] = radius * roundedToGrid(Math.cos(angle));
  }
  return means;
}

function gridMeans(side: number, spacing: number): Float32Array {
  const means = new Float32Array(2 * side * side);
  for (let k = 0; k < side * side; k++) {
    means[2 * k] = spacing * ((k % side) - (side - 1) / 2);
    means[2 * k + 1] = spacing * (Math.floor(k / side) - (side - 1) / 2);
  }
  return means;
}

function rollMeans(count: number, scale: number): Float32Array {
  const means = new Float32Array(2 * count);
  for (let k = 0; k < count; k++) {
    const t = 1.5 * Math.PI * (1 + (2 * (k + 0.5)) / count);
    means[2 * k] = (t * roundedToGrid(Math.cos(t))) / scale;
    means[2 * k + 1] = (t * roundedToGrid(Math.sin(t))) / scale;
  }
  return means;
}

/** Multiples of 2⁻⁴⁰: no trace of a mathematics library's last bit, and sin π is 0. */
function roundedToGrid(value: number): number {
  return Math.round(value * 2 ** 40) / 2 ** 40;
}

function digestOf(described: Mixture): string {
  const numbers = [...described.means, ...described.weights, described.standardDeviation];
  return createHash("sha256").update(JSON.stringify(numbers)).digest("hex");
}
