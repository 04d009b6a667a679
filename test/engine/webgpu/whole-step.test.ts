import { describe, expect, test } from "vitest";

import { createExecutor } from "../../../src/engine/create-executor.ts";
import { DEVICE_PASSES } from "../../../src/engine/webgpu/device-passes.ts";
import { buildWholeStep } from "../../../src/engine/webgpu/whole-step.ts";
import { initializeVariables } from "../../../src/gan/initialize.ts";
import { buildStepPlan } from "../../../src/gan/train-step.ts";
import { evaluate } from "../../../src/program/interpreter.ts";
import { at } from "../../../src/program/shapes.ts";
import { seed } from "../../../src/shared/brand.ts";
import { cell } from "../../gan/specs.ts";
import { usedTolerance } from "../support/agreement.ts";
import { feedPhase } from "../support/feed.ts";

const plan = buildStepPlan(cell(), [2]);
const discriminator = at(plan.phases, 0);
const build = (measure: boolean): ReturnType<typeof buildWholeStep> =>
  buildWholeStep(plan, discriminator, { measure, passes: DEVICE_PASSES });
const namesOf = (values: readonly { readonly name: string }[]): string[] =>
  values.map(({ name }) => name);

describe("buildWholeStep", () => {
  test("gives the next value of every variable and slot of the network it updates, and of no other", () => {
    const next = namesOf(build(false).outputs).filter((name) => name.startsWith("next/"));
    const expected = plan.variables
      .filter(({ network, role }) => network === "discriminator" && role === "trainable")
      .flatMap(({ name }) => [`next/${name}`, `next/${name}/m`, `next/${name}/v`]);
    const statistics = namesOf(discriminator.program.outputs).filter((n) => n.startsWith("next/"));
    expect(next.sort()).toEqual([...expected, ...statistics].sort());
  });

  test("takes slots and the optimizer's scalars as inputs", () => {
    const inputs = namesOf(build(false).inputs);
    expect(inputs).toEqual(expect.arrayContaining(["discriminator/0-dense/kernel/m", "latents"]));
    const scalars = Object.keys(plan.optimizers.discriminator.createClock().next());
    expect(inputs.filter((name) => name.startsWith("scalar/")).sort()).toEqual(
      scalars.map((name) => `scalar/discriminator/${name}`).sort(),
    );
  });

  test("keeps gradients and sums of squares only where they are measured", () => {
    const extra = (name: string): boolean => /^(gradient|measure)\//.test(name);
    expect(namesOf(build(false).outputs).filter(extra)).toEqual([]);
    expect(namesOf(build(true).outputs).filter(extra)).toContain("measure/discriminator/change");
  });

  test("leaves out the flushing of slots, which only processors need", () => {
    const kinds = build(false).operations.map(({ kind }) => kind);
    expect(kinds).toContain("sqrt");
    expect(kinds).not.toContain("less");
  });

  test("does in double precision what a phase and an update do one after the other", async () => {
    const initial = initializeVariables(plan.variables, seed(1));
    const session = await (await createExecutor("onnx")).prepare(plan, initial, { threads: 1 });
    const scalars = plan.optimizers.discriminator.createClock().next();
    feedPhase(session, plan, 0, 0);
    const program = build(true);
    const results = evaluate(
      program,
      Object.fromEntries(
        namesOf(program.inputs).map((name) => {
          const scalar = scalars[name.replace("scalar/discriminator/", "")];
          const values =
            initial.get(name) ?? session.inputs[0]?.get(name) ?? session.slots.get(name);
          return [name, Float64Array.from(values ?? [scalar ?? NaN])];
        }),
      ),
    );
    const measures = (await session.runPhase(0, { measure: true })).discriminator;
    await session.pull();
    for (const { name } of plan.variables.filter(({ network }) => network === "discriminator")) {
      const expected = session.variables.get(name) ?? [];
      expect(usedTolerance(results[`next/${name}`] ?? [], expected), name).toBeLessThanOrEqual(1);
    }
    const squares = (square: string): number =>
      results[`measure/discriminator/${square}`]?.[0] ?? NaN;
    expect(Math.sqrt(squares("gradient"))).toBeCloseTo(measures?.gradientNorm ?? NaN, 6);
    expect(Math.sqrt(squares("change") / squares("weight"))).toBeCloseTo(
      measures?.updateRatio ?? NaN,
      6,
    );
  });
});
