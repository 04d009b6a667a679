/** Every committed experiment: valid to the last cell, shape-checked, commented, listed, with a quick variant, and the published sizes. */
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { describe, expect, test } from "vitest";

import { loadPlan } from "../src/cli/load-plan.ts";
import { findAnalysis } from "../src/config/load-analysis.ts";
import { describeDataset } from "../src/data/registry.ts";
import { describeNetwork } from "../src/gan/describe-network.ts";

const ROOT = resolve(import.meta.dirname, "../experiments");
const FILES = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".yaml"))
  .sort();
/** Files of a row of the reproduction: those in folders. */
const ROWS = FILES.filter((path) => path.includes("/"));
const TRAININGS = FILES.filter((path) => !path.startsWith("analysis/"));

const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");

describe("experiments/", () => {
  test.each(TRAININGS)(
    "%s is valid in every cell, and worth no warning",
    async (path) => {
      const { plan } = await loadPlan(join(ROOT, path), { set: [] });
      expect(plan.warnings).toEqual([]);
      expect(plan.runs.length).toBeGreaterThan(0);
    },
    30_000,
  );

  test.each(FILES.filter((path) => path.startsWith("analysis/")))("%s is an analysis", (path) => {
    expect(findAnalysis(join(ROOT, path))).not.toBeNull();
  });

  test("every row opens with its question, what is expected, its source and its cost", () => {
    const wanted = ["Question:", "Expected:", "Source:", "Cost:"];
    const bad = ROWS.filter((path) => !wanted.every((word) => textOf(path).includes(`# ${word}`)));
    expect(bad).toEqual([]);
  });

  test("every training of a row has a quick variant, whose seeds can decide something", async () => {
    const full = ROWS.filter((path) => TRAININGS.includes(path) && !/-(quick|10k)\./.test(path));
    const missing = full.filter((path) => !FILES.includes(quickOf(path)));
    expect(missing).toEqual([]);
    for (const path of full) {
      const { plan } = await loadPlan(join(ROOT, quickOf(path)), { set: [] });
      expect(plan.runs.length / plan.cells.length, path).toBeGreaterThanOrEqual(8);
      expect(plan.claims.length, path).toBeGreaterThan(0);
    }
  }, 60_000);

  test("every name is used once", () => {
    const names = FILES.map((path) => /^name: (.*)$/m.exec(textOf(path))?.[1]);
    expect(new Set(names).size).toBe(FILES.length);
  });

  test("README.md lists every row", () => {
    const readme = textOf("README.md");
    expect(ROWS.filter((path) => !readme.includes(`(${path})`))).toEqual([]);
  });
});

const QUICK: Readonly<Record<string, string>> = {
  "paper-extended/g1-difficult-64.yaml": "paper-extended/g1-difficult-quick.yaml",
  "paper-extended/g1-resnet-101.yaml": "paper-extended/g1-difficult-quick.yaml",
  "pacgan/z1-stacked-mnist.yaml": "pacgan/z1-stacked-quick.yaml",
  "model-collections/k3-infogan-fashion.yaml": "model-collections/k3-infogan-quick.yaml",
};

const quickOf = (path: string): string => QUICK[path] ?? path.replace(/\.yaml$/, "-quick.yaml");

describe("networks of published experiments", () => {
  /** Trainable parameters of G and D, as the papers, the code or a count of their layers give them. */
  test.each([
    ["seed-article/n1-seed.yaml", 581_520, 265_601],
    ["keras-gan/k1-mlp.yaml", 1_489_936, 533_505],
    ["paper/v1-scenes.yaml", 15.59e6, 4.33e6],
    ["paper/h1-characters.yaml", 9.4e6, 21.4e6],
    ["paper-extended/v2-cats.yaml", 7.68e6, 4.34e6],
    ["paper-extended/d1-shift.yaml", 4.94e6, 1.25e6],
    ["pytorch-gan/k2-conv.yaml", 856_065, 98_113],
  ])("%s: %d and %d parameters", async (path, generator, discriminator) => {
    const { plan } = await loadPlan(join(ROOT, path), { set: [] });
    const spec = plan.cells[0]?.spec;
    if (spec === undefined) throw new Error("Expected a cell");
    const { sampleShape, classes } = describeDataset(spec.dataset);
    const g = describeNetwork(spec.generator, "generator", [spec.latent.size], classes);
    const d = describeNetwork(spec.discriminator, "discriminator", sampleShape, classes);
    // Rounded figures are those of their sources: to half of the last digit.
    expectAbout(g.parameters.trainable, generator);
    expectAbout(d.parameters.trainable, discriminator);
  });
});

function expectAbout(count: number, published: number): void {
  const tolerance = published % 1000 === 0 ? (published % 100_000 === 0 ? 50_000 : 5_000) : 0;
  expect(Math.abs(count - published)).toBeLessThanOrEqual(tolerance);
}
