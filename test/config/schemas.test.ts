/** The schemas are the contract: complete, and in step with all that is made of them or repeats a part of them. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { METRIC_FACTS } from "../../src/config/metric-facts.ts";
import { PRESETS } from "../../src/config/presets/registry.ts";
import type { Schema } from "../../src/config/schemas.ts";
import { isSchema, ourSchemas } from "../../src/config/schemas.ts";
import { METRICS } from "../../src/metrics/registry.ts";

const ROOT = join(import.meta.dirname, "../..");

describe("schema/", () => {
  test("has every file that the program reads, and no other", () => {
    expect(readdirSync(join(ROOT, "schema")).sort()).toEqual([...ourSchemas().keys()].sort());
  });

  test("what is made of it is fresh: run npm run schema", () => {
    const check = (): unknown =>
      execFileSync(process.execPath, [join(ROOT, "scripts/generate.mjs"), "--check"], {
        stdio: "pipe",
      });
    expect(check).not.toThrow();
  });

  test("every key has a description, examples, and a default unless it is required", () => {
    expect([...ourSchemas()].flatMap(([file, schema]) => incompleteKeys(schema, file))).toEqual([]);
  });

  test("every object is closed and every required key is described", () => {
    expect([...ourSchemas()].flatMap(([file, schema]) => openObjects(schema, file))).toEqual([]);
  });

  test("names exactly the presets there are", () => {
    const arms = ourSchemas().get("network.schema.json")?.oneOf ?? [];
    expect(arms[0]?.properties?.["name"]?.enum).toEqual(Object.keys(PRESETS));
  });

  test("metrics without loading them are the metrics themselves", () => {
    const facts = Object.entries(METRIC_FACTS).map(([kind, { tags }]) => [kind, [...tags]]);
    const metrics = [...METRICS].map(([kind, { values }]) => [kind, values.map(({ tag }) => tag)]);
    expect(Object.fromEntries(facts)).toEqual(Object.fromEntries(metrics));
  });

  test("the types are those of the schema's own text", () => {
    const types = readFileSync(join(ROOT, "src/config/schema-types.ts"), "utf8");
    expect(types).toContain("export interface FilledLeastSquares");
  });
});

function incompleteKeys(schema: Schema, place: string): readonly string[] {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, property]) => {
    const here = `${place} ${key}`;
    // A reference to a definition brings what it does not say itself.
    const target =
      property.$ref?.startsWith("#") === true ? definitionOf(property.$ref, place) : {};
    const whole: Schema = { ...target, ...property };
    const isRequired = schema.required?.includes(key) === true;
    const hasDefault = whole.default !== undefined || whole["x-default"] !== undefined;
    const isForm = place.startsWith("sweep") || place.includes(" sweep");
    return [
      ...(whole.description === undefined ? [`${here}: description`] : []),
      ...(whole.examples === undefined ? [`${here}: examples`] : []),
      ...(isRequired || hasDefault || isForm ? [] : [`${here}: default`]),
    ];
  });
  return [
    ...own,
    ...innerSchemas(schema).flatMap(([key, inner]) => incompleteKeys(inner, `${place} ${key}`)),
  ];
}

function openObjects(schema: Schema, place: string): readonly string[] {
  const { properties, required = [], additionalProperties } = schema;
  const own =
    properties === undefined
      ? []
      : [
          ...(additionalProperties === undefined ? [`${place}: open`] : []),
          ...required.filter((key) => !(key in properties)).map((key) => `${place}: ${key}`),
        ];
  return [
    ...own,
    ...innerSchemas(schema).flatMap(([key, inner]) => openObjects(inner, `${place} ${key}`)),
  ];
}

function innerSchemas(schema: Schema): readonly (readonly [string, Schema])[] {
  const { properties = {}, definitions = {}, oneOf = [], anyOf = [], items } = schema;
  return [
    ...Object.entries(properties),
    ...Object.entries(definitions),
    ...[...oneOf, ...anyOf].map((arm) => [arm.title ?? "arm", arm] as const),
    ...(items === undefined ? [] : [["items", items] as const]),
  ].filter(([, inner]) => isSchema(inner));
}

function definitionOf(reference: string, place: string): Schema {
  const document = ourSchemas().get(place.split(" ")[0] ?? "");
  return document?.definitions?.[reference.slice("#/definitions/".length)] ?? {};
}
