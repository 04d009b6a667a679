import { beforeAll, describe, expect, test } from "vitest";

import type { LayerSpec } from "../../src/config/spec.ts";
import { chooseExecutor } from "../../src/engine/choose-executor.ts";
import { createExecutor } from "../../src/engine/create-executor.ts";
import { EXECUTORS } from "../../src/engine/executor.ts";
import type { TrainingSession } from "../../src/engine/executor.ts";
import { bindProgram } from "../../src/engine/onnx/inference.ts";
import { findBinding } from "../../src/engine/tensorflow/library-folder.ts";
import { initializeVariables } from "../../src/gan/initialize.ts";
import type { StepPlan } from "../../src/gan/step-plan.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
import { trace } from "../../src/program/trace.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream, fillNormal } from "../../src/shared/random.ts";
import { ADAM, cell } from "../gan/specs.ts";
import { feedPhase, runStep } from "./support/feed.ts";

const THREADS = { threads: 1 };

async function open(plan: StepPlan, executor = "onnx"): Promise<TrainingSession> {
  const initial = initializeVariables(plan.variables, seed(1));
  return (await createExecutor(executor)).prepare(plan, initial, THREADS);
}

const norm = (arrays: readonly Float32Array[]): number =>
  Math.sqrt(arrays.flatMap((array) => [...array]).reduce((sum, x) => sum + x * x, 0));

describe("createExecutor", () => {
  test("refuses an executor nobody knows, and lists those there are", async () => {
    await expect(createExecutor("cuda")).rejects.toThrow(EXECUTORS.join(", "));
    await expect(createExecutor("cuda")).rejects.toMatchObject({ code: "ENGINE" });
  });

  test("auto chooses onnx; a request is granted as it stands", () => {
    expect(chooseExecutor("auto")).toBe("onnx");
    expect(EXECUTORS.map((name) => chooseExecutor(name))).toEqual([...EXECUTORS]);
  });

  test("auto chooses tensorflow, where it is set up, for networks that hold a convolution", () => {
    const convolution: LayerSpec = {
      kind: "conv2d",
      filters: 1,
      kernel: 3,
      stride: 1,
      padding: "same",
      bias: false,
      initializer: { kind: "zeros" },
      biasInitializer: { kind: "zeros" },
    };
    const { generator, discriminator } = cell();
    const nested: LayerSpec = { kind: "repeat", times: 2, layers: [convolution] };
    const choice = findBinding() === null ? "onnx" : "tensorflow";
    expect(chooseExecutor("auto", [generator, discriminator])).toBe("onnx");
    expect(chooseExecutor("auto", [generator, { ...discriminator, layers: [nested] }])).toBe(
      choice,
    );
    expect(chooseExecutor("onnx", [{ ...generator, layers: [convolution] }])).toBe("onnx");
  });
});

const SESSIONS = ["onnx", "eager", ...(findBinding() === null ? [] : ["tensorflow" as const])];

describe.each(SESSIONS)("a session of %s", (executor) => {
  const plan = buildStepPlan(cell(), [2]);
  let session: TrainingSession;
  beforeAll(async () => {
    session = await open(plan, executor);
  });

  test("a phase changes its own network's weights and leaves the other's bit-equal", async () => {
    for (const [index, { updates }] of plan.phases.entries()) {
      const before = new Map([...session.variables].map(([name, view]) => [name, view.slice()]));
      feedPhase(session, plan, index, 0);
      await session.runPhase(index);
      await session.pull();
      const changed = plan.variables.filter(({ name }) => {
        const [was, is] = [before.get(name), session.variables.get(name)];
        return is?.some((value, i) => !Object.is(value, was?.[i]));
      });
      expect(new Set(changed.map(({ network }) => network))).toEqual(new Set(updates));
    }
  });

  test("measures the gradient's norm and the update over the weights before it", async () => {
    feedPhase(session, plan, 1, 1);
    const trained = plan.variables.filter(
      ({ network, role }) => network === "generator" && role === "trainable",
    );
    const views = trained.map(({ name }) => session.variables.get(name) ?? new Float32Array());
    await session.pull();
    const before = views.map((view) => view.slice());
    const { generator } = await session.runPhase(1, { measure: true });
    const slopes = trained.map(({ name }) => session.outputs[1]?.get(`gradient/${name}`)?.slice());
    await session.pull();
    const changes = views.map((view, k) => view.map((value, i) => value - (before[k]?.[i] ?? 0)));
    const gradients = slopes.map((slope) => slope ?? new Float32Array());
    expect(generator?.gradientNorm).toBeCloseTo(norm(gradients), 6);
    expect(generator?.updateRatio).toBeCloseTo(norm(changes) / norm(before), 6);
  });

  test("does not measure unless it is asked", async () => {
    expect(await session.runPhase(0)).toEqual({});
  });

  test.each([0, 1, 255, 256, 300])("samples %i at a time, each from its own latent", async (n) => {
    const latents = new Float32Array(300 * 3);
    fillNormal(createStream(seed(9), "latents"), latents);
    const all = await session.sample(latents);
    const some = await session.sample(latents.subarray(0, n * 3));
    expect(all.length).toBe(300 * 2);
    expect(some).toEqual(all.subarray(0, n * 2));
  });

  test("refuses latents that are not a whole number of samples", async () => {
    await expect(session.sample(new Float32Array(4))).rejects.toThrow("multiple of 3");
  });
});

