import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { metricOf } from "../../src/metrics/registry.ts";
import { registerExtensions } from "../../src/training/register-extensions.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "extensions-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

describe("registerExtensions", () => {
  test("makes a file's kind known under its own name, however often it is named", async () => {
    const path = file(
      "largest.mjs",
      `export const metric = {
        kind: "largest",
        schema: {},
        values: [{ tag: "largest", minimum: -1, maximum: 1, better: "higher", type: "real" }],
        unsuited: () => null,
        evaluate: (samples, dataset, { factor }) => ({ largest: factor * Math.max(...samples) }),
      };`,
    );
    await registerExtensions([path, path]);
    const metric = metricOf({ kind: "extension:largest", options: { factor: 2 } });
    const dataset = {
      kind: "none",
      sampleShape: [1],
      size: null,
      draws: null,
      digest: "",
      samples: null,
      labels: null,
      classes: 1,
      mixture: null,
    };
    expect(metric.evaluate(Float32Array.of(1, 3), dataset)).toEqual({ largest: 6 });
  });

  test.each([
    ["no family", "export const other = 1;", "got none"],
    ["two families", "export const metric = {}, layer = {};", "got layer and metric"],
    ["bad JavaScript", "export const = 1;", "cannot load extension"],
  ])("refuses a file with %s", async (_name, text, message) => {
    await expect(registerExtensions([file("extension.mjs", text)])).rejects.toThrow(message);
    await expect(registerExtensions([file("extension.mjs", text)])).rejects.toMatchObject({
      code: "CONFIG",
    });
  });
});
