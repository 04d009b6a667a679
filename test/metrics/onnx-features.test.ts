/** Metrics on the features of a user's ONNX network: tiny networks written here, answers by hand. */
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { beforeAll, describe, expect, test } from "vitest";

import type { FeaturesSpec } from "../../src/config/spec.ts";
import { openOnnxFeatures } from "../../src/metrics/onnx-features.ts";
import { openMetrics } from "../../src/metrics/open-metrics.ts";
import { prepareImages } from "../../src/metrics/prepare-images.ts";
import { judgeSamples, metricOf } from "../../src/metrics/registry.ts";
import {
  encodeModel,
  encodeNode,
  encodeTensor,
  encodeValueInfo,
  ONNX_TYPES,
} from "../../src/program/onnx/protobuf.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream, fillUniform } from "../../src/shared/random.ts";
import { makeFolder, runLsgan } from "../cli/run-lsgan.ts";
import { FOUR_IMAGES } from "./datasets.ts";

const folder = mkdtempSync(join(tmpdir(), "lsgan-features-"));

/** [n, 3, 2, 2] → [n, 2]: the sum of the first channel, and of the last. */
const SUMS = "sums.onnx";
let sums: FeaturesSpec;

beforeAll(() => {
  const weights = Float32Array.from({ length: 12 * 2 }, (_, i) => {
    const channel = Math.floor(i / 2 / 4);
    return channel === (i % 2 === 0 ? 0 : 2) ? 1 : 0;
  });
  sums = save(SUMS, {
    nodes: [
      encodeNode("Flatten", ["images"], ["flat"], { axis: { int: 1 } }),
      encodeNode("MatMul", ["flat", "weights"], ["features"], {}),
    ],
    weights,
    outputs: [encodeValueInfo("features", ["n", 2], ONNX_TYPES.float32)],
  });
});

function save(
  file: string,
  graph: {
    readonly nodes: readonly Uint8Array[];
    readonly weights: Float32Array;
    readonly outputs: readonly Uint8Array[];
  },
): FeaturesSpec {
  const { nodes, weights, outputs } = graph;
  const bytes = encodeModel(
    {
      nodes,
      initializers: [
        encodeTensor("weights", [12, 2], ONNX_TYPES.float32, new Uint8Array(weights.buffer)),
      ],
      inputs: [encodeValueInfo("images", ["n", 3, 2, 2], ONNX_TYPES.float32)],
      outputs,
    },
    { ir: 9, opset: 18 },
  );
  writeFileSync(join(folder, file), bytes);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const shown = { layout: "nchw", range: "signed", size: null, channels: null } as const;
  return { kind: "onnx", file, sha256, input: null, output: null, ...shown };
}

const open = (spec: FeaturesSpec): ReturnType<typeof openOnnxFeatures> =>
  openOnnxFeatures(spec, { folder, cacheFolder: folder });

