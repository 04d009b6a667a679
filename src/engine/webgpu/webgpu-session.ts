/** A training session whose state stays on the device from step to step. */
import { Tensor } from "onnxruntime-node";

import type { NetworkName, Phase, StepPlan } from "../../gan/step-plan.ts";
import type { Program } from "../../program/program.ts";
import { at } from "../../program/shapes.ts";
import { createClocks } from "../clocks.ts";
import type { ClockState, Clocks } from "../clocks.ts";
import type { TrainingSession, UpdateMeasures } from "../executor.ts";
import { NEXT, viewNamed } from "../memory.ts";
import type { PhaseMemory, TrainingMemory, Views } from "../memory.ts";
import { sampleInBatches } from "../sample.ts";
import { DeviceState } from "./device-state.ts";
import type { DeviceProgram } from "./inference.ts";
import { measureName, scalarName } from "./whole-step.ts";
import type { Square } from "./whole-step.ts";

/** The plan's programs for the device. */
export interface DevicePrograms {
  readonly phases: readonly DeviceProgram[];
  /** The phase that measures its updates too; compiled when it is first asked for. */
  readonly measuredPhase: (index: number) => Promise<DeviceProgram>;
  readonly sampler: () => Promise<DeviceProgram>;
  readonly dispose: () => Promise<void>;
}

export class WebgpuSession implements TrainingSession {
  readonly executor = "webgpu";
  readonly variables: Views;
  readonly slots: Views;
  readonly inputs: readonly Views[];
  readonly outputs: readonly Views[];
  readonly #plan: StepPlan;
  readonly #memory: TrainingMemory;
  readonly #programs: DevicePrograms;
  readonly #state: DeviceState;
  readonly #clocks: Clocks;

  constructor(plan: StepPlan, memory: TrainingMemory, programs: DevicePrograms) {
    this.variables = memory.variables;
    this.slots = memory.slots;
    this.inputs = memory.phases.map(({ inputs }) => inputs);
    this.outputs = memory.phases.map(({ outputs }) => outputs);
    this.#plan = plan;
    this.#memory = memory;
    this.#programs = programs;
    this.#state = createState(plan, memory);
    this.#clocks = createClocks(plan);
  }

  async runPhase(
    index: number,
    { measure }: { readonly measure: boolean } = { measure: false },
  ): Promise<Partial<Record<NetworkName, UpdateMeasures>>> {
    const phase = at(this.#plan.phases, index);
    const memory = at(this.#memory.phases, index);
    const program = measure
      ? await this.#programs.measuredPhase(index)
      : at(this.#programs.phases, index);
    const given = this.#givenTensors(phase, memory);
    const results = await program.run((name) => given.get(name) ?? this.#state.tensor(name));
    this.#keep(results, memory);
    return measure ? measuresOf(phase, results) : {};
  }

  pull(): Promise<void> {
    return this.#state.pull();
  }

  sample(latents: Float32Array): Promise<Float32Array> {
    const { sampler } = this.#plan;
    const shape = shapeOfInput(sampler.program, "latents");
    return sampleInBatches(sampler, latents, async (batch) => {
      const tensor = new Tensor("float32", batch, shape);
      const program = await this.#programs.sampler();
      const results = await program.run((name) =>
        name === "latents" ? tensor : this.#state.tensor(name),
      );
      return numbersOf(results, "samples");
    });
  }

  saveClocks(): ClockState {
    return this.#clocks.save();
  }

  restoreClocks(state: ClockState): void {
    this.#clocks.restore(state);
  }

  async dispose(): Promise<void> {
    await this.#state.dispose();
    await this.#programs.dispose();
  }

  /** What a phase reads besides the state: its inputs, and the scalars of its updates. Their clocks count. */
  #givenTensors({ inputs, updates }: Phase, memory: PhaseMemory): ReadonlyMap<string, Tensor> {
    const fed = inputs.map(
      ({ name, shape }) =>
        [name, new Tensor("float32", viewNamed(memory.inputs, name), shape)] as const,
    );
    const scalars = updates.flatMap((network) =>
      Object.entries(this.#clocks.next(network)).map(
        ([name, value]) =>
          [scalarName(network, name), new Tensor("float32", Float32Array.of(value), [])] as const,
      ),
    );
    return new Map([...fed, ...scalars]);
  }

  /** New state takes the place of the old on the device; what a phase says is copied to its views. */
  #keep(results: ReadonlyMap<string, Tensor>, { outputs }: PhaseMemory): void {
    for (const [name, tensor] of results) {
      const changed = name.startsWith(NEXT) ? name.slice(NEXT.length) : null;
      if (changed !== null && this.#state.has(changed)) this.#state.replace(changed, tensor);
      else outputs.get(name)?.set(numbersOf(results, name));
    }
  }
}

function createState(plan: StepPlan, memory: TrainingMemory): DeviceState {
  return new DeviceState(
    plan.variables.flatMap(({ name, network, role, shape }) => [
      { name, shape, view: viewNamed(memory.variables, name) },
      ...(role === "trainable" ? plan.optimizers[network].slots : []).map((slot) => ({
        name: `${name}/${slot.name}`,
        shape,
        view: viewNamed(memory.slots, `${name}/${slot.name}`),
      })),
    ]),
  );
}

function measuresOf(
  { updates }: Phase,
  results: ReadonlyMap<string, Tensor>,
): Partial<Record<NetworkName, UpdateMeasures>> {
  const norm = (network: NetworkName, square: Square): number =>
    Math.sqrt(numbersOf(results, measureName(network, square))[0] ?? NaN);
  return Object.fromEntries(
    updates.map((network) => [
      network,
      {
        gradientNorm: norm(network, "gradient"),
        updateRatio: norm(network, "change") / norm(network, "weight"),
      },
    ]),
  );
}

function numbersOf(results: ReadonlyMap<string, Tensor>, name: string): Float32Array {
  const data = results.get(name)?.data;
  if (!(data instanceof Float32Array)) throw new Error(`Expected \`${name}\` as float32`);
  return data;
}

function shapeOfInput({ inputs, types }: Program, name: string): readonly number[] {
  const input = inputs.find((candidate) => candidate.name === name);
  if (input === undefined) throw new Error(`The sampler has no \`${name}\``);
  return at(types, input.value).shape;
}
