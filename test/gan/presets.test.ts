/** The presets, resolved from an experiment file, against the published counts of parameters. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { loadExperiment } from "../../src/config/load.ts";
import type { NetworkSpec } from "../../src/config/spec.ts";
import { describeNetwork } from "../../src/gan/describe-network.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
import { cell } from "./specs.ts";

interface Networks {
  readonly generator: NetworkSpec;
  readonly discriminator: NetworkSpec;
}

async function networksOf(name: string): Promise<Networks> {
  const file = join(mkdtempSync(join(tmpdir(), "lsgan-presets-")), "a.yaml");
  writeFileSync(
    file,
    `name: a
dataset: { kind: synthetic-digits, variation: shift }
latent: { size: 100, distribution: uniform }
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

const DIGIT = [28, 28, 1];

describe("the convolutional presets", () => {
  // Latent size, sample shape, millions of parameters as published (two digits, moving statistics counted or not).
  test.each<[string, number, readonly number[], number, number]>([
    ["scenes-112", 1024, [112, 112, 3], 15.59, 4.33],
    ["cat-128", 100, [128, 128, 3], 7.68, 4.34],
    ["digit-conv", 100, DIGIT, 4.94, 1.25],
  ])("%s has its published counts", async (name, latentSize, sample, generator, discriminator) => {
    const networks = await networksOf(name);
    const g = describeNetwork(networks.generator, "generator", [latentSize]);
    const d = describeNetwork(networks.discriminator, "discriminator", sample);
    expect(g.outputShape).toEqual(sample);
    expect(d.outputShape).toEqual([1]);
    expect(g.parameters.trainable / 1e6).toBeCloseTo(generator, 2);
    expect(d.parameters.trainable / 1e6).toBeCloseTo(discriminator, 2);
  });

  test.each([
    ["dcgan-64", [64, 64, 3]],
    ["dcgan-64-plain", [64, 64, 3]],
    ["mnist-conv", DIGIT],
  ])("%s makes and takes its images", async (name, sample) => {
    const networks = await networksOf(name);
    expect(describeNetwork(networks.generator, "generator", [100]).outputShape).toEqual(sample);
    expect(describeNetwork(networks.discriminator, "discriminator", sample).outputShape).toEqual([
      1,
    ]);
  });

  test("dcgan-64-plain is dcgan-64 without its statistics", async () => {
    const networks = await networksOf("dcgan-64-plain");
    const { parameters } = describeNetwork(networks.generator, "generator", [1024]);
    expect(parameters.statistic).toBe(0);
  });

  test("digit-conv becomes a step", async () => {
    const networks = await networksOf("digit-conv");
    const plan = buildStepPlan(
      cell({ ...networks, latent: { size: 100, distribution: "uniform" } }),
      DIGIT,
    );
    expect(plan.phases.map(({ name }) => name)).toEqual(["discriminator", "generator"]);
  });
});

describe("keras-gan-mlp", () => {
  test("has 1,489,936 trainable parameters and 3,584 statistics, and 533,505", async () => {
    const { generator, discriminator } = await networksOf("keras-gan-mlp");
    expect(describeNetwork(generator, "generator", [100]).parameters).toEqual({
      trainable: 1_489_936,
      statistic: 3_584,
    });
    expect(describeNetwork(discriminator, "discriminator", DIGIT).total).toBe(533_505);
  });
});
