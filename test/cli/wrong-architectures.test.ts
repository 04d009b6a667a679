/**
 * One wrong architecture for each layer kind, as an experiment file with the message it must give beside it (KIND.yaml,
 * KIND.txt). After a change of wording: npx vitest run test/cli/wrong-architectures.test.ts -u, and read the difference.
 */
import { existsSync } from "node:fs";
import { join, relative } from "node:path";

import { describe, expect, test } from "vitest";

import { loadPlan } from "../../src/cli/load-plan.ts";
import { ConfigError } from "../../src/config/issue.ts";
import { LAYERS } from "../../src/gan/layers/registry.ts";

const FOLDER = join(import.meta.dirname, "../fixtures/wrong-architectures");

describe("a wrong architecture is refused before anything starts, with its line", () => {
  test.each([...LAYERS.keys()])("%s", async (kind) => {
    const expected = join(FOLDER, `${kind}.txt`);
    expect(existsSync(expected)).toBe(true);
    const { message, issues } = await failureOf(kind);
    const text = message.replaceAll(`${relative(process.cwd(), FOLDER)}/`, "");
    await expect(`${text}\n`).toMatchFileSnapshot(expected);
    for (const { position } of issues) expect(position.line).toBeGreaterThan(3);
  });
});

async function failureOf(kind: string): Promise<ConfigError> {
  try {
    await loadPlan(join(FOLDER, `${kind}.yaml`), { set: [] });
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error(`Expected ${kind} to be refused`);
}
