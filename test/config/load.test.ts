/** Experiment files that are right: what they give, where values come from, and what the command line changes. */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { describe, expect, test } from "vitest";

import type { Experiment, Resolution } from "../../src/config/experiment.ts";
import { ConfigError } from "../../src/config/issue.ts";
import { loadExperiment } from "../../src/config/load.ts";

const ROOT = join(import.meta.dirname, "../..");
const EXPERIMENTS = join(ROOT, "experiments");

const BASE = `name: small
dataset: { kind: synthetic-digits }
generator: { kind: preset, name: digit-mlp }
discriminator: { kind: preset, name: digit-mlp }
objective: { kind: least-squares, labels: binary }
optimizer: { kind: adam, learningRate: 2e-4 }
training: { steps: 1000, batchSize: 32 }
`;

describe("loadExperiment", () => {
  test.each(readdirSync(EXPERIMENTS).filter((file) => file.endsWith(".yaml")))(
    "experiments/%s loads and resolves without a warning",
    async (file) => {
      const experiment = await loadExperiment(join(EXPERIMENTS, file));
      expect(resolved(experiment).warnings).toEqual([]);
    },
  );

  test("fills everything in: the seed article's run, spelt out", async () => {
    const experiment = await loadExperiment(join(EXPERIMENTS, "seed-mnist.yaml"));
    const { spec, settings } = resolved(experiment);
    await expect(`${JSON.stringify({ spec, settings }, undefined, 2)}\n`).toMatchFileSnapshot(
      join(ROOT, "test/fixtures/resolved/seed-mnist.json"),
    );
  });

  test("fills in what hangs on other values", async () => {
    const { spec, settings } = resolved(await load({ "a.yaml": BASE }));
    expect(spec.latent).toEqual({ size: 100, distribution: "normal" });
    expect(spec.evaluation).toEqual({
      everySteps: 100,
      samples: 2000,
      metrics: [{ kind: "matched-share" }, { kind: "digit-modes" }, { kind: "class-kl" }],
      primary: "matched-share",
    });
    expect(settings).toEqual({
      engine: { executor: "auto", threads: 1 },
      logging: { everySteps: 20, histogramsEverySteps: null },
      snapshots: [0, 200, 400, 600, 800, 1000],
    });
  });

  test("leaves the bias out straight before a batch normalization, unless the file asks for it", async () => {
    const layers = `generator:
  kind: layers
  layers:
    - { kind: dense, units: 8 }
    - { kind: batch-normalization }
    - { kind: dense, units: 8, bias: true }
    - { kind: batch-normalization }
    - { kind: dense, units: 784 }
`;
    const text = BASE.replace("generator: { kind: preset, name: digit-mlp }\n", layers);
    const { spec } = resolved(await load({ "a.yaml": text }));
    const biases = spec.generator.layers.map((layer) => "bias" in layer && layer.bias);
    expect(biases).toEqual([false, false, true, false, true]);
  });

  test.each([
    ["{ kind: ring }", 0.01],
    ["{ kind: grid }", 0.05],
  ])("modes %s have the published standard deviation %d", async (modes, standardDeviation) => {
    const text = BASE.replace("synthetic-digits", `mixture, modes: ${modes}`);
    const { spec } = resolved(await load({ "a.yaml": text }));
    expect(spec.dataset).toMatchObject({ kind: "mixture", standardDeviation });
  });

  test.each([
    ["binary", { a: 0, b: 1, c: 1 }],
    ["pearson", { a: -1, b: 1, c: 0 }],
    ["{ a: 0, b: 1, c: 0.5 }", { a: 0, b: 1, c: 0.5 }],
  ])("labels %s are the numbers a, b and c", async (labels, expected) => {
    const { spec } = resolved(
      await load({ "a.yaml": BASE.replace("labels: binary", `labels: ${labels}`) }),
    );
    expect(spec.objective).toMatchObject({ labels: expected });
  });

  test("one optimizer is both networks'; two stand apart", async () => {
    const shared = BASE.replace("learningRate: 2e-4", "learningRate: 2e-4, shared: true");
    const common = {
      convention: "keras",
      schedule: { kind: "constant" },
      gradientClip: { kind: "none" },
      weightLimit: null,
    };
    const betas = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 };
    const adam = { ...common, kind: "adam", learningRate: 2e-4, ...betas };
    expect(resolved(await load({ "a.yaml": shared })).spec.optimizer).toMatchObject({
      generator: adam,
      discriminator: adam,
      shared: true,
    });
    const separate = BASE.replace(
      "{ kind: adam, learningRate: 2e-4 }",
      "{ kind: separate, generator: { kind: sgd, learningRate: 1 }, discriminator: { kind: adam, learningRate: 2e-4 } }",
    );
    expect(resolved(await load({ "a.yaml": separate })).spec.optimizer).toMatchObject({
      generator: { ...common, kind: "sgd", learningRate: 1, momentum: 0, nesterov: false },
      discriminator: adam,
      shared: false,
    });
  });

  test("numbers are those of YAML 1.2: 1e3, 0x20 and 1_000 is text", async () => {
    const text = BASE.replace("steps: 1000, batchSize: 32", "steps: 1e3, batchSize: 0x20");
    const { spec } = resolved(await load({ "a.yaml": text }));
    expect(spec.training).toMatchObject({ steps: 1000, batchSize: 32 });
  });

  test("merge keys give what the file does not write itself", async () => {
    const text = BASE.replace(
      "optimizer: { kind: adam, learningRate: 2e-4 }",
      `optimizer:
  kind: separate
  generator: &adam { kind: adam, learningRate: 1e-3, beta1: 0.5 }
  discriminator: { <<: *adam, learningRate: 1e-4 }`,
    );
    const { spec } = resolved(await load({ "a.yaml": text }));
    expect(spec.optimizer.discriminator).toMatchObject({ learningRate: 1e-4, beta1: 0.5 });
    expect(spec.optimizer.generator).toMatchObject({ learningRate: 1e-3, beta1: 0.5 });
  });

  test("warns of a snapshot beyond the last step, and leaves it out", async () => {
    const { settings, warnings } = resolved(
      await load({ "a.yaml": `${BASE}snapshots: [100, 2000]\n` }),
    );
    expect(settings.snapshots).toEqual([0, 100, 1000]);
    expect(warnings.map(({ path, position }) => [path, position.line, position.column])).toEqual([
      ["snapshots.1", 8, 18],
    ]);
  });

  test("warns of a joint batch through a discriminator with batch normalization", async () => {
    const text = BASE.replace("batchSize: 32", "batchSize: 32, realAndFake: joint").replace(
      "discriminator: { kind: preset, name: digit-mlp }",
      "discriminator: { kind: layers, layers: [{ kind: flatten }, { kind: dense, units: 9 }, { kind: batch-normalization }, { kind: dense, units: 1 }] }",
    );
    const { warnings } = resolved(await load({ "a.yaml": text }));
    expect(warnings.map(({ path }) => path)).toEqual(["training.realAndFake"]);
  });

  test("gives frozen data", async () => {
    const { spec, settings } = resolved(await load({ "a.yaml": BASE }));
    expect(isFrozenDeep(spec)).toBe(true);
    expect(isFrozenDeep(settings)).toBe(true);
  });

  test("says that a file is not there, and which one is near", async () => {
    const folder = write({ "small.yaml": BASE });
    await expect(loadExperiment(join(folder, "smal.yaml"))).rejects.toThrow(
      /did you mean `small\.yaml`\?/,
    );
  });
});

