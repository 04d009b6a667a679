/** What the parent refuses before a child starts is what building the step refuses too. */
import { describe, expect, test } from "vitest";

import { checkTraining } from "../../src/gan/check-training.ts";
import type { CellSpec } from "../../src/config/experiment.ts";
import type { LayerSpec } from "../../src/config/spec.ts";

const TRAINING: CellSpec["training"] = {
  steps: 10,
  batchSize: 12,
  discriminatorSteps: 1,
  order: "discriminator-first",
  latents: "fresh",
  discriminatorBatch: "full",
  realAndFake: "separate",
  fakesForDiscriminator: "training",
  generatorAverage: null,
};

const pathsOf = (
  training: Partial<CellSpec["training"]>,
  layers: readonly LayerSpec[] = [],
): string[] =>
  checkTraining({
    training: { ...TRAINING, ...training },
    discriminator: { layers },
  }).map(({ path }) => path);

describe("checkTraining", () => {
  test("finds nothing wrong with the defaults", () => {
    expect(pathsOf({})).toEqual([]);
  });

  test("refuses several discriminator steps in a simultaneous update", () => {
    expect(pathsOf({ order: "simultaneous", discriminatorSteps: 2 })).toEqual([
      "training.discriminatorSteps",
    ]);
  });

  test("refuses shared latents with half batches, whatever the order", () => {
    expect(pathsOf({ latents: "shared", discriminatorBatch: "half" })).toEqual([
      "training.latents",
    ]);
  });

  test("refuses a batch that a pack does not divide, and a half batch too", () => {
    const pack: LayerSpec = { kind: "pack", count: 4 };
    expect(pathsOf({}, [pack])).toEqual([]);
    expect(pathsOf({ batchSize: 10 }, [pack])).toEqual(["training.batchSize"]);
    expect(pathsOf({ discriminatorBatch: "half" }, [pack])).toEqual(["training.batchSize"]);
  });

  test("multiplies packs that follow each other, repeated ones and those inside a residual layer too", () => {
    const pack: LayerSpec = { kind: "pack", count: 2 };
    const repeated: LayerSpec = { kind: "repeat", times: 3, layers: [pack] };
    const residual: LayerSpec = { kind: "residual", layers: [pack], shortcut: [pack], scale: 1 };
    expect(pathsOf({ batchSize: 12 }, [pack, pack])).toEqual([]);
    expect(pathsOf({ batchSize: 12 }, [repeated])).toEqual(["training.batchSize"]);
    expect(pathsOf({ batchSize: 12 }, [pack, residual, pack])).toEqual(["training.batchSize"]);
    expect(pathsOf({ batchSize: 16 }, [residual, repeated])).toEqual([]);
  });
});
