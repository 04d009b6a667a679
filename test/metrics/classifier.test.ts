/** The classifier metrics: the committed weights, against SciPy on patterns and, where it is at hand, on MNIST. */
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { describe, expect, test } from "vitest";

import type { DatasetSpec, MetricKind } from "../../src/config/spec.ts";
import { datasetsOf } from "../../src/cli/fetch-data.ts";
import { loadPlan } from "../../src/cli/load-plan.ts";
import { loadExperiment } from "../../src/config/load.ts";
import { CLASSIFIER_DIGEST, isClassifierMetric } from "../../src/config/metric-facts.ts";
import type { Dataset, HeldOut } from "../../src/data/dataset.ts";
import {
  checkDataPresent,
  describeDataset,
  loadDataset,
  loadHeldOut,
} from "../../src/data/registry.ts";
import { CLASSIFIER_LAYERS } from "../../src/metrics/classifier-layers.ts";
import { predictedClasses } from "../../src/metrics/classifier.ts";
import { CLASSIFIER_FOLDER, digitClassifier } from "../../src/metrics/digit-classifier.ts";
import type { Metric } from "../../src/metrics/metric.ts";
import { referenceSamples } from "../../src/metrics/references.ts";
import { evaluateMetrics, METRICS } from "../../src/metrics/registry.ts";
import { buildPlan } from "../../src/plan/plan.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream, fillNormal } from "../../src/shared/random.ts";
import { valuesIn } from "../data/values.ts";
import expected from "../fixtures/metrics/classifier.json" with { type: "json" };

const CLASSIFIER_METRICS = [...METRICS.values()].filter(
  ({ kind, judgesLabels }) =>
    isClassifierMetric(kind) && kind !== "stacked-modes" && judgesLabels === undefined,
);

const mnist = (split: "train" | "test" | "test-training"): DatasetSpec => ({
  kind: "mnist",
  split,
  limit: null,
  shuffle: true,
  stepsPerEpoch: null,
});

describe("the committed classifier", () => {
  test("is the one its description describes, right on at least 97 % of what it was not trained on", () => {
    const text = readFileSync(join(CLASSIFIER_FOLDER, "mnist.json"), "utf8");
    const description: unknown = JSON.parse(text);
    expect(digitClassifier().digest).toBe(CLASSIFIER_DIGEST);
    expect(description).toMatchObject({
      digest: CLASSIFIER_DIGEST,
      layers: CLASSIFIER_LAYERS,
      trainedOn: 5000,
      measuredOn: 1000,
      dataset: mnist("test-training"),
    });
    expect(description).toHaveProperty(
      "accuracy",
      expect.toSatisfy((share) => share >= 0.97),
    );
  });

  test("gives the features and probabilities that SciPy gives in float64", () => {
    const { features, probabilities } = digitClassifier().classify(patterns(0.5, 0.7));
    const length = expected.features.flat().length;
    expect([...features.values.subarray(0, length)]).toSatisfy(closeTo(expected.features.flat()));
    const first = [...probabilities.values.subarray(0, expected.probabilities.flat().length)];
    expect(first).toSatisfy(closeTo(expected.probabilities.flat()));
  });

  test("metrics on its features agree with NumPy and SciPy to a thousandth of a percent", () => {
    const dataset = datasetOf({
      reference: patterns(0, 1),
      floor: patterns(0, 1),
      floorLabels: [],
    });
    const values = evaluateMetrics(CLASSIFIER_METRICS, patterns(0.5, 0.7), dataset);
    for (const [tag, value] of Object.entries(expected)) {
      if (typeof value !== "number") continue;
      expect(Math.abs((values[tag] ?? NaN) - value), tag).toBeLessThan(1e-5 * Math.abs(value));
    }
  });

  test("a Fréchet distance of fewer than 640 samples is refused", () => {
    const samples = new Float32Array(639 * 784);
    const dataset = datasetOf({
      reference: samples.slice(),
      floor: samples.slice(),
      floorLabels: [],
    });
    const metric = metricOf("classifier-frechet-distance");
    expect(() => metric.evaluate(samples, dataset)).toThrow("at least 640 samples");
    expect(metric.smallestSamples?.(describeDataset(mnist("train")))).toBe(640);
  });
});

