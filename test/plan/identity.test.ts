import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import type { RunSpec } from "../../src/config/spec.ts";
import { canonicalJson } from "../../src/plan/canonical.ts";
import { identifyCell, runIdOf } from "../../src/plan/identity.ts";
import { CELL_SPEC } from "./spec-fixture.ts";

/** A spec as it was once written to a run.json; the id by Python: sha256 of json.dumps(sort_keys, no spaces). */
const WRITTEN_SPEC: unknown = JSON.parse(
  `{"dataset": {"kind": "mixture", "modes": {"kind": "ring", "count": 8, "radius": 1, "doubledTop": false}, "standardDeviation": 0.01}, "latent": {"size": 2, "distribution": "normal"}, "generator": {"layers": [{"kind": "relu"}]}, "discriminator": {"layers": [{"kind": "tanh"}]}, "objective": {"kind": "least-squares", "labels": {"a": 0, "b": 1, "c": 1}, "discriminatorFactor": 0.5, "generatorFactor": 0.5, "reduction": "mean", "discriminatorScale": "none"}, "optimizer": {"generator": {"kind": "sgd", "learningRate": 0.1, "momentum": 0, "nesterov": false}, "discriminator": {"kind": "sgd", "learningRate": 0.1, "momentum": 0, "nesterov": false}, "shared": false}, "training": {"steps": 10, "batchSize": 4, "discriminatorSteps": 1, "order": "discriminator-first", "latents": "fresh", "discriminatorBatch": "full", "realAndFake": "separate", "fakesForDiscriminator": "training"}, "evaluation": {"everySteps": 5, "samples": 10, "metrics": [], "primary": null}, "extensions": {}, "seed": 3}`,
);

/** The same value with the keys of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, item]) => [key, reversed(item)]),
  );
}

describe("runIdOf", () => {
  test("is the same whatever the order of keys", () => {
    const spec = { ...CELL_SPEC, seed: 3 };
    expect(runIdOf(reversed(spec) as typeof spec)).toBe(runIdOf(spec));
  });

  test("is another for another seed or another number in a layer list", () => {
    const ids = [
      { ...CELL_SPEC, seed: 3 },
      { ...CELL_SPEC, seed: 4 },
      { ...CELL_SPEC, seed: 3, latent: { ...CELL_SPEC.latent, size: 3 } },
      { ...CELL_SPEC, seed: 3, generator: { layers: [] } },
    ].map(runIdOf);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test("has not changed: every finished run on every disk is found by it", () => {
    expect(runIdOf(WRITTEN_SPEC as RunSpec)).toBe(
      "c631212dc18ee56fd106767807efe1418e3e107352af01cf6b18c94f5bc138ba",
    );
  });
});

describe("identifyCell", () => {
  test("gives the ids that runIdOf gives", () => {
    const cell = identifyCell(CELL_SPEC);
    for (const seed of [0, 1, 4294967295])
      expect(cell.runId(seed)).toBe(runIdOf({ ...CELL_SPEC, seed }));
  });

  test("hashes the canonical text of the spec without a seed", () => {
    const digest = createHash("sha256").update(canonicalJson(CELL_SPEC)).digest("hex");
    expect(identifyCell(CELL_SPEC).hash).toBe(digest);
  });
});

describe("canonicalJson", () => {
  // Keys and numbers as in RFC 8785, section 3.2.
  test("sorts keys by code unit and writes numbers as ECMAScript does", () => {
    const value = {
      "\u20ac": 1e21,
      "\r": 0.000001,
      "1": -0,
      "\ud83d\ude00": [1e-7, 4.5],
      "\u00f6": null,
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":0.000001,"1":0,"\u00f6":null,"\u20ac":1e+21,"\ud83d\ude00":[1e-7,4.5]}',
    );
  });

  test.each([NaN, Infinity, undefined, new Date(0), () => 1])("refuses %s", (value) => {
    expect(() => canonicalJson({ value })).toThrow(TypeError);
  });
});
