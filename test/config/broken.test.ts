/**
 * Broken experiment files, each with the message it must give beside it (NAME.yaml, NAME.txt). After a change of
 * wording: npx vitest run test/config/broken.test.ts -u, and read the difference as a beginner would.
 */
import { existsSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";

import { describe, expect, test } from "vitest";

import { ConfigError } from "../../src/config/issue.ts";
import { loadExperiment } from "../../src/config/load.ts";
import { buildPlan } from "../../src/plan/plan.ts";

const FOLDER = join(import.meta.dirname, "../fixtures/broken");
const NAMES = readdirSync(FOLDER)
  .filter((file) => file.endsWith(".yaml"))
  .map((file) => file.slice(0, -".yaml".length));

describe("a broken experiment file", () => {
  test.each(NAMES)("%s gives exactly its message", async (name) => {
    const expected = join(FOLDER, `${name}.txt`);
    expect(existsSync(expected)).toBe(true);
    await expect(`${await messageOf(name)}\n`).toMatchFileSnapshot(expected);
  });

  test("has at least 45 examples", () => {
    expect(NAMES.length).toBeGreaterThanOrEqual(45);
  });

  test.each(NAMES)("%s is blamed on places that are there", async (name) => {
    for (const { position } of await issuesOf(name)) {
      const { line, column, length, text } = position;
      expect(line).toBeGreaterThanOrEqual(1);
      expect(column).toBeGreaterThanOrEqual(1);
      expect(length).toBeGreaterThanOrEqual(1);
      expect(column - 1 + length).toBeLessThanOrEqual(Math.max(text.length, 1));
    }
  });
});

async function failureOf(name: string): Promise<ConfigError> {
  try {
    // What claims mean is known once the sweep is expanded.
    buildPlan(await loadExperiment(join(FOLDER, `${name}.yaml`)));
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`Expected ${name} to be refused`);
}

const issuesOf = async (name: string): Promise<ConfigError["issues"]> =>
  (await failureOf(name)).issues;

/** Without the folder, which depends on where the tests are run. */
async function messageOf(name: string): Promise<string> {
  const { message } = await failureOf(name);
  return message.replaceAll(`${relative(process.cwd(), FOLDER)}/`, "");
}
