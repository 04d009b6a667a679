/** Double-precision values for the inputs of programs, drawn once and for all. */
import type { Program } from "../../src/program/program.ts";
import { sizeOf } from "../../src/program/program.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream } from "../../src/shared/random.ts";

export type Feeds = Record<string, Float64Array>;

/** Normal numbers for every input; variances are squared to be positive, dropout masks are 0 or 2. */
export function randomFeeds(program: Program, number = 1): Feeds {
  return Object.fromEntries(
    program.inputs.map(({ name, value }) => {
      const stream = createStream(seed(number), name);
      const size = sizeOf(program.types[value]?.shape ?? []);
      const draw = (): number => {
        if (name.startsWith("dropout/")) return stream.uniform() < 0.5 ? 0 : 2;
        const normal = stream.normal();
        return name.endsWith("variance") ? 0.5 + normal * normal : normal;
      };
      return [name, Float64Array.from({ length: size }, draw)];
    }),
  );
}

/** The array of an output. */
export function output(outputs: Readonly<Feeds>, name: string): Float64Array {
  const array = outputs[name];
  if (array === undefined)
    throw new Error(`No output \`${name}\` in ${Object.keys(outputs).join()}`);
  return array;
}

/** Largest |a − b| over the elements, relative to the largest |b| where that is above 1. */
export function largestError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) throw new Error(`Expected ${b.length} numbers, got ${a.length}`);
  let error = 0;
  let scale = 1;
  for (let i = 0; i < b.length; i++) {
    const difference = Math.abs((a[i] ?? NaN) - (b[i] ?? NaN));
    error = Number.isNaN(difference) ? Infinity : Math.max(error, difference);
    scale = Math.max(scale, Math.abs(b[i] ?? 0));
  }
  return error / scale;
}
