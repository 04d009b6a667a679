/** What one does with a trained run: samples and exports, the numbers checked by another runtime. */
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { decodePicture } from "../../src/pictures/picture.ts";
import { readSafetensors } from "../../src/runs/safetensors.ts";
import { makeFolder, runLsgan } from "./run-lsgan.ts";

const folder = makeFolder();
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const python = process.env["LSGAN_PYTHON"];

/** Both networks with what an export must get right: labels, images, normalisation, dropout, averaged weights. */
const CONDITIONAL = `name: conditional
dataset: { kind: synthetic-digits, variation: shift }
latent: { size: 8, distribution: normal }
generator:
  kind: layers
  layers:
    - { kind: join-label, size: 4 }
    - { kind: dense, units: 196 }
    - { kind: batch-normalization }
    - { kind: relu }
    - { kind: reshape, shape: [7, 7, 4] }
    - { kind: conv2d-transpose, filters: 4, kernel: 4, stride: 2 }
    - { kind: leaky-relu, slope: 0.2 }
    - { kind: upsample, factor: 2 }
    - { kind: conv2d, filters: 1, kernel: 3 }
    - { kind: tanh }
discriminator:
  kind: layers
  layers:
    - { kind: conv2d, filters: 4, kernel: 5, stride: 2 }
    - { kind: leaky-relu, slope: 0.2 }
    - { kind: join-label, size: 4 }
    - { kind: dropout, rate: 0.3 }
    - { kind: flatten }
    - { kind: layer-normalization }
    - { kind: dense, units: 1 }
objective: { kind: least-squares, labels: binary }
optimizer: { kind: adam, learningRate: 1e-3, beta1: 0.5 }
training: { steps: 8, batchSize: 8, generatorAverage: 0.9 }
evaluation: { everySteps: 8, samples: 500 }
seeds: { count: 1, first: 1 }
`;

/** Points, and a D that packs samples and looks at how they vary. */
const PACKED = `name: packed
dataset: { kind: mixture, modes: { kind: ring }, standardDeviation: 0.01 }
latent: { size: 8 }
generator:
  kind: layers
  layers: [{ kind: dense, units: 8 }, { kind: tanh }, { kind: dense, units: 2 }]
discriminator:
  kind: layers
  layers: [{ kind: pack, count: 2 }, { kind: dense, units: 8 }, { kind: tanh }, { kind: minibatch-stddev }, { kind: dense, units: 1 }]
objective: { kind: least-squares, labels: binary }
optimizer: { kind: adam, learningRate: 1e-3 }
training: { steps: 5, batchSize: 8 }
evaluation: { everySteps: 5, samples: 500 }
seeds: { count: 1, first: 1 }
`;

const runOf = (experiment: string): string => {
  const sweep = join(folder, "runs", experiment);
  const cell = readdirSync(sweep).find((name) => existsSync(join(sweep, name, "seed-1")));
  return join(sweep, cell ?? "", "seed-1");
};

beforeAll(async () => {
  for (const [name, text] of [
    ["conditional", CONDITIONAL],
    ["packed", PACKED],
  ] as const) {
    writeFileSync(join(folder, `${name}.yaml`), text);
    const { exitCode, stderr } = await runLsgan(["sweep", `${name}.yaml`], folder);
    if (exitCode !== 0) throw new Error(stderr);
  }
}, 60_000);

describe("lsgan sample", () => {
  test("draws a row for each class, strips between latents, and keeps the numbers", async () => {
    const out = join(folder, "sampled");
    const words = ["sample", runOf("conditional"), "--out", out, "--count", "200", "--seed", "7"];
    const { stdout, exitCode } = await runLsgan(words, folder);
    expect(exitCode).toBe(0);
    expect(stdout.trim().split("\n")).toEqual([
      "sampled/grid-seed-7.png",
      "sampled/interpolation-seed-7.png",
      "sampled/samples-seed-7.safetensors",
      "(rows show the classes 0, 1, 2, 3, 4, 5, 6, 7, 8, 9)",
    ]);
    const { tensors } = readSafetensors(join(out, "samples-seed-7.safetensors"));
    expect(tensors.get("samples")?.shape).toEqual([200, 28, 28, 1]);
    expect(tensors.get("latents")?.shape).toEqual([200, 8]);
    const labels = [...(tensors.get("labels")?.data ?? [])];
    expect(labels.slice(0, 21)).toEqual([...Array<number>(20).fill(0), 1]);
    // Ten columns of 28 pixels, twice enlarged, and 2 pixels around each.
    const size = (name: string): readonly number[] => {
      const { width, height } = decodePicture(readFileSync(join(out, `${name}-seed-7.png`)));
      return [width, height];
    };
    expect(size("grid")).toEqual([10 * 58 + 2, 20 * 58 + 2]);
    expect(size("interpolation")).toEqual([10 * 58 + 2, 10 * 58 + 2]);
  });

  test("draws the classes it is asked for, and the same again for the same seed", async () => {
    const draw = async (out: string, ...more: string[]): Promise<Buffer> => {
      const words = [
        "sample",
        runOf("conditional"),
        "--out",
        join(folder, out),
        "--labels",
        "3,7-8",
      ];
      const { stdout } = await runLsgan([...words, "--count", "30", ...more], folder);
      expect(stdout).toContain("(rows show the classes 3, 7, 8)");
      return readFileSync(join(folder, out, `grid-seed-${more[1] ?? "1"}.png`));
    };
    const first = await draw("one");
    expect(await draw("two")).toEqual(first);
    expect(await draw("three", "--seed", "2")).not.toEqual(first);
  });

  test("scatters points of the plane", async () => {
    const { stdout } = await runLsgan(["sample", runOf("packed"), "--out", "points"], folder);
    expect(stdout.trim().split("\n")).toEqual([
      "points/scatter-seed-1.png",
      "points/samples-seed-1.safetensors",
    ]);
  });

  test.each([
    { words: (): string[] => ["packed", "--labels", "1"], says: "joins no labels" },
    {
      words: (): string[] => ["conditional", "--labels", "10"],
      says: "Expected labels from 0 to 9",
    },
    { words: (): string[] => ["conditional", "--labels", "5-2"], says: "Expected classes such as" },
    { words: (): string[] => ["conditional", "--count", "0"], says: "Expected a whole number" },
  ])("refuses what cannot be drawn: $says", async ({ words, says }) => {
    const [experiment = "", ...more] = words();
    const { stderr, exitCode } = await runLsgan(["sample", runOf(experiment), ...more], folder);
    expect(stderr).toContain(says);
    expect(exitCode).toBe(2);
  });

  test("names a run below a folder that is none, and says what a run without weights needs", async () => {
    const sweep = await runLsgan(["sample", "runs/packed"], folder);
    expect(sweep.stderr).toMatch(/the directory of one run, such as runs\/packed\/[\w-]+\/seed-1/);
    expect(sweep.exitCode).toBe(2);
    const nothing = await runLsgan(["export", "runs/nothing"], folder);
    expect(nothing.stderr).toContain("Expected runs/nothing to be the directory of a run");
    expect(nothing.exitCode).toBe(2);
  });
});

