/** Samples in any number from a program of one batch size. */
import type { ForwardProgram } from "../gan/step-plan.ts";
import { sizeOf } from "../program/program.ts";
import { at } from "../program/shapes.ts";

/**
 * Runs `sampleBatch` over [n, latentSize] latents, the last batch filled up with zeros, and returns the n samples. A
 * sample depends on its own latent only, because the sampler normalises with moving statistics.
 */
export async function sampleInBatches(
  { program, batchSize }: ForwardProgram,
  latents: Float32Array,
  sampleBatch: (latents: Float32Array) => Promise<Float32Array>,
): Promise<Float32Array> {
  const latentSize =
    sizeOf(at(program.types, namedValue(program.inputs, "latents")).shape) / batchSize;
  const sampleSize =
    sizeOf(at(program.types, namedValue(program.outputs, "samples")).shape) / batchSize;
  const count = latents.length / latentSize;
  if (!Number.isInteger(count)) {
    throw new Error(`Expected a multiple of ${latentSize} latents, got ${latents.length}`);
  }
  const samples = new Float32Array(count * sampleSize);
  const batch = new Float32Array(batchSize * latentSize);
  for (let first = 0; first < count; first += batchSize) {
    const taken = Math.min(batchSize, count - first);
    batch.fill(0).set(latents.subarray(first * latentSize, (first + taken) * latentSize));
    const sampled = await sampleBatch(batch);
    samples.set(sampled.subarray(0, taken * sampleSize), first * sampleSize);
  }
  return samples;
}

function namedValue(
  values: readonly { readonly name: string; readonly value: number }[],
  name: string,
): number {
  const found = values.find((value) => value.name === name);
  if (found === undefined) throw new Error(`The sampler has no \`${name}\``);
  return found.value;
}
