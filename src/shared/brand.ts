/** Numbers and strings that must not be swapped. A brand exists at compile time only. */

declare const brand: unique symbol;

type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };

/** Hash of the canonical resolved spec, 64 hexadecimal digits. */
export type RunId = Brand<string, "RunId">;
/** A replicate's seed: an integer from 0 to 2³² − 1. */
export type Seed = Brand<number, "Seed">;
/** One round of D and G updates, counted from 0. */
export type Step = Brand<number, "Step">;

export const runId = (text: string): RunId => text as RunId;
export const seed = (value: number): Seed => value as Seed;
export const step = (value: number): Step => value as Step;
