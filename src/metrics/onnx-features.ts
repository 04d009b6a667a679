/**
 * A user's ONNX file as a feature network, run by ONNX Runtime on the CPU: child processes only.
 *
 * Samples come as [n, height, width, channels] in [−1, 1]. They are brought to the network's channels (grey is repeated), size
 * (bilinear, pixel centres aligned as in `align_corners=False`), range and layout, and shown in batches. The output, [n, …],
 * is a row of features for each sample.
 */
import { InferenceSession, Tensor } from "onnxruntime-node";

import type { FeaturesSpec } from "../config/spec.ts";
import type { DatasetOptions } from "../data/dataset-module.ts";
import { LabError } from "../shared/errors.ts";
import { readFeatureFile } from "./feature-file.ts";
import type { FeatureNetwork } from "./feature-network.ts";
import { featureMatrix } from "./features.ts";
import type { FeatureMatrix } from "./features.ts";
import { prepareImages } from "./prepare-images.ts";

const BATCH = 50;

/**
 * @throws LabError DATA_MISSING where the file is not there, DATA_CORRUPT where its digest is another, CONFIG where it is no
 *   ONNX file or has no such input or output
 */
export async function openOnnxFeatures(
  spec: FeaturesSpec,
  options: Pick<DatasetOptions, "folder" | "cacheFolder">,
): Promise<FeatureNetwork> {
  const bytes = readFeatureFile(spec, options);
  const session = await createSession(bytes, spec.file);
  const input = chooseName(spec, "input", session.inputNames);
  const output = chooseName(spec, "output", session.outputNames);
  const known = new WeakMap<Float32Array, FeatureMatrix>();
  return {
    file: spec.file,
    sha256: spec.sha256,
    async features(samples, sampleShape) {
      const kept = known.get(samples);
      if (kept !== undefined) return kept;
      const found = await extract({ session, spec, input, output }, samples, sampleShape);
      known.set(samples, found);
      return found;
    },
  };
}

async function createSession(bytes: Uint8Array, file: string): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, { intraOpNumThreads: 1, logSeverityLevel: 3 });
  } catch (cause) {
    throw new LabError(
      "CONFIG",
      `ONNX Runtime cannot open the feature network \`${file}\`: ${reasonOf(cause)}`,
      { cause },
    );
  }
}

function chooseName(spec: FeaturesSpec, key: "input" | "output", names: readonly string[]): string {
  const { file, [key]: wanted } = spec;
  const known = names.map((name) => `\`${name}\``).join(", ");
  const [first] = names;
  if (wanted === null && names.length === 1 && first !== undefined) return first;
  if (wanted !== null && names.includes(wanted)) return wanted;
  const got = wanted === null ? "none named" : `\`${wanted}\``;
  throw new LabError(
    "CONFIG",
    `Expected \`features.${key}\` to be one of the ${key}s of \`${file}\` (${known}), got ${got}`,
  );
}

interface Opened {
  readonly session: InferenceSession;
  readonly spec: FeaturesSpec;
  readonly input: string;
  readonly output: string;
}

async function extract(
  { session, spec, input, output }: Opened,
  samples: Float32Array,
  sampleShape: readonly number[],
): Promise<FeatureMatrix> {
  const { data, shape } = prepareImages(samples, sampleShape, spec);
  const size = shape.reduce((product, length) => product * length, 1);
  const count = data.length / size;
  const rows: Float32Array[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const batch = Math.min(BATCH, count - from);
    const given = data.slice(from * size, (from + batch) * size);
    const fed = new Tensor("float32", given, [batch, ...shape]);
    rows.push(featuresOf(await show(session, { [input]: fed }, output, spec), batch, spec));
  }
  const dimension = (rows[0]?.length ?? 0) / Math.min(BATCH, count);
  const values = new Float32Array(count * dimension);
  rows.forEach((row, i) => {
    values.set(row, i * BATCH * dimension);
  });
  return featureMatrix(values, dimension);
}

async function show(
  session: InferenceSession,
  feeds: Readonly<Record<string, Tensor>>,
  output: string,
  { file }: FeaturesSpec,
): Promise<Tensor> {
  const shapes = Object.values(feeds).map(({ dims }) => `[${dims.join(", ")}]`);
  try {
    const answers = await session.run(feeds, [output]);
    const answer = answers[output];
    if (answer === undefined) throw new Error(`no output \`${output}\``);
    return answer;
  } catch (cause) {
    throw new LabError(
      "CONFIG",
      `The feature network \`${file}\` does not take images of shape ${shapes.join(", ")}: ${reasonOf(cause)}. \`features.size\`, \`features.channels\` and \`features.layout\` say how images are shown`,
      { cause },
    );
  }
}

/** [n, …] as n rows. */
function featuresOf({ data, dims }: Tensor, batch: number, { file }: FeaturesSpec): Float32Array {
  const fits = data instanceof Float32Array && dims.length >= 2 && dims[0] === batch;
  if (fits && data.length > 0) return Float32Array.from(data);
  throw new LabError(
    "CONFIG",
    `Expected a row of float32 features for each of ${String(batch)} images from \`${file}\`, got [${dims.join(", ")}]`,
  );
}

const reasonOf = (cause: unknown): string =>
  cause instanceof Error ? cause.message : String(cause);
