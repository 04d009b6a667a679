/**
 * The whole step on a graphics processor of any maker, through ONNX Runtime's WebGPU provider: phases and updates are one
 * program each, and weights, slots and moving statistics stay on the device between steps.
 */
import type { StepPlan } from "../../gan/step-plan.ts";
import { ProgramBuilder } from "../../program/builder.ts";
import { optimise } from "../../program/optimise.ts";
import { at } from "../../program/shapes.ts";
import type { Executor } from "../executor.ts";
import { allocateMemory, NEXT } from "../memory.ts";
import { DEVICE_PASSES } from "./device-passes.ts";
import { compileForDevice } from "./inference.ts";
import type { DeviceProgram } from "./inference.ts";
import { WebgpuSession } from "./webgpu-session.ts";
import type { DevicePrograms } from "./webgpu-session.ts";
import { buildWholeStep } from "./whole-step.ts";

/** The executor, once a small program has shown that there is a device. @throws LabError ENGINE if there is none. */
export async function openWebgpuExecutor(): Promise<Executor> {
  await tryDevice();
  return {
    name: "webgpu",
    prepare: async (plan, initial) => {
      const memory = allocateMemory(plan, initial);
      return new WebgpuSession(plan, memory, await compilePrograms(plan));
    },
  };
}

async function tryDevice(): Promise<void> {
  const builder = new ProgramBuilder();
  const x = builder.input("x", { shape: [1], dtype: "float32" });
  const program = builder.build([{ name: "y", value: builder.ops.add(x, x) }]);
  await (await compileForDevice(program, () => false)).dispose();
}

async function compilePrograms(plan: StepPlan): Promise<DevicePrograms> {
  const compilePhase = (index: number, measure: boolean): Promise<DeviceProgram> => {
    const program = buildWholeStep(plan, at(plan.phases, index), {
      measure,
      passes: DEVICE_PASSES,
    });
    return compileForDevice(program, (name) => name.startsWith(NEXT));
  };
  const phases: DeviceProgram[] = [];
  for (const index of plan.phases.keys()) phases.push(await compilePhase(index, false));
  const measured = new Map<number, Promise<DeviceProgram>>();
  let sampler: Promise<DeviceProgram> | undefined;
  return {
    phases,
    measuredPhase: (index) => {
      const program = measured.get(index) ?? compilePhase(index, true);
      measured.set(index, program);
      return program;
    },
    sampler: () =>
      (sampler ??= compileForDevice(optimise(plan.sampler.program, DEVICE_PASSES), () => false)),
    dispose: async () => {
      const lazy = [...measured.values(), ...(sampler === undefined ? [] : [sampler])];
      for (const program of [...phases, ...(await Promise.all(lazy))]) await program.dispose();
    },
  };
}
