/**
 * A training session over any way of running programs: what every executor shares, from the memory to the optimizers'
 * clocks. An executor adds a Runner.
 */
import type { NetworkName, StepPlan } from "../gan/step-plan.ts";
import { at } from "../program/shapes.ts";
import { createClocks } from "./clocks.ts";
import type { Clocks, ClockState } from "./clocks.ts";
import type { ExecutorName, TrainingSession, UpdateMeasures } from "./executor.ts";
import { measureUpdate } from "./measures.ts";
import { NEXT } from "./memory.ts";
import type { StatisticPlaces, TrainingMemory, Views } from "./memory.ts";
import { sampleInBatches } from "./sample.ts";

/** How one executor runs a plan's programs on the session's memory. */
export interface Runner {
  /** Runs a phase's program: reads variables and inputs, writes gradients, next statistics and outputs. */
  runPhase(index: number): Promise<void>;
  /** Updates a network's parameters and slots from its gradients. `scalars` are what its clock gave: the inputs `scalar/<name>`. */
  update(network: NetworkName, scalars: Readonly<Record<string, number>>): void;
  /** One batch of the plan's sampler. The result may be overwritten by the next call. */
  sampleBatch(latents: Float32Array): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** Where a runner keeps the state in another form than the memory's `variables` and `slots` show. */
export interface OutsideState {
  /** Brings what is shown up to date. */
  pull(): void;
  /** Takes over what is shown, if it was up to date since the last run. */
  push(): void;
  /** Brings the gradients among a phase's outputs up to date. */
  pullGradients(phase: number): void;
}

export interface SessionParts {
  readonly executor: ExecutorName;
  readonly plan: StepPlan;
  readonly memory: TrainingMemory;
  readonly runner: Runner;
  /** Default: the views are where training happens. */
  readonly state?: OutsideState;
}

/** Joins a plan, its memory and a runner into a session. */
export function createSession(parts: SessionParts): TrainingSession {
  return new Session(parts);
}

class Session implements TrainingSession {
  readonly executor: ExecutorName;
  readonly variables: Views;
  readonly slots: Views;
  readonly inputs: readonly Views[];
  readonly outputs: readonly Views[];
  readonly #plan: StepPlan;
  readonly #memory: TrainingMemory;
  readonly #runner: Runner;
  readonly #state: OutsideState | undefined;
  readonly #clocks: Clocks;
  /** For each phase the statistics it moves. */
  readonly #moved: readonly (readonly StatisticPlaces[])[];

  constructor({ executor, plan, memory, runner, state }: SessionParts) {
    this.executor = executor;
    this.variables = memory.variables;
    this.slots = memory.slots;
    this.inputs = memory.phases.map(({ inputs }) => inputs);
    this.outputs = memory.phases.map(({ outputs }) => outputs);
    this.#plan = plan;
    this.#memory = memory;
    this.#runner = runner;
    this.#state = state;
    this.#clocks = createClocks(plan);
    this.#moved = plan.phases.map(({ program }) =>
      program.outputs.flatMap(({ name }) => {
        const places = name.startsWith(NEXT) && memory.statistics.get(name.slice(NEXT.length));
        return places ? [places] : [];
      }),
    );
  }

  async runPhase(
    index: number,
    { measure }: { readonly measure: boolean } = { measure: false },
  ): Promise<Partial<Record<NetworkName, UpdateMeasures>>> {
    this.#state?.push();
    await this.#runner.runPhase(index);
    const { updates } = at(this.#plan.phases, index);
    const measures: Partial<Record<NetworkName, UpdateMeasures>> = {};
    for (const network of updates) {
      const update = (): void => {
        this.#runner.update(network, this.#clocks.next(network));
      };
      if (measure) measures[network] = measureUpdate(this.#memory.networks[network], update);
      else update();
    }
    for (const { current, next } of at(this.#moved, index)) current.set(next);
    if (measure) this.#state?.pullGradients(index);
    return measures;
  }

  pull(): Promise<void> {
    this.#state?.pull();
    return Promise.resolve();
  }

  sample(latents: Float32Array): Promise<Float32Array> {
    this.#state?.push();
    return sampleInBatches(this.#plan.sampler, latents, (batch) => this.#runner.sampleBatch(batch));
  }

  saveClocks(): ClockState {
    return this.#clocks.save();
  }

  restoreClocks(state: ClockState): void {
    this.#clocks.restore(state);
  }

  dispose(): Promise<void> {
    return this.#runner.dispose();
  }
}