describe("extends", () => {
  test("puts a file over another, key by key, and lists whole", async () => {
    const experiment = await load({
      "a.yaml": "extends: ./base.yaml\nname: child\ntraining: { steps: 50 }\nsnapshots: [7]\n",
      "base.yaml": `${BASE}snapshots: [1, 2, 3]\n`,
    });
    const { spec, settings } = resolved(experiment);
    expect(experiment.name).toBe("child");
    expect(spec.training).toMatchObject({ steps: 50, batchSize: 32 });
    expect(settings.snapshots).toEqual([0, 7, 50]);
    expect(experiment.files.map((file) => file.replace(/.*\//, ""))).toEqual([
      "a.yaml",
      "base.yaml",
    ]);
  });

  test("replaces an object of another kind whole", async () => {
    const { spec } = resolved(
      await load({
        "a.yaml": "extends: base.yaml\nobjective: { kind: cross-entropy }\n",
        "base.yaml": BASE,
      }),
    );
    expect(spec.objective).toMatchObject({ kind: "cross-entropy", reduction: "mean" });
    expect(spec.objective).not.toHaveProperty("labels");
  });

  test("each value knows its own file and line", async () => {
    const experiment = await load({
      "a.yaml": "extends: base.yaml\ntraining: { steps: 50 }\n",
      "base.yaml": BASE,
    });
    const steps = experiment.locate("training.steps");
    const batchSize = experiment.locate("training.batchSize");
    expect([steps.file.replace(/.*\//, ""), steps.line]).toEqual(["a.yaml", 2]);
    expect([batchSize.file.replace(/.*\//, ""), batchSize.line]).toEqual(["base.yaml", 7]);
  });

  test("follows a chain and takes the nearest value", async () => {
    const { spec } = resolved(
      await load({
        "a.yaml": "extends: middle/b.yaml\n",
        "middle/b.yaml": "extends: ../base.yaml\ntraining: { steps: 77 }\n",
        "base.yaml": BASE,
      }),
    );
    expect(spec.training.steps).toBe(77);
  });

  test("sees a circle through several files", async () => {
    const files = {
      "a.yaml": `extends: b.yaml\n${BASE}`,
      "b.yaml": "extends: c.yaml\n",
      "c.yaml": "extends: b.yaml\n",
    };
    const issues = await issuesOf(files);
    expect(issues.map(({ code, message }) => [code, message])).toEqual([
      ["extends", expect.stringContaining("b.yaml → c.yaml → b.yaml")],
    ]);
  });
});

describe("--set", () => {
  test.each([
    ["training.steps=5", { training: { steps: 5, batchSize: 32 } }],
    ["latent.size=7", { latent: { size: 7 } }],
    ["objective.labels.c=0.5", { objective: { labels: { a: 0, b: 1, c: 0.5 } } }],
    ["objective={ kind: cross-entropy }", { objective: { kind: "cross-entropy" } }],
    ["dataset.limit=null", { dataset: { limit: null } }],
  ])("%s changes that and nothing else", async (set, expected) => {
    const { spec } = resolved(await load({ "a.yaml": BASE }, [set]));
    expect(spec).toMatchObject(expected);
  });

  test("changes name, seeds and sweep too", async () => {
    const experiment = await load(
      { "a.yaml": `${BASE}sweep:\n  - grid: { latent.size: [1, 2] }\n` },
      ["name=other", "seeds.count=3", "sweep=[]"],
    );
    expect([experiment.name, experiment.seeds, experiment.blocks]).toEqual([
      "other",
      { count: 3, first: 1 },
      [],
    ]);
  });

  test.each([
    ["training.steps=0", "out-of-range", 22, "0"],
    ["training.stepz=5", "unknown-key", 7, "training.stepz"],
    ["training.steps", "yaml", 7, "training.steps"],
    ["training.steps=[1", "yaml", 22, ""],
    ["objective={ kind: least-squares, labels: pearsen }", "unknown-name", 48, "pearsen"],
    ["extends=other.yaml", "unknown-key", 7, "extends"],
  ])("%s is blamed on the command line as %s", async (set, code, column, underlined) => {
    const [issue] = await issuesOf({ "a.yaml": BASE }, [set]);
    expect(issue).toMatchObject({ code, position: { file: `--set ${set}`, line: 1 } });
    if (underlined === "") return;
    expect(issue?.position.column).toBe(column);
    const { text = "", length = 0 } = issue?.position ?? {};
    expect(text.slice(column - 1, column - 1 + length)).toBe(underlined);
  });

  test("makes a cell that is wrong only together with it, blamed on it", async () => {
    const text = BASE.replace("batchSize: 32", "batchSize: 32, discriminatorBatch: half");
    const [issue] = await issuesOf({ "a.yaml": text }, ["training.batchSize=33"]);
    expect(issue?.position.file).toBe("--set training.batchSize=33");
  });
});

describe("extensions", () => {
  test("the worked example: an objective by its kind, with its keys' defaults and its digest", async () => {
    const experiment = await loadExperiment(join(EXPERIMENTS, "hinge.yaml"));
    const cell = experiment.resolve([{ path: "objective", value: { kind: "hinge" } }]);
    const digest = createHash("sha256")
      .update(readFileSync(join(EXPERIMENTS, "extensions/hinge.mjs")))
      .digest("hex");
    expect(cell).toMatchObject({
      ok: true,
      spec: {
        objective: { kind: "extension:hinge", options: { margin: 1 } },
        extensions: { "extensions/hinge.mjs": digest },
      },
    });
    expect(experiment.extensions).toMatchObject([
      { name: "extensions/hinge.mjs", family: "objective", kind: "hinge", digest },
    ]);
  });

  test("a cell that does not use an extension does not depend on its file", async () => {
    const experiment = await loadExperiment(join(EXPERIMENTS, "hinge.yaml"));
    expect(resolved(experiment).spec.extensions).toEqual({});
  });

  test.each([
    ["layer", "outputShape: (_o, s) => s, apply: (tf, o, x) => x", "discriminator"],
    [
      "optimizer",
      "slots: () => [], scalars: () => [], update: () => ({}), createClock: () => ({})",
      "optimizer",
    ],
    ["dataset", "describe: () => ({}), load: () => ({})", "dataset"],
    [
      "metric",
      'unsuited: () => null, evaluate: () => ({}), values: [{ tag: "mine" }]',
      "evaluation",
    ],
  ])("a %s can be added", async (family, members, section) => {
    const module = `export const ${family} = { kind: "mine", schema: { properties: { size: { type: "number", default: 2 } } }, ${members} };\n`;
    const uses: Record<string, string> = {
      discriminator:
        "discriminator: { kind: layers, layers: [{ kind: mine }, { kind: flatten }, { kind: dense, units: 1 }] }",
      optimizer: "optimizer: { kind: mine, shared: true }",
      dataset: "dataset: { kind: mine, size: 3 }",
      evaluation: "evaluation: { metrics: [mine], primary: mine }",
    };
    const text = `${BASE.replace(new RegExp(`^${section}:.*\n`, "m"), "")}extensions: [./mine.mjs]\n${uses[section] ?? ""}\n`;
    const { spec } = resolved(await load({ "a.yaml": text, "mine.mjs": module }));
    expect(Object.keys(spec.extensions)).toEqual(["mine.mjs"]);
    expect(JSON.stringify(spec)).toContain(
      `{"kind":"extension:mine","options":{"size":${family === "dataset" ? "3" : "2"}}}`,
    );
  });

  test("names are relative to the file that names them, and both files' extensions count", async () => {
    const module = (kind: string): string =>
      `export const objective = { kind: "${kind}", schema: {}, discriminatorLoss: () => 0, generatorLoss: () => 0 };\n`;
    const experiment = await load({
      "a.yaml": "extends: ./below/base.yaml\nextensions: [./one.mjs]\nobjective: { kind: two }\n",
      "one.mjs": module("one"),
      "below/base.yaml": `${BASE}extensions: [./two.mjs]\n`,
      "below/two.mjs": module("two"),
    });
    expect(experiment.extensions.map(({ name }) => name)).toEqual(["below/two.mjs", "one.mjs"]);
    expect(Object.keys(resolved(experiment).spec.extensions)).toEqual(["below/two.mjs"]);
  });
});

async function load(files: Record<string, string>, set: string[] = []): Promise<Experiment> {
  return loadExperiment(join(write(files), "a.yaml"), { set });
}

async function issuesOf(
  files: Record<string, string>,
  set: string[] = [],
): Promise<ConfigError["issues"]> {
  try {
    await load(files, set);
  } catch (error) {
    if (error instanceof ConfigError) return error.issues;
    throw error;
  }
  return [];
}

function write(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "lsgan-config-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function resolved(experiment: Experiment): Extract<Resolution, { ok: true }> {
  const resolution = experiment.resolve([]);
  if (!resolution.ok) throw new ConfigError(resolution.issues);
  return resolution;
}

function isFrozenDeep(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  return Object.isFrozen(value) && Object.values(value).every(isFrozenDeep);
}
