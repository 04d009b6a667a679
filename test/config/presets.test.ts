/** The preset networks against the published counts of parameters. */
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { loadExperiment } from "../../src/config/load.ts";
import type { LayerSpec, NetworkSpec } from "../../src/config/spec.ts";

const EXPERIMENTS = join(import.meta.dirname, "../../experiments");

describe("presets", () => {
  test("seed-mlp has the seed article's 583,312 and 265,601 parameters", async () => {
    const { generator, discriminator } = await networksOf("seed-mnist.yaml");
    // 12,928 + 512 + 33,024 + 1,024 + 131,584 + 2,048 + 402,192, batch normalisations with their moving statistics.
    expect(countParameters(generator, 100)).toBe(583_312);
    // 100,480 + 33,024 + 131,584 + 513
    expect(countParameters(discriminator, 784)).toBe(265_601);
  });

  test("seed-mlp starts the first layer of each network from N(0, 0.02²) and the others from Glorot", async () => {
    const networks = await networksOf("seed-mnist.yaml");
    const initializers = [networks.generator, networks.discriminator].map(({ layers }) =>
      layers.flatMap((layer) => (layer.kind === "dense" ? [layer.initializer] : [])),
    );
    const normal = { kind: "normal", mean: 0, standardDeviation: 0.02 };
    const glorot = { kind: "glorot-uniform" };
    expect(initializers).toEqual([
      [normal, glorot, glorot, glorot],
      [normal, glorot, glorot, glorot],
    ]);
  });

  test("seed-mlp normalises after the activation, with momentum 0.8", async () => {
    const { generator } = await networksOf("seed-mnist.yaml");
    expect(generator.layers.slice(0, 3).map(({ kind }) => kind)).toEqual([
      "dense",
      "leaky-relu",
      "batch-normalization",
    ]);
    expect(generator.layers[2]).toEqual({
      kind: "batch-normalization",
      momentum: 0.8,
      epsilon: 0.001,
    });
  });

  test("ring-mlp is 256-128-128-2 and 2-128-128-1 with tanh, orthogonal 1.4 and zero biases", async () => {
    const { generator, discriminator } = await networksOf("ring.yaml");
    const dense = (units: number): LayerSpec => ({
      kind: "dense",
      units,
      bias: true,
      initializer: { kind: "orthogonal", gain: 1.4 },
      biasInitializer: { kind: "zeros" },
    });
    const tanh: LayerSpec = { kind: "tanh" };
    expect(generator.layers).toEqual([dense(128), tanh, dense(128), tanh, dense(2)]);
    expect(discriminator.layers).toEqual([dense(128), tanh, dense(128), tanh, dense(1)]);
    // 256·128 + 128 + 128·128 + 128 + 128·2 + 2 and 2·128 + 128 + 128·128 + 128 + 128 + 1
    expect(countParameters(generator, 256)).toBe(49_666);
    expect(countParameters(discriminator, 2)).toBe(17_025);
  });
});

async function networksOf(
  file: string,
): Promise<{ readonly generator: NetworkSpec; readonly discriminator: NetworkSpec }> {
  const resolution = (await loadExperiment(join(EXPERIMENTS, file))).resolve([]);
  if (!resolution.ok) throw new Error(`Expected ${file} to resolve`);
  return resolution.spec;
}

/** Parameters of dense layers and batch normalisations, gamma, beta and two moving statistics each. */
function countParameters({ layers }: NetworkSpec, inputs: number): number {
  let width = inputs;
  let count = 0;
  for (const layer of layers) {
    if (layer.kind === "dense") {
      count += width * layer.units + (layer.bias ? layer.units : 0);
      width = layer.units;
    }
    if (layer.kind === "batch-normalization") count += 4 * width;
  }
  return count;
}