describe("a feature network", () => {
  test("gives a row for each sample, in any number of batches", async () => {
    const network = await open(sums);
    // Image i is i in the first channel, 10 in the second and −i in the third.
    const n = 120;
    const samples = Float32Array.from({ length: n * 12 }, (_, k) => {
      const i = Math.floor(k / 12);
      return [i, 10, -i][k % 3] ?? 0;
    });
    const { values, count, dimension } = await network.features(samples, [2, 2, 3]);
    expect([count, dimension]).toEqual([n, 2]);
    expect(Array.from(values)).toEqual(
      Array.from({ length: n }, (_, i) => [4 * i, 0 - 4 * i]).flat(),
    );
    expect(await network.features(samples, [2, 2, 3])).toBe(
      await network.features(samples, [2, 2, 3]),
    );
  });

  test("a missing file is named with the folders that were looked in", async () => {
    await expect(open({ ...sums, file: "other.onnx" })).rejects.toThrow(
      `\`other.onnx\` in the data folder; looked for ${join(folder, "other.onnx")}`,
    );
  });

  test("another file under the name is refused, with both digests", async () => {
    const sha256 = "0".repeat(64);
    await expect(open({ ...sums, sha256 })).rejects.toThrow(`to be ${sha256}, got ${sums.sha256}`);
  });

  test("a file that is no ONNX model is refused", async () => {
    writeFileSync(join(folder, "text.onnx"), "no model");
    const sha256 = createHash("sha256").update("no model").digest("hex");
    await expect(open({ ...sums, file: "text.onnx", sha256 })).rejects.toThrow(
      "cannot open the feature network `text.onnx`",
    );
  });

  test("names that it does not have are refused with those it has", async () => {
    await expect(open({ ...sums, output: "pool3" })).rejects.toThrow(
      "`features.output` to be one of the outputs of `sums.onnx` (`features`), got `pool3`",
    );
    await expect(open({ ...sums, input: "x" })).rejects.toThrow("(`images`), got `x`");
  });

  test("images of another shape are refused, and the keys that say how images are shown are named", async () => {
    const network = await open(sums);
    await expect(network.features(new Float32Array(9), [3, 3, 1])).rejects.toThrow(
      /does not take images of shape \[1, 1, 3, 3\].*`features.size`/s,
    );
    await expect(network.features(new Float32Array(2), [2])).rejects.toThrow("Expected images");
  });

  test("an output that is no row for each image is refused", async () => {
    const total = save("total.onnx", {
      nodes: [
        encodeNode("ReduceSum", ["images"], ["total"], { keepdims: { int: 0 } }),
        encodeNode("Identity", ["weights"], ["unused"], {}),
      ],
      weights: new Float32Array(24),
      outputs: [
        encodeValueInfo("total", [], ONNX_TYPES.float32),
        encodeValueInfo("unused", [12, 2], ONNX_TYPES.float32),
      ],
    });
    const network = await open({ ...total, output: "total" });
    await expect(network.features(new Float32Array(24), [2, 2, 3])).rejects.toThrow(
      "Expected a row of float32 features for each of 2 images from `total.onnx`, got []",
    );
  });
});

describe("images as a network sees them", () => {
  const shown = (overrides: Partial<FeaturesSpec>): FeaturesSpec => ({ ...sums, ...overrides });
  const rgb = Float32Array.of(-1, 0, 1, -0.5, 0, 0.5); // one pixel high, two wide

  test("channels go before or stay behind the pixels", () => {
    const first = prepareImages(rgb, [1, 2, 3], shown({ layout: "nchw" }));
    expect(first).toEqual({ data: Float32Array.of(-1, -0.5, 0, 0, 1, 0.5), shape: [3, 1, 2] });
    const last = prepareImages(rgb, [1, 2, 3], shown({ layout: "nhwc" }));
    expect(last).toEqual({ data: rgb, shape: [1, 2, 3] });
  });

  test("grey is repeated, and black and white are what the network takes them for", () => {
    const grey = Float32Array.of(-1, 1);
    const unit = prepareImages(grey, [1, 2, 1], shown({ channels: 3, range: "unit" }));
    expect(unit).toEqual({ data: Float32Array.of(0, 1, 0, 1, 0, 1), shape: [3, 1, 2] });
    const bytes = prepareImages(grey, [1, 2, 1], shown({ range: "byte" }));
    expect(Array.from(bytes.data)).toEqual([0, 255]);
    expect(() => prepareImages(rgb, [1, 2, 3], shown({ channels: 1 }))).toThrow(
      "`features.channels` to be 3",
    );
  });

  test("twice the size interpolates at quarters, as PyTorch's bilinear does", () => {
    const { data, shape } = prepareImages(
      Float32Array.of(0, 1, 0, 1),
      [2, 2, 1],
      shown({ size: 4 }),
    );
    expect(shape).toEqual([1, 4, 4]);
    const row = [0, 0.25, 0.75, 1];
    expect(Array.from(data)).toEqual([...row, ...row, ...row, ...row]);
  });
});

