/**
 * Stacked digits: one digit of MNIST or of our synthetic digits in each colour channel, so 10³ modes, or
 * 10² with two digits and a third channel that stays black.
 * Which images are stacked is drawn once from a stream of its own, the same for every seed of a run.
 * Source: Metz et al., arXiv:1611.02163; Lin et al., arXiv:1712.04086 (128,000 stacks).
 */
import { createHash } from "node:crypto";

import type { DatasetSpec } from "../config/spec.ts";
import { seed } from "../shared/brand.ts";
import { createStream } from "../shared/random.ts";
import type { Dataset } from "./dataset.ts";
import type { DatasetDescription, DatasetModule } from "./dataset-module.ts";
import { mnist } from "./mnist.ts";
import { valuesOf } from "./samples.ts";
import { syntheticDigits } from "./synthetic-digits.ts";

export type StackedDigitsSpec = Extract<DatasetSpec, { kind: "stacked-digits" }>;

const SIDE = 28;
const CHANNELS = 3;
const KINDS = 10;

export const stackedDigits: DatasetModule<StackedDigitsSpec> = {
  kind: "stacked-digits",

  describe({ source, digits, count }): DatasetDescription {
    const sampleShape = [SIDE, SIDE, CHANNELS];
    return {
      kind: "stacked-digits",
      sampleShape,
      classes: KINDS ** digits,
      size: count,
      rows: count,
      mixture: null,
      stackedFrom: source,
    };
  },

  checkPresent: (spec, options) =>
    spec.source === "mnist" ? (mnist.checkPresent?.(mnistSpec(spec), options) ?? null) : null,

  async ensure(spec, options) {
    if (spec.source === "mnist") await mnist.ensure?.(mnistSpec(spec), options);
  },

  async load(spec, options) {
    const source =
      spec.source === "mnist"
        ? await mnist.load(mnistSpec(spec), options)
        : await syntheticDigits.load(
            { ...PLAIN, kind: "synthetic-digits", variation: "shift" },
            options,
          );
    return stack(source, spec);
  },
};

const PLAIN = { limit: null, shuffle: true, stepsPerEpoch: null } as const;

const mnistSpec = ({ split }: StackedDigitsSpec): Parameters<typeof mnist.load>[0] => ({
  ...PLAIN,
  kind: "mnist",
  split,
});

function stack(source: Dataset, { digits, count }: StackedDigitsSpec): Dataset {
  const { samples: stored, labels: classes, draws } = source;
  if (stored === null || classes === null)
    throw new Error("Expected digits with pixels and labels");
  const pixels = valuesOf(stored, SIDE * SIDE);
  const rows = draws?.length ?? classes.length;
  const random = createStream(seed(0), "stacked-digits");
  const samples = new Float32Array(count * SIDE * SIDE * CHANNELS).fill(-1);
  const labels = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    let mode = 0;
    for (let channel = 0; channel < digits; channel++) {
      const row = random.integer(rows);
      const image = draws?.[row] ?? row;
      mode = mode * KINDS + (classes[image] ?? 0);
      for (let pixel = 0; pixel < SIDE * SIDE; pixel++)
        samples[(i * SIDE * SIDE + pixel) * CHANNELS + channel] =
          pixels[image * SIDE * SIDE + pixel] ?? 0;
    }
    labels[i] = mode;
  }
  return {
    kind: "stacked-digits",
    sampleShape: [SIDE, SIDE, CHANNELS],
    size: count,
    draws: null,
    digest: createHash("sha256").update(source.digest).update(labels).digest("hex"),
    samples,
    labels,
    classes: KINDS ** digits,
    mixture: null,
  };
}
