import { describe, expect, test } from "vitest";

import { isFeatureMetric, METRIC_FACTS, USUAL_PRIMARY } from "../../src/config/metric-facts.ts";
import { describeDataset } from "../../src/data/registry.ts";
import { METRICS } from "../../src/metrics/registry.ts";
import evaluationSchema from "../../schema/evaluation.schema.json" with { type: "json" };

const DIGITS = describeDataset({
  kind: "synthetic-digits",
  variation: "shift",
  limit: null,
  shuffle: true,
  stepsPerEpoch: null,
});
const RING = describeDataset({
  kind: "mixture",
  modes: { kind: "ring", count: 8, radius: 1, doubledTop: true },
  standardDeviation: 0.01,
});
const MNIST = describeDataset({
  kind: "mnist",
  split: "train",
  limit: null,
  shuffle: true,
  stepsPerEpoch: null,
});

const FASHION = describeDataset({
  kind: "fashion-mnist",
  split: "train",
  limit: null,
  shuffle: true,
  stepsPerEpoch: null,
});

const STACKS = describeDataset({
  kind: "stacked-digits",
  source: "mnist",
  split: "train",
  digits: 3,
  count: 100,
  shuffle: true,
  stepsPerEpoch: null,
});

const JUDGED = {
  "synthetic-digits": DIGITS,
  mixture: RING,
  images: FASHION,
  mnist: MNIST,
  "stacked-digits": STACKS,
} as const;

describe("what config/ knows of metrics", () => {
  test("is every registered kind, in the registry's order, with the tags it gives", () => {
    const known = Object.entries(METRIC_FACTS).map(([kind, { tags }]) => [kind, tags]);
    const registered = [...METRICS.values()].map(({ kind, values }) => [
      kind,
      values.map(({ tag }) => tag),
    ]);
    expect(known).toEqual(registered);
  });

  test.each(Object.entries(METRIC_FACTS))(
    "%s judges what it is said to, and nothing else",
    (kind, { judges }) => {
      for (const [name, dataset] of Object.entries(JUDGED)) {
        const reason = METRICS.get(kind)?.unsuited(dataset);
        const isImages = name === "mnist" || name === "stacked-digits";
        const isJudged = name === judges || (judges === "images" && isImages);
        if (isJudged) expect(reason).toBeNull();
        else expect(reason).toMatch(/^it /);
      }
    },
  );

  test("no two metrics give a value of one tag", () => {
    const tags = Object.values(METRIC_FACTS).flatMap(({ tags: own }) => own);
    expect(new Set(tags).size).toBe(tags.length);
    for (const primary of Object.values(USUAL_PRIMARY)) expect(tags).toContain(primary);
  });

  test("the schema offers the same kinds", () => {
    const [names] = evaluationSchema.properties.metrics.items.anyOf;
    expect(names).toMatchObject({
      enum: Object.keys(METRIC_FACTS).filter((kind) => !isFeatureMetric(kind)),
    });
    const [, withSettings] = evaluationSchema.properties.metrics.items.anyOf;
    expect(withSettings).toHaveProperty(
      "oneOf.1.properties.kind.enum",
      Object.keys(METRIC_FACTS).filter(isFeatureMetric),
    );
  });
});
