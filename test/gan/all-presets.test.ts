/** Every preset: exact counts against papers and hand arithmetic, both networks fit their data, and a step is traced. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { loadExperiment } from "../../src/config/load.ts";
import { PRESETS } from "../../src/config/presets/registry.ts";
import type { CellSpec } from "../../src/config/experiment.ts";
import { checkNetworks } from "../../src/gan/check-networks.ts";
import { describeNetwork } from "../../src/gan/describe-network.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";

const folder = mkdtempSync(join(tmpdir(), "lsgan-presets-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

type PresetName = keyof typeof PRESETS;

interface Published {
  readonly latents: number;
  readonly sample: readonly number[];
  readonly classes?: number;
  /** Trainable numbers of G and of D. */
  readonly generator: number;
  readonly discriminator: number;
  /** Moving statistics of G; not said where nobody published them. */
  readonly statistics?: number;
}

const DIGIT = [28, 28, 1];
const IMAGE_64 = [64, 64, 3];
const DCGAN_64 = 8_192 * 1_025 + 1_024 + 3_277_056 + 512 + 819_328 + 256 + 204_864 + 128 + 4_803;
/** 5×5 convolutions 3 → 64 → 128 → 256 → 512, their biases, scales and shifts of the last three. */
const DCGAN_CONVOLUTIONS = 4_864 + 204_928 + 819_456 + 3_277_312;
const NORMALIZED = 2 * (128 + 256 + 512);