describe("a run", () => {
  const data =
    process.env["LSGAN_DATA_DIR"] ?? resolve(import.meta.dirname, "../../../shared/data");
  const images = join(data, "mnist");
  if (!existsSync(images))
    test.skip("needs the MNIST test split: set LSGAN_DATA_DIR", () => undefined);

  test.runIf(existsSync(images))(
    "is refused without it before it starts, else judged by it in its own process, and its result names the file and its digest",
    { timeout: 120_000 },
    async () => {
      const root = makeFolder();
      symlinkSync(images, join(root, "mnist"));
      const features = `{ kind: onnx, file: ${SUMS}, sha256: ${sums.sha256}, size: 2, channels: 3 }`;
      const lines = [
        "name: features",
        "dataset: { kind: mnist, split: test-training }",
        "latent: { size: 4 }",
        "generator: { kind: preset, name: seed-mlp }",
        "discriminator: { kind: preset, name: seed-mlp }",
        "objective: { kind: least-squares, labels: binary }",
        "optimizer: { kind: adam, learningRate: 1e-3 }",
        "training: { steps: 2, batchSize: 8 }",
        "evaluation:",
        "  everySteps: 1",
        "  samples: 60",
        `  metrics: [{ kind: feature-frechet-distance, features: ${features} }]`,
        "seeds: { count: 1, first: 1 }",
      ];
      writeFileSync(join(root, "features.yaml"), lines.join("\n"));
      const words = ["features.yaml", "--data-dir", root];
      const planned = await runLsgan(["plan", ...words, "--no-forecast"], root);
      expect(planned.stdout).toContain(`Expected the feature network \`${SUMS}\``);
      const refused = await runLsgan(["sweep", ...words], root);
      expect(refused.stderr).toContain(`looked for ${join(root, SUMS)}`);
      expect(refused.exitCode).toBe(2);
      expect(existsSync(join(root, "runs"))).toBe(false);
      copyFileSync(join(folder, SUMS), join(root, SUMS));
      const { exitCode, stdout, stderr } = await runLsgan(["sweep", ...words], root);
      expect(`${stdout}${stderr}`).toContain("feature-frechet-distance");
      expect(exitCode).toBe(0);
      const found = readdirSync(join(root, "runs"), { recursive: true, encoding: "utf8" });
      const file = found.find((path) => path.endsWith("result.json")) ?? "";
      const result: unknown = JSON.parse(readFileSync(join(root, "runs", file), "utf8"));
      expect(result).toMatchObject({ featureNetworks: [{ file: SUMS, sha256: sums.sha256 }] });
      expect(result).toHaveProperty(
        ["metrics", "feature-frechet-distance"],
        expect.toSatisfy((distance) => distance > 0),
      );
    },
  );
});

describe("metrics on its features", () => {
  const n = 40;
  const real = new Float32Array(n * 12);
  fillUniform(createStream(seed(1), "real"), real, -1, 1);
  const dataset = { ...FOUR_IMAGES, sampleShape: [2, 2, 3], samples: real, draws: null };
  const kinds = [
    "feature-frechet-distance",
    "feature-kernel-distance",
    "feature-precision-recall",
    "feature-density-coverage",
  ] as const;

  test("the data themselves have a Fréchet distance of 0 and are covered; a shift of 1 per pixel is 4² + 4²", async () => {
    const metrics = await openMetrics(
      kinds.map((kind) => ({ kind, features: sums })),
      { folder, cacheFolder: folder },
    );
    const same = await judgeSamples(metrics, real.slice(), dataset);
    expect(same["feature-frechet-distance"]).toBeCloseTo(0, 6);
    expect(same).toMatchObject({
      "feature-precision": 1,
      "feature-recall": 1,
      "feature-coverage": 1,
    });
    const moved = await judgeSamples(
      metrics,
      real.map((value) => value + 1),
      dataset,
    );
    expect(moved["feature-frechet-distance"]).toBeCloseTo(32, 4);
    expect(moved["feature-kernel-distance"]).toBeGreaterThan(1);
    expect(metrics.map(({ network }) => network)).toEqual(
      kinds.map(() => ({ file: SUMS, sha256: sums.sha256 })),
    );
  });

  test("a process that has not opened the network describes the metric and cannot evaluate", () => {
    const metric = metricOf({ kind: "feature-kernel-distance", features: sums });
    expect(metric.network).toBeNull();
    expect(() => metric.evaluate(real, dataset)).toThrow("to be prepared");
  });
});