describe("a session", () => {
  test.each([true, false])(
    "restored from variables, slots and clocks goes on bit for bit (shared clock: %s)",
    async (shared) => {
      const plan = buildStepPlan(cell({ optimizer: { ...ADAM, shared } }), [2]);
      const [whole, resumed] = [await open(plan), await open(plan)];
      for (let step = 0; step < 5; step++) await runStep(whole, plan, step);
      for (const kind of ["variables", "slots"] as const)
        for (const [name, values] of whole[kind]) resumed[kind].get(name)?.set(values);
      resumed.restoreClocks(
        JSON.parse(JSON.stringify(whole.saveClocks())) as ReturnType<TrainingSession["saveClocks"]>,
      );
      for (let step = 5; step < 10; step++)
        for (const session of [whole, resumed]) await runStep(session, plan, step);
      expect([...resumed.variables]).toEqual([...whole.variables]);
      expect([...resumed.slots]).toEqual([...whole.slots]);
      expect(resumed.saveClocks()).toEqual(whole.saveClocks());
    },
  );

  test("with one shared clock counts two updates a step", async () => {
    const plan = buildStepPlan(cell({ optimizer: { ...ADAM, shared: true } }), [2]);
    const session = await open(plan);
    await runStep(session, plan, 0);
    expect(Object.keys(session.saveClocks())).toEqual(["shared"]);
    expect(session.saveClocks()["shared"]?.["power1"]).toBe(0.25); // β1² = 0.5²
  });

  test("refuses the clocks of another arrangement", async () => {
    const session = await open(buildStepPlan(cell(), [2]));
    expect(() => {
      session.restoreClocks({ shared: { power1: 1, power2: 1 } });
    }).toThrow("generator");
  });

  test("refuses first values of another size", async () => {
    const plan = buildStepPlan(cell(), [2]);
    const initial = new Map(initializeVariables(plan.variables, seed(1)));
    initial.set("generator/0-dense/kernel", new Float32Array(3));
    const onnx = await createExecutor("onnx");
    await expect(onnx.prepare(plan, initial, THREADS)).rejects.toThrow("generator/0-dense/kernel");
  });
});

describe("bindProgram", () => {
  const program = trace({ x: [4] }, ({ x }, { tf }) => ({ y: tf.tanh(x), z: tf.square(x) }));
  const memory = new Float32Array(16);
  const bind = (place: Readonly<Record<"x" | "y" | "z", number>>): Promise<unknown> => {
    const view = (name: string): Float32Array => {
      const start = place[name === "x" || name === "y" ? name : "z"];
      return memory.subarray(start, start + 4);
    };
    return bindProgram(program, { input: view, output: view }, 1);
  };

  test("refuses to write an output over an input: ONNX Runtime would give wrong numbers", async () => {
    await expect(bind({ x: 0, y: 3, z: 8 })).rejects.toThrow("over `x`");
  });

  test("refuses two outputs in one place", async () => {
    await expect(bind({ x: 0, y: 8, z: 8 })).rejects.toThrow("`y`");
  });

  test("takes arrays that lie side by side", async () => {
    await expect(bind({ x: 0, y: 4, z: 8 })).resolves.toBeDefined();
  });
});
