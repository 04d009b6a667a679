import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import type { OptimizerSpec, ScheduleSpec } from "../../src/config/spec.ts";
import { traceOptimizer } from "../../src/gan/trace-optimizer.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { largestError, output } from "./feeds.ts";
import { COMMON } from "./specs.ts";

interface Fixture {
  readonly start: readonly number[];
  readonly gradients: readonly (readonly number[])[];
  readonly cases: Readonly<
    Record<
      string,
      { readonly spec: OptimizerSpec; readonly weights: Readonly<Record<string, number[]>> }
    >
  >;
}

// Written by the scripts beside them.
const read = (name: string): Fixture =>
  JSON.parse(readFileSync(new URL(`../fixtures/gan/${name}`, import.meta.url), "utf8")) as Fixture;

const FRAMEWORKS = {
  Keras: read("optimizers.json"),
  PyTorch: read("optimizers-pytorch.json"),
  "TensorFlow 1": read("optimizers-tensorflow1.json"),
};
const published = Object.entries(FRAMEWORKS).flatMap(([framework, fixture]) =>
  Object.entries(fixture.cases).map(
    ([name, { spec, weights }]) =>
      [`${framework}: ${name}`, { ...fixture, spec, weights }] as const,
  ),
);

const adam = {
  ...COMMON,
  kind: "adam",
  weightDecay: 0,
  learningRate: 0.01,
  beta1: 0.5,
  beta2: 0.75,
  epsilon: 2 ** -20,
} as const satisfies OptimizerSpec;

describe("traceOptimizer", () => {
  test.each(published)(
    "follows the framework in float64 over 200 updates, %s",
    (_, { start, gradients, spec, weights }) => {
      const seen: number[] = [];
      run(spec, start, gradients, (update, parameter) => {
        const expected = weights[update];
        if (expected === undefined) return;
        seen.push(update);
        expect(largestError(parameter, expected), `update ${update}`).toBeLessThan(1e-12);
      });
      expect(seen).toEqual([1, 2, 10, 50, 200]);
    },
  );

  test("keeps weights within their limit", () => {
    const limited = { ...adam, learningRate: 1, weightLimit: 0.25 };
    expect([...run(limited, [0, 0, 0.125], [[1, -1, 0]])]).toEqual([-0.25, 0.25, 0.125]);
  });

  test("lowers the learning rate as its schedule says", () => {
    const rates = (schedule: ScheduleSpec): number[] => {
      const spec = {
        ...COMMON,
        kind: "sgd",
        learningRate: 8,
        momentum: 0,
        nesterov: false,
      } as const;
      const clock = traceOptimizer({ ...spec, schedule }).createClock();
      return Array.from({ length: 6 }, () => clock.next()["learning-rate"] ?? NaN);
    };
    expect(rates({ kind: "constant" })).toEqual([8, 8, 8, 8, 8, 8]);
    expect(rates({ kind: "linear", end: 0.5, updates: 4 })).toEqual([8, 7, 6, 5, 4, 4]);
    expect(rates({ kind: "staircase", factor: 0.5, every: 2 })).toEqual([8, 8, 4, 4, 2, 2]);
    const cosine = rates({ kind: "cosine", end: 0, updates: 4 });
    // 8·(1 + cos(π·k/4))/2.
    const half = Math.SQRT1_2;
    for (const [k, rate] of [8, 4 + 4 * half, 4, 4 - 4 * half, 0, 0].entries())
      expect(cosine[k]).toBeCloseTo(rate, 12);
  });

  test("moves the first Adam update by learningRate·sign(g), whatever the gradient's size", () => {
    const [up, down, large] = run(adam, [0, 0, 0], [[1e-2, -1e-2, 1e3]]);
    // α = 0.01·√(1 − 0.75)/(1 − 0.5) = 0.01; m = g/2; √v = |g|/2.
    expect(up).toBeCloseTo(-0.01, 5);
    expect(down).toBeCloseTo(0.01, 5);
    expect(large).toBeCloseTo(-0.01, 10);
  });

  test("flushes the slots of a dead unit to zero before they become denormal", () => {
    const gradients = [[1], ...new Array<number[]>(300).fill([0])];
    let slots: Readonly<Record<string, Float64Array>> = {};
    run(adam, [0], gradients, (_, __, state) => (slots = state));
    expect([output(slots, "slot/m")[0], output(slots, "slot/v")[0]]).toEqual([0, 0]);
  });

  test("keeps a slot that is not a number, so that divergence is found", () => {
    expect(run(adam, [1], [[NaN], [1]])).toEqual(Float64Array.of(NaN));
  });

  test("resumes its clock where it was saved", () => {
    const { createClock } = traceOptimizer(adam);
    const clock = createClock();
    clock.next();
    const resumed = createClock();
    resumed.restore(JSON.parse(JSON.stringify(clock.save())) as Record<string, number>);
    expect(resumed.next()).toEqual(clock.next());
  });

  test("computes 1 − β in double precision and feeds it as a number", () => {
    const { createClock, program } = traceOptimizer({ ...adam, beta2: 0.999 });
    expect(createClock().next()["one-minus-beta2"]).toBe(1 - 0.999);
    expect(program.inputs.map(({ name }) => name)).toEqual([
      "parameter",
      "gradient",
      "slot/m",
      "slot/v",
      "scalar/alpha",
      "scalar/one-minus-beta1",
      "scalar/one-minus-beta2",
    ]);
  });
});

type Watch = (
  update: number,
  parameter: Float64Array,
  slots: Readonly<Record<string, Float64Array>>,
) => void;

/** Runs updates in the float64 interpreter; weights are padded to the traced length with zeros. */
function run(
  spec: OptimizerSpec,
  start: readonly number[],
  gradients: readonly (readonly number[])[],
  watch: Watch = () => undefined,
): Float64Array {
  const { program, slots, createClock } = traceOptimizer(spec);
  const length = program.types[0]?.shape[0] ?? NaN;
  const padded = (values: readonly number[]): Float64Array =>
    Float64Array.from({ length }, (_, i) => values[i] ?? 0);
  const clock = createClock();
  let parameter = padded(start);
  let state: Readonly<Record<string, Float64Array>> = Object.fromEntries(
    slots.map(({ name, initial }) => [`slot/${name}`, new Float64Array(length).fill(initial)]),
  );
  for (const [index, gradient] of gradients.entries()) {
    const scalars = Object.fromEntries(
      Object.entries(clock.next()).map(([name, value]) => [
        `scalar/${name}`,
        Float64Array.of(value),
      ]),
    );
    const outputs = evaluate(program, {
      parameter,
      gradient: padded(gradient),
      ...state,
      ...scalars,
    });
    parameter = output(outputs, "parameter");
    state = Object.fromEntries(Object.keys(state).map((name) => [name, output(outputs, name)]));
    watch(index + 1, parameter.slice(0, start.length), state);
  }
  return parameter.slice(0, start.length);
}
