/**
 * Models for a batch of any size. Programs know every shape, so a program is traced with a batch whose size shows in no
 * other number: a multiple of a prime that divides no dimension of the networks. Wherever the prime divides an integer of
 * the graph, that integer speaks of the batch:
 *
 *     Reshape   → −1, what is left over
 *     Expand    → 1, as many as there are
 *     Slice     → to the end
 *
 * Anything else that knows the batch's size makes the model one for a fixed batch.
 */
import type { TensorType } from "../program.ts";

/** The program computes with the batch's size itself. */
export class FixedBatchError extends Error {
  override readonly name: string = "FixedBatchError";
}

export interface DynamicBatch {
  /** Size to trace with. */
  readonly size: number;
  /** A shape with the batch's dimension by name: `batch`, or `packs` where samples are packed. */
  readonly dimensions: (shape: readonly number[]) => readonly (number | string)[];
  /** Integers for input number `index` of an ONNX node that speak of no size. @throws FixedBatchError */
  readonly replace: (
    values: readonly number[],
    node: { readonly op: string; readonly index: number },
  ) => readonly number[];
  /** @throws FixedBatchError where one number is spread over the batch, which no shape says then */
  readonly checkBroadcast: (inputs: readonly TensorType[], output: TensorType) => void;
  /** @throws FixedBatchError where the shape has the batch's dimension */
  readonly refuse: (shape: readonly number[], what: string) => void;
}

/**
 * `lengths` are all numbers that could be mistaken for the batch: every dimension of samples and weights. The size is a
 * multiple of `packed`, the samples that one pack holds.
 */
export function createDynamicBatch(lengths: readonly number[], packed = 1): DynamicBatch {
  const prime = PRIMES.find((candidate) => lengths.every((length) => length % candidate !== 0));
  if (prime === undefined) throw new FixedBatchError("Every length of the networks is taken");
  const size = prime * packed;
  const isBatch = (value: number): boolean => value !== 0 && value % prime === 0;
  const refuse = (values: readonly number[], what: string): void => {
    if (values.some(isBatch)) throw new FixedBatchError(`The batch is part of ${what}`);
  };
  return {
    size,
    refuse,
    dimensions: (shape) =>
      shape.map((length) => {
        if (!isBatch(length)) return length;
        return length === size ? "batch" : "packs";
      }),
    replace: (values, { op, index }) => {
      const spoken = values.filter(isBatch).length;
      if (spoken === 0) return values;
      const stand = STANDS[`${op} ${index}`];
      if (stand === undefined || (spoken > 1 && op === "Reshape"))
        throw new FixedBatchError(`The batch is part of input ${index} of ${op}`);
      return values.map((value) => (isBatch(value) ? stand : value));
    },
    checkBroadcast: ([input], output) => {
      const given = input?.shape ?? [];
      const missing = output.shape.length - given.length;
      output.shape.forEach((length, axis) => {
        if (isBatch(length) && given[axis - missing] !== length)
          throw new FixedBatchError("One number is spread over the batch");
      });
    },
  };
}

const PRIMES = [1009, 1013, 1019, 1021, 1031, 1033, 1039, 1049];

/** What stands for the batch in the integers of an operator's input. Ends of slices may lie beyond the end. */
const STANDS: Readonly<Record<string, number>> = {
  "Reshape 1": -1,
  "Expand 1": 1,
  "Slice 2": 2 ** 31 - 1,
};