describe("the share of samples that are read as the class they were asked for", () => {
  const samples = patterns(0.5, 0.7);
  const dataset = datasetOf({ reference: samples, floor: samples, floorLabels: [] });
  const read = predictedClasses(digitClassifier().classify(samples).probabilities);
  const share = (labels: ArrayLike<number>): number | undefined =>
    evaluateMetrics([metricOf("classifier-accuracy")], samples, dataset, labels)[
      "classifier-accuracy"
    ];

  test("is 1 where every label is what is read, and 0 where none is", () => {
    expect(share(read)).toBe(1);
    expect(share(read.map((of) => (of + 1) % 10))).toBe(0);
    expect(share(read.map((of, i) => (i < 160 ? of : (of + 1) % 10)))).toBe(0.25);
  });

  test("cannot be asked of a generator that is told no class, and the file's line says so", async () => {
    const file = resolve(
      import.meta.dirname,
      "../../experiments/paper/h2-unconditional-quick.yaml",
    );
    const set = ["evaluation.metrics=[classifier-frechet-distance, classifier-accuracy]"];
    await expect(loadPlan(file, { set })).rejects.toThrow(
      "evaluation.metrics.1: `classifier-accuracy` needs a generator that is told a class",
    );
  });
});

describe("what classifier metrics compare with", () => {
  test.each(["train", "test-training"] as const)(
    "are 2,000 images that %s does not hold",
    (split) => {
      const description = describeDataset(mnist(split));
      for (const metric of CLASSIFIER_METRICS) {
        expect(metric.unsuited(description)).toBeNull();
        expect(metric.largestSamples?.(description)).toBe(2000);
      }
    },
  );

  test("are all trained on where the split is test, so that split is refused", () => {
    for (const metric of CLASSIFIER_METRICS)
      expect(metric.unsuited(describeDataset(mnist("test")))).toContain("test-training");
  });
});

describe("the committed experiments on MNIST", () => {
  test.each([
    ["lsgan-abc-mnist", "train"],
    ["lsgan-abc-mnist-10k", "test-training"],
  ] as const)("%s is judged by these weights, and its runs say so", async (name, split) => {
    const file = resolve(import.meta.dirname, `../../experiments/${name}.yaml`);
    const { cells } = buildPlan(await loadExperiment(file));
    expect(cells).toHaveLength(4);
    for (const { spec } of cells) {
      expect(spec.dataset).toMatchObject({ kind: "mnist", split });
      expect(spec.evaluation).toMatchObject({ primary: "classifier-frechet-distance" });
      expect(spec.evaluation.metrics).toContainEqual({
        kind: "classifier-frechet-distance",
        classifier: CLASSIFIER_DIGEST,
      });
      // The test images are fetched too, where only the train split is trained on.
      const needed = datasetsOf(spec).map((dataset) => "split" in dataset && dataset.split);
      expect(needed).toEqual([split, "test"]);
    }
  });

  test("MNIST is judged by a classifier only where the file says so", async () => {
    const file = resolve(import.meta.dirname, "../../experiments/seed-mnist.yaml");
    const { cells } = buildPlan(await loadExperiment(file));
    for (const { spec } of cells) {
      expect(spec.evaluation.metrics.filter(({ kind }) => isClassifierMetric(kind))).toEqual([]);
      expect(datasetsOf(spec)).toEqual([spec.dataset]);
    }
  });
});

const folder =
  process.env["LSGAN_DATA_DIR"] ?? resolve(import.meta.dirname, "../../../shared/data");
const present = checkDataPresent(mnist("test"), { folder }) === null;
if (!present) test.skip("needs the MNIST test split: set LSGAN_DATA_DIR", () => undefined);

