import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe, expect, test } from "vitest";

import { COMPOSED_KERNELS } from "../../src/program/composed-kernels.ts";
import { evaluate } from "../../src/program/interpreter.ts";
import { toOnnx } from "../../src/program/onnx/to-onnx.ts";
import { printProgram } from "../../src/program/print.ts";
import { sizeOf } from "../../src/program/program.ts";
import { OPERATIONS } from "../../src/program/registry.ts";
import { trace } from "../../src/program/trace.ts";
import { relativeError } from "./support/closeness.ts";
import { KERNEL_CASES, KERNEL_INPUTS } from "./support/kernel-cases.ts";

beforeAll(async () => {
  await tf.setBackend("cpu");
});

describe("the trace records every kernel as tfjs computes it", () => {
  test("every recorded kernel has a case", () => {
    const recorded = [
      ...OPERATIONS.flatMap(({ kernels }) => Object.keys(kernels)),
      ...Object.keys(COMPOSED_KERNELS),
    ];
    const covered = new Set(KERNEL_CASES.map(({ kernel }) => kernel));
    expect([...covered].sort()).toEqual(recorded.sort());
  });

  const titled = KERNEL_CASES.map((entry) => ({
    ...entry,
    title: `${entry.kernel} ${entry.name ?? ""}`.trim(),
  }));
  test.each(titled)("$title", async ({ kernel, call }) => {
    const data = Object.fromEntries(
      Object.entries(KERNEL_INPUTS).map(([name, shape], index) => [name, numbers(shape, index)]),
    );
    const tensor = (name: keyof typeof KERNEL_INPUTS): tf.Tensor =>
      tf.tensor([...(data[name] ?? [])], [...KERNEL_INPUTS[name]]);
    const tensorsByName = (): Parameters<typeof call>[1] => ({
      a: tensor("a"),
      b: tensor("b"),
      row: tensor("row"),
      images: tensor("images"),
      filter: tensor("filter"),
      halved: tensor("halved"),
    });
    const eager: tf.Tensor[] = [];
    const { kernelNames } = await tf.profile(() => {
      eager.push(...[call(tf, tensorsByName())].flat());
      return eager;
    });
    expect(kernelNames).toContain(kernel);

    const program = trace(KERNEL_INPUTS, (tensors, tools) =>
      Object.fromEntries([call(tools.tf, tensors)].flat().map((t, i) => [`y${i}`, t])),
    );
    const results = evaluate(program, data);
    expect(program.outputs.length).toBe(eager.length);
    program.outputs.forEach(({ name, value }, index) => {
      expect(program.types[value]?.shape).toEqual(eager[index]?.shape);
      // A program has no integers: counts and sums of booleans are float32.
      expect(program.types[value]?.dtype).toBe(eager[index]?.dtype === "bool" ? "bool" : "float32");
      // Inputs are exact in float32; what remains is float32 arithmetic against float64.
      expect(relativeError(results[name] ?? [], eager[index]?.dataSync() ?? [])).toBeLessThan(1e-6);
    });
  });
});

describe("where tfjs's own kernels are wrong, the program is right", () => {
  test("average pooling at edges divides by what lies inside (tfjs cpu: by the wrong count)", () => {
    const program = trace({ x: [1, 3, 3, 1] }, ({ x }, { tf }) => ({
      y: tf.avgPool(tf.reshape<tf.Rank.R4>(x, [1, 3, 3, 1]), 3, 2, "same"),
    }));
    const y = evaluate(program, { x: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) })["y"] ?? [];
    // Corners of a 3×3 window around the corners of x: (1+2+4+5)/4, (2+3+5+6)/4, (4+5+7+8)/4, (5+6+8+9)/4
    expect([...y]).toEqual([3, 4, 6, 7]);
  });

  test("the gradient of a nearest resize is right for every sample (tfjs cpu: for the first)", () => {
    const program = trace({ x: [2, 1, 1, 1] }, ({ x }, { tf, gradient }) => {
      const y = tf.image.resizeNearestNeighbor(tf.reshape<tf.Rank.R4>(x, [2, 1, 1, 1]), [2, 2]);
      const [dx = x] = gradient(tf.mul(y, tf.reshape([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2, 1])), [x]);
      return { dx };
    });
    const dx = evaluate(program, { x: Float64Array.of(1, 1) })["dx"] ?? [];
    expect([...dx]).toEqual([1 + 2 + 3 + 4, 5 + 6 + 7 + 8]);
  });
});

