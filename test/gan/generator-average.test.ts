import { describe, expect, test } from "vitest";

import { initializeVariables } from "../../src/gan/initialize.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { seed } from "../../src/shared/brand.ts";
import { largestError, output, randomFeeds } from "./feeds.ts";
import { cell } from "./specs.ts";

const KERNEL = "generator/0-dense/kernel";
const AVERAGE = "generator/average/0-dense/kernel";

describe("the average of the generator's weights", () => {
  const plan = buildStepPlan(cell({ training: { generatorAverage: 0.75 } }), [2]);

  test("starts at the weights and moves towards them in the generator's phase alone", () => {
    const initial = initializeVariables(plan.variables, seed(1));
    expect(initial.get(AVERAGE)).toEqual(initial.get(KERNEL));
    const [d, g] = plan.phases;
    if (d === undefined || g === undefined) throw new Error("Expected two phases");
    expect(d.program.outputs.filter(({ name }) => name.includes("average"))).toEqual([]);
    const feeds = randomFeeds(g.program);
    const kernel = output(feeds, KERNEL);
    const expected = output(feeds, AVERAGE).map(
      (value, i) => 0.75 * value + 0.25 * (kernel[i] ?? NaN),
    );
    const moved = output(evaluate(g.program, feeds), `next/${AVERAGE}`);
    expect(largestError(moved, expected)).toBeLessThan(1e-15);
  });

  test("is what samples are made with, beside the moving statistics themselves", () => {
    const inputs = plan.sampler.program.inputs.map(({ name }) => name);
    expect(inputs).toContain(AVERAGE);
    expect(inputs).not.toContain(KERNEL);
    expect(inputs).toContain("generator/2-batch-normalization/moving-mean");
  });

  test("is the optimizer's business in nothing", () => {
    const own = plan.variables.filter(({ name }) => name.includes("/average/"));
    expect(own).toHaveLength(6);
    expect(own.filter(({ role }) => role !== "statistic")).toEqual([]);
  });
});
