/** An experiment asked for its cells: overrides in, specs or blamed mistakes out. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { Experiment, Override, Resolution } from "../../src/config/experiment.ts";
import { loadExperiment } from "../../src/config/load.ts";

const TEXT = `name: cells
dataset: { kind: synthetic-digits }
generator: { kind: preset, name: digit-mlp }
discriminator: { kind: preset, name: digit-mlp }
objective: { kind: least-squares, labels: binary }
optimizer: { kind: adam, learningRate: 2e-4 }
training: { steps: 1000, batchSize: 32 }
sweep:
  - grid:
      training.discriminatorBatch:
        - half
      training.batchSize:
        - 33
        - 64
  - list:
      - { objective: { kind: cross-entropy } }
  - random: { count: 2, parameters: { optimizer.beta1: { kind: uniform, minimum: 0, maximum: 0.9 } } }
`;

const experiment = await load(TEXT);

describe("resolve", () => {
  test("puts whole values before their parts, in whatever order they come", () => {
    const cell = experiment.resolve([
      { path: "objective.labels.c", value: 0.25 },
      { path: "objective.labels", value: "pearson" },
    ]);
    expect(cell).toMatchObject({ spec: { objective: { labels: { a: -1, b: 1, c: 0.25 } } } });
  });

  test("spells a named scheme out where a part of it is set", () => {
    const cell = experiment.resolve([{ path: "objective.labels.c", value: 0.5 }]);
    expect(cell).toMatchObject({ spec: { objective: { labels: { a: 0, b: 1, c: 0.5 } } } });
  });

  test("reaches into objects that the file leaves to their defaults", () => {
    const cell = experiment.resolve([
      { path: "latent.size", value: 5 },
      { path: "evaluation.samples", value: 10 },
    ]);
    expect(cell).toMatchObject({
      spec: { latent: { size: 5, distribution: "normal" }, evaluation: { samples: 10 } },
    });
  });

  test("reaches into default objects that have a kind", async () => {
    const ring = await load(TEXT.replace("synthetic-digits", "mixture"));
    const cell = ring.resolve([{ path: "dataset.modes.count", value: 3 }]);
    expect(cell).toMatchObject({
      spec: { dataset: { modes: { kind: "ring", count: 3, radius: 1 } } },
    });
  });

  test("leaves no default of a kind behind where the kind is another", async () => {
    const file = await load(TEXT.replace("learningRate: 2e-4", "learningRate: 2e-4, epsilon: 0.5"));
    const cell = experiment.resolve([{ path: "optimizer.kind", value: "sgd" }]);
    expect(cell).toMatchObject({
      ok: true,
      spec: { optimizer: { generator: { kind: "sgd", learningRate: 2e-4, momentum: 0 } } },
    });
    expect(file.resolve([{ path: "optimizer.kind", value: "rmsprop" }])).toMatchObject({
      ok: true,
      spec: { optimizer: { generator: { kind: "rmsprop", decay: 0.9, epsilon: 0.5 } } },
    });
  });

  test("lets what hangs on other values follow them", () => {
    const cell = experiment.resolve([
      { path: "dataset", value: { kind: "mixture", modes: { kind: "grid" } } },
      { path: "training.steps", value: 50 },
    ]);
    expect(cell).toMatchObject({
      spec: {
        dataset: { standardDeviation: 0.05 },
        evaluation: { everySteps: 5, primary: "high-quality-share" },
      },
      settings: { snapshots: [0, 10, 20, 30, 40, 50] },
    });
  });

  test("gives the same spec for the same values, asked again and in another order of cells", () => {
    const overrides = (size: number): Override[] => [{ path: "latent.size", value: size }];
    const first = [1, 2, 3].map((size) => specOf(experiment.resolve(overrides(size))));
    const again = [3, 2, 1].map((size) => specOf(experiment.resolve(overrides(size))));
    expect(again.reverse()).toEqual(first);
  });

  test("takes a value that is not finite for what it is, after null was asked for", () => {
    expect(experiment.resolve([{ path: "dataset.limit", value: null }]).ok).toBe(true);
    expect(experiment.resolve([{ path: "dataset.limit", value: NaN }]).ok).toBe(false);
  });

  test("blames a wrong value on its place in the sweep", () => {
    const place = ["sweep", 0, "grid", "training.batchSize", 0];
    expect(
      issuesOf([{ path: "training.batchSize", value: -1, place }]).map(({ code, position }) => [
        code,
        position.line,
        position.text,
      ]),
    ).toEqual([["out-of-range", 13, "        - 33"]]);
  });

  test("blames values that do not go together on the axis that brought them", () => {
    const half = ["sweep", 0, "grid", "training.discriminatorBatch", 0];
    const odd = ["sweep", 0, "grid", "training.batchSize", 0];
    const issues = issuesOf([
      { path: "training.discriminatorBatch", value: "half", place: half },
      { path: "training.batchSize", value: 33, place: odd },
    ]);
    expect(issues.map(({ code, position }) => [code, position.line])).toEqual([["conflict", 13]]);
  });

  test("blames a key that the cell's kind does not have on its axis", () => {
    const place = ["sweep", 1, "list", 0, "objective"];
    const issues = issuesOf([
      { path: "objective", value: { kind: "cross-entropy" }, place },
      { path: "objective.labels", value: "pearson", place: ["sweep", 1, "list", 0] },
    ]);
    expect(issues.map(({ code, path, position }) => [code, path, position.line])).toEqual([
      ["unknown-key", "objective.labels", 16],
    ]);
  });

  test("refuses what is no setting of a run", () => {
    expect(issuesOf([{ path: "seeds.count", value: 3 }])).toHaveLength(1);
  });
});

describe("read and locate", () => {
  test("reads the file's own words, defaults filled in", () => {
    expect(experiment.read("objective.labels")).toBe("binary");
    expect(experiment.read("training.order")).toBe("discriminator-first");
    expect(
      experiment.read("objective.labels", [{ path: "objective.labels", value: "pearson" }]),
    ).toBe("pearson");
    expect(experiment.read("objective.nothing")).toBeUndefined();
    expect(experiment.read("seeds.count")).toBe(1);
  });

  test("locates what is written, and the nearest value around what is not", () => {
    expect(experiment.locate("training.batchSize").text).toContain("batchSize: 32");
    expect(experiment.locate("generator.layers.3").line).toBe(3);
    expect(experiment.locatePlace(["sweep", 0, "grid", "training.batchSize", 1])).toMatchObject({
      line: 14,
      column: 11,
      length: 2,
    });
  });
});

describe("blocks", () => {
  test("have the defaults of random draws", () => {
    expect(experiment.blocks[2]).toEqual({
      random: {
        count: 2,
        seed: 1,
        parameters: { "optimizer.beta1": { kind: "uniform", minimum: 0, maximum: 0.9, digits: 3 } },
      },
    });
  });
});

async function load(text: string): Promise<Experiment> {
  const file = join(mkdtempSync(join(tmpdir(), "lsgan-cells-")), "a.yaml");
  writeFileSync(file, text);
  return loadExperiment(file);
}

function issuesOf(overrides: readonly Override[]): Extract<Resolution, { ok: false }>["issues"] {
  const resolution = experiment.resolve(overrides);
  return resolution.ok ? [] : resolution.issues;
}

function specOf(resolution: Resolution): unknown {
  return resolution.ok ? resolution.spec : resolution.issues;
}