describe.runIf(present)("on MNIST", { timeout: 240_000 }, () => {
  test("the three parts of the test images are disjoint and together all of them", async () => {
    const all = rowsOf(valuesIn(await loadDataset(mnist("test"), { folder })));
    const trained = await loadDataset(mnist("test-training"), { folder });
    const heldOut = await loadHeldOut(mnist("test-training"), { folder });
    const parts = [valuesIn(trained), heldOut?.reference, heldOut?.floor].map(rowsOf);
    expect(parts.map(({ length }) => length)).toEqual([6000, 2000, 2000]);
    expect(trained.labels?.length).toBe(6000);
    // No two of the 10,000 images are alike.
    expect(new Set(parts.flat())).toEqual(new Set(all));
    expect(new Set(all).size).toBe(10_000);
  });

  test("the held-out parts are the same whatever is trained on", async () => {
    const [one, other] = [
      await loadHeldOut(mnist("test-training"), { folder }),
      await loadHeldOut(mnist("train"), { folder }),
    ];
    expect(rowsOf(other?.reference).join()).toBe(rowsOf(one?.reference).join());
    expect(rowsOf(other?.floor).join()).toBe(rowsOf(one?.floor).join());
    expect(await loadHeldOut(mnist("test"), { folder })).toBeNull();
  });

  test("neither noise nor an untrained generator nor one colour outranks other real images in anything", async () => {
    const heldOut = await loadHeldOut(mnist("test-training"), { folder });
    if (heldOut === null) throw new Error("Expected held-out images");
    const dataset = datasetOf(heldOut);
    const { perfectSampler, uniformNoise } = referenceSamples(dataset, 1000, seed(1));
    const perfect = evaluateMetrics(CLASSIFIER_METRICS, perfectSampler, dataset);
    const nonsense = {
      uniformNoise,
      untrained: normal(1000 * 784, 0.1),
      large: normal(1000 * 784, 2),
      grey: new Float32Array(1000 * 784),
      black: new Float32Array(1000 * 784).fill(-1),
    };
    for (const [name, samples] of Object.entries(nonsense)) {
      const values = evaluateMetrics(CLASSIFIER_METRICS, samples, dataset);
      for (const { tag, better } of CLASSIFIER_METRICS.flatMap((metric) => metric.values)) {
        const gain = (values[tag] ?? NaN) - (perfect[tag] ?? NaN);
        const rank = `${tag} of ${name}`;
        expect(better === "higher" ? gain : -gain, rank).toBeLessThanOrEqual(0);
      }
    }
    expect(perfect["classifier-score"]).toBeGreaterThan(8);
    expect(perfect["classifier-classes"]).toBe(10);
  });

  test("the perfect sampler's images come with their own labels: 97 % are read as what they are", async () => {
    const heldOut = await loadHeldOut(mnist("train"), { folder });
    if (heldOut === null) throw new Error("Expected held-out images");
    const dataset = datasetOf(heldOut);
    const { perfectSampler, perfectLabels } = referenceSamples(dataset, 1500, seed(1));
    const metric = metricOf("classifier-accuracy");
    const accuracy = evaluateMetrics([metric], perfectSampler, dataset, perfectLabels);
    expect(accuracy["classifier-accuracy"]).toBeGreaterThan(0.97);
    expect(accuracy["classifier-accuracy"]).toBeLessThan(1);
  });
});

/** The patterns of test/fixtures/metrics/classifier.py. */
function patterns(phase: number, scale: number): Float32Array {
  return Float32Array.from({ length: 640 * 784 }, (_, at) => {
    const [i, p] = [Math.floor(at / 784), at % 784];
    return scale * Math.sin(0.37 * i + phase + 0.011 * p * ((i % 7) + 1));
  });
}

const closeTo =
  (wanted: readonly number[]) =>
  (got: readonly number[]): boolean =>
    got.length === wanted.length &&
    wanted.every((value, i) => Math.abs(value - (got[i] ?? NaN)) < 1e-4 * (1 + Math.abs(value)));

const metricOf = (kind: MetricKind): Metric => {
  const metric = METRICS.get(kind);
  if (metric === undefined) throw new Error(`Expected a metric ${kind}`);
  return metric;
};

function datasetOf(heldOut: HeldOut): Dataset {
  return {
    kind: "mnist",
    sampleShape: [28, 28, 1],
    size: 0,
    draws: null,
    digest: "",
    samples: null,
    labels: null,
    classes: 10,
    mixture: null,
    heldOut,
  };
}

/** Each image as text: images are equal where their texts are. */
function rowsOf(samples: Float32Array | undefined): string[] {
  if (samples === undefined) return [];
  return Array.from({ length: samples.length / 784 }, (_, row) =>
    Buffer.from(
      samples.slice(row * 784, (row + 1) * 784).map((value) => (value + 1) * 127.5),
    ).toString("latin1"),
  );
}

function normal(length: number, standardDeviation: number): Float32Array {
  const out = new Float32Array(length);
  fillNormal(createStream(seed(1), "untrained"), out);
  return out.map((value) => Math.tanh(standardDeviation * value));
}