// Sources: papers.md 1.4-1.10, 2.1, 3.1, 3.2 of the project's notes, which give the counts marked so; else arithmetic.
const PUBLISHED: Readonly<Record<PresetName, Published>> = {
  "seed-mlp": {
    latents: 100,
    sample: DIGIT,
    generator: 581_520,
    discriminator: 265_601,
    statistics: 1_792,
  },
  "ring-mlp": {
    latents: 256,
    sample: [2],
    generator: 256 * 128 + 128 + 128 * 129 + 258,
    discriminator: 384 + 128 * 129 + 129,
  },
  "digit-mlp": { latents: 100, sample: DIGIT, generator: 114_192, discriminator: 100_609 },
  "keras-gan-mlp": {
    latents: 100,
    sample: DIGIT,
    generator: 1_489_936,
    discriminator: 533_505,
    statistics: 3_584,
  },
  "pytorch-gan-conv": {
    latents: 100,
    sample: [32, 32, 1],
    generator: 1_049_729,
    discriminator: 98_113,
  },
  // 15.59 M and 4.33 M
  "scenes-112": {
    latents: 1_024,
    sample: [112, 112, 3],
    generator: 12_544 * 1_025 + 512 + 4 * (590_080 + 512) + 295_040 + 256 + 73_792 + 128 + 1_731,
    discriminator: DCGAN_CONVOLUTIONS + NORMALIZED + 7 * 7 * 512 + 1,
  },
  "dcgan-64": {
    latents: 1_024,
    sample: IMAGE_64,
    generator: DCGAN_64,
    discriminator: DCGAN_CONVOLUTIONS + NORMALIZED + 4 * 4 * 512 + 1,
  },
  "dcgan-64-plain": {
    latents: 1_024,
    sample: IMAGE_64,
    generator: DCGAN_64 - 1_024 - 512 - 256 - 128,
    discriminator: DCGAN_CONVOLUTIONS + 4 * 4 * 512 + 1,
  },
  // 7.68 M and 4.34 M: the first normalisation is of the dense layer's 32,768 numbers, as in the two after it.
  "cat-128": {
    latents: 100,
    sample: [128, 128, 3],
    generator: 32_768 * 101 + 2 * 32_768 + DCGAN_64 - 8_192 * 1_025 - 1_024,
    discriminator: DCGAN_CONVOLUTIONS + NORMALIZED + 8 * 8 * 512 + 1,
  },
  // 4.94 M and 1.25 M
  "digit-conv": {
    latents: 100,
    sample: DIGIT,
    generator: 8_192 * 101 + 2 * 8_192 + 3_277_056 + 512 + 819_328 + 256 + 3_201,
    discriminator: 520 + 25_050 + 100 + 2_450 * 500 + 500 + 1_000 + 501,
  },
  "mnist-conv": {
    latents: 100,
    sample: DIGIT,
    generator: 512 * 101 + 1_024 + 6_272 * 513 + 2 * 6_272 + 409_728 + 256 + 3_201,
    discriminator: 832 + 51_264 + 128 + 3_136 * 1_024 + 1_024 + 2_048 + 1_025,
  },
  "dcgan-28": {
    latents: 100,
    sample: DIGIT,
    generator: 6_272 * 101 + 2 * 6_272 + 204_864 + 128 + 1_601,
    discriminator: 1_664 + 204_928 + 256 + 6_273,
  },
  infogan: { latents: 64, sample: DIGIT, generator: 6_642_241, discriminator: 6_559_169 },
  "pacgan-mlp": {
    latents: 2,
    sample: [2],
    generator: 486_402,
    discriminator: 3_000 + 2 * 201_000 + 201,
  },
  "pacgan-mlp-pairs": {
    latents: 2,
    sample: [2],
    generator: 486_402,
    discriminator: 5_000 + 2 * 201_000 + 201,
  },
  // 9.4 M and 21.4 M: map, dense layer of latents and label, and convolutions; D joins its map three times.
  "hanzi-conditional": {
    latents: 1_024,
    sample: DIGIT,
    classes: 3_740,
    generator: 3_740 * 256 + 6_272 * 1_281 + 256 + 409_728 + 256 + 3_201,
    discriminator:
      3_740 * 256 +
      25 * 257 +
      257 +
      25 * 513 * 320 +
      320 +
      640 +
      15_936 * 1_024 +
      1_024 +
      2_048 +
      1_281,
  },
  "difficult-baseline": {
    latents: 128,
    sample: IMAGE_64,
    generator: 8_192 * 129 + DCGAN_64 - 8_192 * 1_025,
    discriminator: DCGAN_CONVOLUTIONS + NORMALIZED + 8_193,
  },
  "difficult-constant-width": {
    latents: 128,
    sample: IMAGE_64,
    generator: 1_024 * 129 + 3 * (25 * 64 * 64 + 64) + 4_803,
    discriminator: DCGAN_CONVOLUTIONS + NORMALIZED + 8_193,
  },
  "difficult-mlp": {
    latents: 128,
    sample: IMAGE_64,
    generator: 512 * 129 + 3 * 512 * 513 + 12_288 * 513,
    discriminator: DCGAN_CONVOLUTIONS + NORMALIZED + 8_193,
  },
  "difficult-plain": {
    latents: 128,
    sample: IMAGE_64,
    generator: 8_192 * 129 + DCGAN_64 - 8_192 * 1_025 - 1_024 - 512 - 256 - 128,
    discriminator: DCGAN_CONVOLUTIONS + 8_193,
  },
  // Twice the outputs everywhere but at the end: each gate has a convolution of its own.
  "difficult-gated": {
    latents: 128,
    sample: IMAGE_64,
    generator: 2 * (8_192 * 129 + 1_024 + 3_277_056 + 512 + 819_328 + 256 + 204_864 + 128) + 4_803,
    discriminator: 2 * (DCGAN_CONVOLUTIONS + NORMALIZED) + 8_193,
  },
  "difficult-tanh": {
    latents: 128,
    sample: IMAGE_64,
    generator: 8_192 * 129 + DCGAN_64 - 8_192 * 1_025,
    discriminator: DCGAN_CONVOLUTIONS + NORMALIZED + 8_193,
  },
  "difficult-resnet-101": {
    latents: 128,
    sample: IMAGE_64,
    ...resnetCounts(),
  },
};