/** Runs both models over the samples' own latents in batches of 1, 4 and all, and compares. */
const CHECK = `
import json, sys
import numpy as np, onnx, onnxruntime as ort
from safetensors.numpy import load_file
sampled, exported, run = sys.argv[1:]
numbers = load_file(sampled)
weights, trained = load_file(exported + "/weights.safetensors"), load_file(run + "/checkpoint/final.safetensors")
assert weights.keys() == trained.keys() and all((weights[k] == trained[k]).all() for k in weights)
for name in ["generator", "discriminator"]:
    onnx.checker.check_model(onnx.load(f"{exported}/{name}.onnx"), full_check=True)
g, d = (ort.InferenceSession(f"{exported}/{name}.onnx") for name in ["generator", "discriminator"])
feeds = {"latents": numbers["latents"]}
if "labels" in numbers:
    feeds["labels"] = np.eye(10, dtype=np.float32)[numbers["labels"].astype(int)]
errors = []
for n in [1, 4, len(numbers["samples"])]:
    y = g.run(None, {k: v[:n] for k, v in feeds.items()})[0]
    errors.append(float(np.abs(y - numbers["samples"][:n]).max()))
def numpy_generator(z):
    h = z @ trained["generator/0-dense/kernel"] + trained["generator/0-dense/bias"]
    return np.tanh(h) @ trained["generator/2-dense/kernel"] + trained["generator/2-dense/bias"]
if "labels" not in numbers:
    errors.append(float(np.abs(numpy_generator(numbers["latents"]) - numbers["samples"]).max()))
batch = d.get_inputs()[0].shape[0]
n = 6 if isinstance(batch, str) else batch
judged = {"samples": np.resize(numbers["samples"], (n,) + numbers["samples"].shape[1:])}
if "labels" in feeds: judged["labels"] = np.resize(feeds["labels"], (n, 10))
scores = d.run(None, judged)[0]
print(json.dumps({"error": max(errors), "batch": batch, "scores": list(scores.shape), "finite": bool(np.isfinite(scores).all())}))
`;

describe("lsgan export", () => {
  test("writes both networks, the weights and a description", async () => {
    const { stdout, exitCode } = await runLsgan(
      ["export", runOf("conditional"), "--out", "model"],
      folder,
    );
    expect(exitCode).toBe(0);
    expect(stdout.trim().split("\n")).toEqual([
      "model/generator.onnx",
      "model/discriminator.onnx",
      "model/weights.safetensors",
      "model/export.json",
    ]);
    expect(JSON.parse(readFileSync(join(folder, "model/export.json"), "utf8"))).toMatchObject({
      classes: 10,
      generator: {
        shapes: { latents: ["batch", 8], labels: ["batch", 10], samples: ["batch", 28, 28, 1] },
      },
      discriminator: { shapes: { samples: ["batch", 28, 28, 1], scores: ["batch", 1] } },
    });
  });

  test("says where a network cannot take batches of any size", async () => {
    const { stdout } = await runLsgan(["export", runOf("packed"), "--out", "packed"], folder);
    expect(stdout).toContain("(discriminator.onnx takes batches of 128 only");
  });

  test.skipIf(python === undefined)(
    "gives in Python's ONNX Runtime and in numpy what we sampled (needs LSGAN_PYTHON with onnx, onnxruntime, safetensors)",
    async () => {
      for (const [experiment, batch, scores] of [
        ["conditional", "batch", [6, 1]],
        ["packed", 128, [64, 1]],
      ] as const) {
        const out = join(folder, `python-${experiment}`);
        await runLsgan(["export", runOf(experiment), "--out", out], folder);
        await runLsgan(["sample", runOf(experiment), "--out", out], folder);
        const numbers = join(out, "samples-seed-1.safetensors");
        const text = execFileSync(python ?? "", ["-c", CHECK, numbers, out, runOf(experiment)], {
          encoding: "utf8",
        });
        const found = JSON.parse(text) as { readonly error: number };
        expect(found).toMatchObject({ batch, scores, finite: true });
        expect(found.error).toBeLessThan(1e-5);
      }
    },
    60_000,
  );
});
