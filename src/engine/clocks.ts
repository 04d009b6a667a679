/** The optimizers' clocks: one per network, or one that both share (the seed's single optimizer object). */
import { NETWORKS } from "../gan/step-plan.ts";
import type { NetworkName, OptimizerClock, StepPlan } from "../gan/step-plan.ts";

/** Plain data to resume from: by network, or under `shared`. */
export type ClockState = Readonly<Record<string, Readonly<Record<string, number>>>>;

export interface Clocks {
  /** The scalars of a network's next update; counts as one. */
  next(network: NetworkName): Readonly<Record<string, number>>;
  save(): ClockState;
  /** @throws if the state was saved from clocks of another arrangement. */
  restore(state: ClockState): void;
}

export function createClocks({ optimizers, sharedClock }: StepPlan): Clocks {
  const clocks = new Map<string, OptimizerClock>(
    sharedClock
      ? [[SHARED, optimizers.generator.createClock()]]
      : NETWORKS.map((network) => [network, optimizers[network].createClock()]),
  );
  const clockOf = (name: string): OptimizerClock => {
    const clock = clocks.get(name);
    if (clock === undefined) throw new Error(`There is no optimizer clock \`${name}\``);
    return clock;
  };
  return {
    next: (network) => clockOf(sharedClock ? SHARED : network).next(),
    save: () => Object.fromEntries([...clocks].map(([name, clock]) => [name, clock.save()])),
    restore: (state) => {
      for (const name of clocks.keys()) {
        if (!(name in state)) throw new Error(`Expected the state of clock \`${name}\``);
      }
      for (const [name, saved] of Object.entries(state)) clockOf(name).restore(saved);
    },
  };
}

const SHARED = "shared";
