/** Checking piece by piece against ajv over the whole schemas: the verdict must be the same. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { VOCABULARY } from "../../src/config/check-tree.ts";
import { ourSchemas } from "../../src/config/schemas.ts";
import { createValidators, SECTIONS } from "../../src/config/validators.ts";
import { isPlain } from "../../src/config/walk-schema.ts";

const ROOT = join(import.meta.dirname, "../..");
const FOLDERS = ["experiments", "test/fixtures/broken"];
const STRANGE: readonly unknown[] = [null, -1, 0, 1.5, "x", true, [], {}, { kind: "x" }, NaN];

const validators = createValidators(ourSchemas());
const whole = compileWhole();

describe("createValidators", () => {
  test.each(FOLDERS)("agrees with ajv over the whole schema on every file in %s", (folder) => {
    const files = readdirSync(join(ROOT, folder)).filter((file) => file.endsWith(".yaml"));
    const different = files.filter((file) => {
      const value = parseOrNull(join(ROOT, folder, file));
      return isPlain(value) && isRight(value) !== whole(value);
    });
    expect(different).toEqual([]);
  });

  test("agrees with it on good files with any one value replaced by a strange one", () => {
    const files = ["ring.yaml", "smoke.yaml", "seed-mnist.yaml"];
    const variants = files.flatMap((file) =>
      variantsOf(parseOrNull(join(ROOT, "experiments", file))),
    );
    const different = variants.filter((value) => isRight(value) !== whole(value));
    expect(different.map((value) => JSON.stringify(value))).toEqual([]);
    expect(variants.length).toBeGreaterThan(1000);
  });
});

function compileWhole(): (value: unknown) => boolean {
  const ajv = new Ajv({
    strict: true,
    strictRequired: false,
    discriminator: true,
    allowUnionTypes: true,
  });
  ajv.addVocabulary(VOCABULARY);
  for (const [name, schema] of ourSchemas()) ajv.addSchema(schema, name);
  const validate = ajv.getSchema("experiment.schema.json");
  if (validate === undefined) throw new Error("Expected the experiment's schema");
  return (value) => validate(value) === true;
}

function isRight(value: unknown): boolean {
  if (!isPlain(value)) return false;
  const { sweep } = value;
  return (
    validators.file(value).errors.length === 0 &&
    SECTIONS.every(
      (name) => !(name in value) || validators.section(name, value[name]).errors.length === 0,
    ) &&
    (!Array.isArray(sweep) ||
      sweep.every((block: unknown) => validators.block(block).errors.length === 0))
  );
}

/** The value with each of its parts replaced by each strange value, and with each of its keys left out. */
function variantsOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value))
    return value.flatMap((item: unknown, i) =>
      [...STRANGE, ...variantsOf(item)].map((other) => value.with(i, other) as unknown),
    );
  if (!isPlain(value)) return [];
  return Object.entries(value).flatMap(([key, item]) => {
    const rest = Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
    return [
      rest,
      ...[...STRANGE, ...variantsOf(item)].map((other) => ({ ...value, [key]: other })),
    ];
  });
}

function parseOrNull(path: string): unknown {
  try {
    return parse(readFileSync(path, "utf8"), { merge: true, logLevel: "silent" });
  } catch {
    return null; // not YAML: nothing for a schema to judge
  }
}
