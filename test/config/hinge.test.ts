/** The worked example of an extension, computed on the tensor library's reference backend. */
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { describe, expect, test } from "vitest";

import { isPlain } from "../../src/config/walk-schema.ts";

/** Not written into the import itself: the file has no types. */
const EXAMPLE = new URL("../../experiments/extensions/hinge.mjs", import.meta.url).href;

type Loss = (library: typeof tf, options: { margin: number }, scores: unknown) => unknown;

describe("experiments/extensions/hinge.mjs", () => {
  test("gives the hinge losses of hand arithmetic", async () => {
    await tf.setBackend("cpu");
    const module: unknown = await import(EXAMPLE);
    const objective = isPlain(module) ? module["objective"] : null;
    const [real, fake] = [tf.tensor2d([[2], [0.5]]), tf.tensor2d([[-3], [0.25]])];
    const losses = lossOf(objective, "discriminatorLoss")(tf, { margin: 1 }, { real, fake });
    // real: (max(0, 1 − 2) + max(0, 1 − 0.5))/2; fake: (max(0, 1 − 3) + max(0, 1 + 0.25))/2
    expect(isPlain(losses) && [valueOf(losses["real"]), valueOf(losses["fake"])]).toEqual([
      0.25, 0.625,
    ]);
    // −(−3 + 0.25)/2
    expect(valueOf(lossOf(objective, "generatorLoss")(tf, { margin: 1 }, fake))).toBe(1.375);
  });
});

function lossOf(objective: unknown, name: string): Loss {
  const loss = isPlain(objective) ? objective[name] : null;
  if (typeof loss !== "function") throw new Error(`Expected a function ${name}`);
  return (...given) => Reflect.apply(loss, objective, given) as unknown;
}

function valueOf(tensor: unknown): number | undefined {
  return tensor instanceof tf.Tensor ? tensor.dataSync()[0] : undefined;
}