describe("trace", () => {
  const step = (): ReturnType<typeof trace> =>
    trace({ x: [4, 3], w: [3, 2] }, ({ x, w }, { tf, gradient }) => {
      const loss = tf.mean(tf.square(tf.tanh(tf.matMul(x, w))));
      const [dw] = gradient(loss, [w]);
      return { loss, ...(dw === undefined ? {} : { dw }) };
    });

  test("tracing twice gives equal programs and identical ONNX bytes", () => {
    const [one, two] = [step(), step()];
    expect(one).toEqual(two);
    expect(printProgram(one)).toBe(printProgram(two));
    expect(toOnnx(one).bytes).toEqual(toOnnx(two).bytes);
  });

  test("outputs may be inputs, and a gradient of a gradient is exact", () => {
    const program = trace({ x: [2] }, ({ x }, { tf, gradient }) => {
      const [first = x] = gradient(tf.sum(tf.pow(x, 3)), [x]);
      const [second = x] = gradient(tf.sum(first), [x]);
      return { x, first, second };
    });
    const results = evaluate(program, { x: Float64Array.of(2, 3) });
    expect([...(results["first"] ?? [])]).toEqual([12, 27]); // 3x²
    expect([...(results["second"] ?? [])]).toEqual([12, 18]); // 6x
  });

  test("stopGradient is a constant for the gradient", () => {
    const program = trace({ x: [1] }, ({ x }, { tf, gradient, stopGradient }) => {
      const [dx = x] = gradient(tf.mul(x, stopGradient(x)), [x]);
      return { dx };
    });
    expect(evaluate(program, { x: Float64Array.of(5) })["dx"]?.[0]).toBe(5);
  });

  test("a declared constant is part of the program, and one of one value is a broadcast", () => {
    const program = trace({ x: [3] }, ({ x }, { tf, constant }) => ({
      y: tf.add(tf.mul(x, constant([1, 2, 3], [3])), tf.ones([3])),
    }));
    expect([...(evaluate(program, { x: Float64Array.of(1, 1, 1) })["y"] ?? [])]).toEqual([2, 3, 4]);
    expect(program.operations.map(({ kind }) => kind)).toContain("broadcast");
  });

  test("leaves tfjs as it was: backend, Math.random and no tensor more", () => {
    const before = {
      backend: tf.getBackend(),
      tensors: tf.memory().numTensors,
      random: Math.random,
    };
    step();
    expect(() =>
      trace({}, () => {
        throw new Error("inside");
      }),
    ).toThrow("inside");
    expect({
      backend: tf.getBackend(),
      tensors: tf.memory().numTensors,
      random: Math.random,
    }).toEqual(before);
    expect([...tf.square(tf.tensor([3])).dataSync()]).toEqual([9]);
  });
});

describe("trace refuses", () => {
  const refusal = (build: Parameters<typeof trace<"x">>[1]): unknown => {
    try {
      trace({ x: [2] }, build);
    } catch (error) {
      return error;
    }
    return "accepted";
  };
  const engineError = (pattern: RegExp): unknown =>
    expect.objectContaining({ code: "ENGINE", message: expect.stringMatching(pattern) as string });

  test("Math.random, also inside tfjs", () => {
    expect(refusal(({ x }, { tf }) => ({ y: tf.mul(x, Math.random()) }))).toEqual(
      engineError(/Random numbers/),
    );
    expect(refusal(({ x }, { tf }) => ({ y: tf.add(x, tf.randomNormal([2])) }))).toEqual(
      engineError(/Random numbers/),
    );
    expect(refusal(({ x }, { tf }) => ({ y: tf.dropout(x, 0.5) }))).toEqual(
      engineError(/Random numbers/),
    );
  });

  test("a tensor made outside", () => {
    const foreign = tf.tensor([1, 2]);
    expect(refusal(({ x }, { tf }) => ({ y: tf.add(x, foreign) }))).toEqual(
      engineError(/made outside the trace/),
    );
    expect(refusal(() => ({ y: foreign }))).toEqual(engineError(/made outside the trace/));
  });

  test("a tensor of another trace", () => {
    const kept: tf.Tensor[] = [];
    trace({ x: [2] }, ({ x }) => {
      kept.push(x);
      return { x };
    });
    expect(refusal(({ x }, { tf }) => ({ y: tf.add(x, kept[0] ?? x) }))).not.toBe("accepted");
  });

  test("a big dense constant nobody declared, and one above 1 MiB at all", () => {
    const big = Float32Array.from({ length: 2000 }, (_, i) => i);
    expect(refusal((_, { tf }) => ({ y: tf.tensor(big) }))).toEqual(engineError(/dense constant/));
    expect(refusal((_, { constant }) => ({ y: constant(big, [2000]) }))).toBe("accepted");
    const bigger = Float32Array.from({ length: 2 ** 18 + 1 }, (_, i) => i);
    expect(refusal((_, { constant }) => ({ y: constant(bigger, [bigger.length]) }))).toEqual(
      engineError(/at most/),
    );
  });

  test("tf.grad and its kin", () => {
    expect(refusal(({ x }, { tf }) => ({ y: tf.grad((v) => tf.sum(tf.square(v)))(x) }))).toEqual(
      engineError(/tools\.gradient/),
    );
    expect(
      refusal(({ x }, { tf }) => ({
        y: tf.valueAndGrad((v: tf.Tensor) => tf.sum(tf.square(v)))(x).grad,
      })),
    ).toEqual(engineError(/tools\.gradient/));
  });

  test("reading elements", () => {
    expect(refusal(({ x }, { tf }) => ({ y: tf.add(x, x.dataSync()[0] ?? 0) }))).toEqual(
      engineError(/no elements to read/),
    );
  });

  test("a kernel without an operation, by name", () => {
    expect(refusal(({ x }, { tf }) => ({ y: tf.sin(x) }))).toEqual(
      engineError(/`Sin` cannot be compiled/),
    );
  });

  test("a trace inside a trace", () => {
    expect(
      refusal(({ x }) => {
        trace({}, () => ({}));
        return { x };
      }),
    ).toEqual(engineError(/inside another trace/));
  });
});

/** Numbers in (0.1, 0.9), exact in float32, other ones for each seed. */
function numbers(shape: readonly number[], seed: number): Float64Array {
  const size = sizeOf(shape);
  return new Float64Array(size).map((_, i) =>
    Math.fround(0.1 + (0.8 * (((i * 7 + seed * 5) % 13) + 0.5)) / 13),
  );
}