/** Bottleneck c → c/2 → c/2 → c: 1×1 without bias, 3×3, 1×1 without bias, a scale and a shift. */
function resnetCounts(): { readonly generator: number; readonly discriminator: number } {
  const channels = [512, 256, 128, 64, 32];
  const blocks = [6, 6, 6, 6, 5];
  const middle = (from: number, to: number): number => 9 * (from / 2) * (to / 2) + to / 2;
  const branch = (from: number, to: number): number =>
    from * (from / 2) + middle(from, to) + (to / 2) * to + 2 * to;
  const stages = channels.reduce((sum, c, i) => sum + (blocks[i] ?? 0) * branch(c, c), 0);
  const between = (from: number, to: number): number => branch(from, to) + from * to + to;
  const pairs = channels.slice(1).map((to, i) => [channels[i] ?? 0, to] as const);
  const down = pairs.reduce((sum, [from, to]) => sum + between(from, to), 0);
  const up = pairs.reduce((sum, [from, to]) => sum + between(to, from), 0);
  return {
    generator: 8_192 * 129 + stages + down + 32 * 3 + 3,
    discriminator: 3 * 32 + 32 + stages + up + 8_193,
  };
}

async function specOf(name: PresetName): Promise<CellSpec> {
  const file = join(folder, `${name}.yaml`);
  writeFileSync(
    file,
    `name: a
dataset: { kind: synthetic-digits, variation: shift }
latent: { size: ${PUBLISHED[name].latents} }
generator: { kind: preset, name: ${name} }
discriminator: { kind: preset, name: ${name} }
objective: { kind: least-squares, labels: binary }
optimizer: { kind: adam, learningRate: 2e-4 }
training: { steps: 10, batchSize: 8 }
`,
  );
  const resolution = (await loadExperiment(file)).resolve([]);
  if (!resolution.ok) throw new Error(JSON.stringify(resolution.issues));
  return resolution.spec;
}

describe.each(Object.keys(PRESETS) as PresetName[])("the preset %s", (name) => {
  const { sample, classes = 0, latents, ...published } = PUBLISHED[name];

  test("has the published numbers of parameters and fits its data", async () => {
    const spec = await specOf(name);
    expect(checkNetworks(spec, sample, classes)).toEqual([]);
    const generator = describeNetwork(spec.generator, "generator", [latents], classes);
    const discriminator = describeNetwork(spec.discriminator, "discriminator", sample, classes);
    expect(generator.parameters.trainable).toBe(published.generator);
    expect(discriminator.parameters.trainable).toBe(published.discriminator);
    if (published.statistics !== undefined)
      expect(generator.parameters.statistic).toBe(published.statistics);
  });

  test("becomes a step whose programs hold no large constants", async () => {
    const { phases } = buildStepPlan(await specOf(name), sample, classes);
    expect(phases.map((phase) => phase.name)).toEqual(["discriminator", "generator"]);
    for (const { program } of phases) {
      const bytes = [...program.constants.values()].reduce((sum, c) => sum + c.byteLength, 0);
      expect(bytes).toBeLessThan(2 ** 20);
    }
  }, 60_000);
});

describe("the counts that the papers' notes give in millions", () => {
  test.each([
    ["scenes-112", 15.59, 4.33],
    ["digit-conv", 4.94, 1.25],
    ["cat-128", 7.68, 4.34],
  ] as const)("of %s are %d and %d", (name, generator, discriminator) => {
    expect(PUBLISHED[name].generator / 1e6).toBeCloseTo(generator, 2);
    expect(PUBLISHED[name].discriminator / 1e6).toBeCloseTo(discriminator, 2);
  });

  test("of hanzi-conditional are 9.4 and 21.4", () => {
    expect(PUBLISHED["hanzi-conditional"].generator / 1e6).toBeCloseTo(9.4, 1);
    expect(PUBLISHED["hanzi-conditional"].discriminator / 1e6).toBeCloseTo(21.4, 1);
  });
});
