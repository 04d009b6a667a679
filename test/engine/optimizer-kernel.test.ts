import { describe, expect, test } from "vitest";

import type { OptimizerSpec } from "../../src/config/spec.ts";
import { evaluateEagerly } from "../../src/engine/eager/evaluate-eagerly.ts";
import { resizeProgram } from "../../src/engine/eager/resize-program.ts";
import { createUpdateKernel, encodeUpdate } from "../../src/engine/wasm/optimizer-kernel.ts";
import { OPTIMIZERS } from "../../src/gan/optimizers/registry.ts";
import type { OptimizerProgram } from "../../src/gan/step-plan.ts";
import { traceOptimizer } from "../../src/gan/trace-optimizer.ts";
import { trace } from "../../src/program/trace.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream } from "../../src/shared/random.ts";
import { COMMON } from "../gan/specs.ts";

const SPECS: readonly OptimizerSpec[] = [
  {
    ...COMMON,
    kind: "adam",
    learningRate: 2e-4,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    weightDecay: 0,
  },
  { ...COMMON, kind: "rmsprop", learningRate: 1e-3, decay: 0.9, momentum: 0.9, epsilon: 1e-7 },
  { ...COMMON, kind: "sgd", learningRate: 1e-2, momentum: 0.9, nesterov: true },
  { ...COMMON, kind: "sgd", learningRate: 1e-2, momentum: 0, nesterov: false },
];
const CASES = SPECS.map((spec) => ({ kind: spec.kind, optimizer: traceOptimizer(spec) }));
const LENGTH = 4096;

interface Arrays {
  readonly memory: WebAssembly.Memory;
  /** parameter, gradient, slots. */
  readonly list: readonly Float32Array[];
}

function allocate({ slots }: OptimizerProgram): Arrays {
  const memory = new WebAssembly.Memory({ initial: 4, maximum: 4 });
  const view = (index: number): Float32Array =>
    new Float32Array(memory.buffer, index * LENGTH * 4, LENGTH);
  const list = [view(0), view(1), ...slots.map(({ initial }, i) => view(i + 2).fill(initial))];
  return { memory, list };
}

function fillWith(array: Float32Array | undefined, name: string, scale: number): void {
  const stream = createStream(seed(1), name);
  array?.forEach((_, i) => (array[i] = scale * stream.normal()));
}

describe("createUpdateKernel", () => {
  test("is tested with every optimizer there is", () => {
    expect(
      [...OPTIMIZERS.keys()].filter((kind) => !SPECS.some((spec) => spec.kind === kind)),
    ).toEqual([]);
  });

  test.each(CASES)(
    "$kind: 0 bits differ from the eager program over 50 updates",
    ({ optimizer }) => {
      const { memory, list } = allocate(optimizer);
      fillWith(list[0], "weights", 0.05);
      const eager = list.map((array) => array.slice());
      const names = ["parameter", "gradient", ...optimizer.slots.map(({ name }) => `slot/${name}`)];
      const kernel = createUpdateKernel(optimizer, memory);
      const program = resizeProgram(optimizer.program, [LENGTH]);
      const clock = optimizer.createClock();
      for (let update = 0; update < 50; update++) {
        fillWith(list[1], `gradient ${update}`, 0.01 ** (update % 4));
        eager[1]?.set(list[1] ?? []);
        const scalars = clock.next();
        kernel.update(list, scalars);
        evaluateEagerly(
          program,
          (name) =>
            name.startsWith("scalar/")
              ? Float32Array.of(scalars[name.slice(7)] ?? NaN)
              : (eager[names.indexOf(name)] ?? new Float32Array()),
          (name, values) => eager[names.indexOf(name)]?.set(values),
        );
      }
      const bits = (array: Float32Array): Uint32Array => new Uint32Array(array.slice().buffer);
      list.forEach((array, index) => {
        expect(bits(array), names[index]).toEqual(bits(eager[index] ?? array));
      });
    },
  );

  test.each(CASES)(
    "$kind: no slot of a dead unit is ever denormal in 5,000 updates without a gradient",
    ({ optimizer }) => {
      const { memory, list } = allocate(optimizer);
      fillWith(list[0], "weights", 0.05);
      fillWith(list[1], "gradient", 1e-3);
      const kernel = createUpdateKernel(optimizer, memory);
      const clock = optimizer.createClock();
      kernel.update(list, clock.next());
      list[1]?.fill(0);
      let denormal = 0;
      for (let update = 0; update < 5000; update++) {
        kernel.update(list, clock.next());
        for (const slot of list.slice(2))
          for (let i = 0; i < 64; i++) {
            const size = Math.abs(slot[i] ?? NaN);
            if (size > 0 && size < 1.1754943508222875e-38) denormal++;
          }
      }
      expect(denormal).toBe(0);
    },
  );

  test("finds a gradient that is not a number in parameter and slots", () => {
    for (const { optimizer } of CASES) {
      const { memory, list } = allocate(optimizer);
      list[1]?.fill(NaN);
      createUpdateKernel(optimizer, memory).update(list, optimizer.createClock().next());
      const rest = list.filter((_, index) => index !== 1);
      expect(rest.map((array) => array.every(Number.isNaN))).toEqual(rest.map(() => true));
    }
  });

  test("a network without weights leaves what lies beside it alone", () => {
    for (const { optimizer } of CASES) {
      const { memory, list } = allocate(optimizer);
      for (const array of list) array.fill(0.5);
      const none = list.map((array) => array.subarray(0, 0));
      createUpdateKernel(optimizer, memory).update(none, optimizer.createClock().next());
      expect(list.every((array) => array.every((x) => x === 0.5))).toBe(true);
    }
  });

  test("equal programs give equal bytes", () => {
    for (const spec of SPECS)
      expect(encodeUpdate(traceOptimizer(spec))).toEqual(encodeUpdate(traceOptimizer(spec)));
  });

  test("refuses an operation that is not element-wise, by name", () => {
    const program = trace({ parameter: [4], gradient: [4] }, (t, { tf }) => ({
      parameter: tf.sub(t.parameter, tf.div(t.gradient, tf.sum(t.gradient))),
    }));
    const clock = { next: () => ({}), save: () => ({}), restore: () => undefined };
    const encode = (): unknown => encodeUpdate({ program, slots: [], createClock: () => clock });
    expect(encode).toThrow(expect.objectContaining({ code: "ENGINE" }));
    expect(encode).toThrow("`sum`");
  });
});
