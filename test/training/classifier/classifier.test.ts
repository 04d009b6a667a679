/** The classifier's training: its loss by hand, its batches, and that it learns the same thing twice. */
import { describe, expect, test } from "vitest";

import type { BatchSource, Dataset } from "../../../src/data/dataset.ts";
import { createClassifier } from "../../../src/metrics/digit-classifier.ts";
import { predictedClasses } from "../../../src/metrics/classifier.ts";
import { evaluate } from "../../../src/program/interpreter.ts";
import { trace } from "../../../src/program/trace.ts";
import { seed } from "../../../src/shared/brand.ts";
import { crossEntropy } from "../../../src/training/classifier/classifier-plan.ts";
import { shiftImages } from "../../../src/training/classifier/shifted-batches.ts";
import { trainClassifier } from "../../../src/training/classifier/train-classifier.ts";

describe("the cross-entropy", () => {
  const program = trace({ logits: [2, 3], classes: [2, 3] }, ({ logits, classes }, tools) => {
    const loss = crossEntropy(tools, logits, classes);
    const [gradient = loss] = tools.gradient(loss, [logits]);
    return { loss, gradient };
  });
  const classes = Float64Array.of(1, 0, 0, 0, 1, 0);

  test("of logits (ln 2, 0, 0) and (0, 0, 0) is the mean of ln 2 and ln 3", () => {
    const logits = Float64Array.of(Math.LN2, 0, 0, 0, 0, 0);
    const { loss } = evaluate(program, { logits, classes });
    expect(loss?.[0]).toBeCloseTo((Math.LN2 + Math.log(3)) / 2, 12);
  });

  test("has the gradient (probability − class) / batch", () => {
    const logits = Float64Array.of(Math.LN2, 0, 0, 0, 0, 0);
    const { gradient = [] } = evaluate(program, { logits, classes });
    const byHand = [0.5 - 1, 0.25, 0.25, 1 / 3, 1 / 3 - 1, 1 / 3].map((value) => value / 2);
    byHand.forEach((value, i) => {
      expect(gradient[i]).toBeCloseTo(value, 12);
    });
  });

  test("of a logit of 5,000 for the wrong class is 5,000, not infinite", () => {
    const logits = Float64Array.of(0, 5000, 0, 0, 5000, 0);
    const { loss } = evaluate(program, { logits, classes });
    expect(loss?.[0]).toBeCloseTo(2500, 9);
  });
});

describe("moved images", () => {
  const dot: BatchSource = {
    fill: (_, out) => {
      out.fill(-1);
      for (let at = 12; at < out.length; at += 25) out[at] = 1;
    },
    fillLabels: (_, out) => {
      out.fill(7);
    },
  };
  const moved = shiftImages(dot, { height: 5, width: 5, reach: 1, seed: seed(1) });

  test("hold one dot in each of the nine places about the middle, and nowhere else", () => {
    const out = new Float32Array(200 * 25);
    moved.fill(0, out);
    const places = Array.from({ length: 200 }, (_, i) => out.indexOf(1, i * 25) - i * 25);
    expect(out.filter((value) => value === 1)).toHaveLength(200);
    expect([...new Set(places)].sort((a, b) => a - b)).toEqual([6, 7, 8, 11, 12, 13, 16, 17, 18]);
  });

  test("are the same for the same batch, and keep their labels", () => {
    const [one, other] = [new Float32Array(250), new Float32Array(250)];
    moved.fill(3, one);
    moved.fill(3, other);
    expect(other).toEqual(one);
    const labels = new Uint32Array(2);
    moved.fillLabels(3, labels);
    expect([...labels]).toEqual([7, 7]);
  });
});

describe("trainClassifier", () => {
  const options = { executor: "onnx", threads: 1 };

  test(
    "tells white above from white below after 40 steps, with the same weights both times",
    { timeout: 60_000 },
    async () => {
      const [one, other] = [
        await trainClassifier(HALVES, options),
        await trainClassifier(HALVES, options),
      ];
      expect(one).toMatchObject({ accuracy: 1, trainedOn: 50, measuredOn: 10 });
      expect([...one.weights.keys()]).toEqual([
        "0-conv2d/kernel",
        "0-conv2d/bias",
        "2-conv2d/kernel",
        "2-conv2d/bias",
        "6-dense/kernel",
        "6-dense/bias",
        "9-dense/kernel",
        "9-dense/bias",
      ]);
      for (const [name, { data }] of one.weights)
        expect(Buffer.compare(bytesOf(data), bytesOf(other.weights.get(name)?.data)), name).toBe(0);
    },
  );

  test(
    "weights mean the same to the forward pass that metrics use",
    { timeout: 60_000 },
    async () => {
      const { weights } = await trainClassifier(HALVES, options);
      const plain = new Map([...weights].map(([name, { data }]) => [name, data] as const));
      const { probabilities } = createClassifier("", plain).classify(HALVES.samples);
      expect([...predictedClasses(probabilities)]).toEqual([...HALVES.labels]);
    },
  );
});

const bytesOf = (values: Float32Array = new Float32Array()): Buffer => Buffer.from(values.buffer);

/** 60 images, by turns white in the upper half (class 0) and in the lower (class 1). */
const HALVES = {
  kind: "halves",
  sampleShape: [28, 28, 1],
  size: 60,
  draws: null,
  digest: "",
  samples: Float32Array.from({ length: 60 * 784 }, (_, at) =>
    Math.floor((at % 784) / 392) === Math.floor(at / 784) % 2 ? 1 : -1,
  ),
  labels: Uint8Array.from({ length: 60 }, (_, row) => row % 2),
  classes: 2,
  mixture: null,
} satisfies Dataset;
