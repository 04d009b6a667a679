/** Every preset as a resolved spec: what an experiment file that names it for both networks becomes. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const DIGIT = [28, 28, 1];
const IMAGE_64 = [64, 64, 3];
const SAMPLES = {
  "ring-mlp": [2],
  "pacgan-mlp": [2],
  "pacgan-mlp-pairs": [2],
  "pytorch-gan-conv": [32, 32, 1],
  "scenes-112": [112, 112, 3],
  "cat-128": [128, 128, 3],
  "dcgan-64": IMAGE_64,
  "dcgan-64-plain": IMAGE_64,
};
const LATENTS = {
  ...{ "ring-mlp": 256, "pacgan-mlp": 2, "pacgan-mlp-pairs": 2, infogan: 64 },
  ...{ "scenes-112": 1024, "dcgan-64": 1024, "dcgan-64-plain": 1024, "hanzi-conditional": 1024 },
};
const CLASSES = { "hanzi-conditional": 3740 };

/** `library` is what load.mjs loads. Batches of 64, Adam, binary labels. */
export async function presetModel(library, name) {
  const isDifficult = name.startsWith("difficult-");
  const folder = mkdtempSync(join(tmpdir(), "lsgan-bench-"));
  const file = join(folder, "experiment.yaml");
  try {
    writeFileSync(
      file,
      `name: bench
dataset: { kind: synthetic-digits, variation: shift }
latent: { size: ${LATENTS[name] ?? (isDifficult ? 128 : 100)} }
generator: { kind: preset, name: ${name} }
discriminator: { kind: preset, name: ${name} }
objective: { kind: least-squares, labels: binary }
optimizer: { kind: adam, learningRate: 2e-4 }
training: { steps: 10, batchSize: 64 }
`,
    );
    const resolution = (await library.loadExperiment(file)).resolve([]);
    if (!resolution.ok) throw new Error(JSON.stringify(resolution.issues));
    return {
      spec: resolution.spec,
      sampleShape: SAMPLES[name] ?? (isDifficult ? IMAGE_64 : DIGIT),
      classes: CLASSES[name] ?? 0,
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
