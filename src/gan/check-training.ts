/** Training options that exclude each other or the networks, told before anything starts. Loads no tensor library. */
import type { CellSpec } from "../config/experiment.ts";
import type { LayerSpec } from "../config/spec.ts";
import { printShape } from "./layers/layer.ts";
import type { NetworkProblem } from "./check-networks.ts";

/** Every problem of one cell; the same cases that building its train step refuses. */
export function checkTraining(
  spec: Pick<CellSpec, "training" | "discriminator" | "generator">,
): readonly NetworkProblem[] {
  return [...checkOrder(spec.training), ...checkPacks(spec)];
}

function checkOrder(training: CellSpec["training"]): readonly NetworkProblem[] {
  const { order, discriminatorSteps, latents, discriminatorBatch } = training;
  const problems: NetworkProblem[] = [];
  if (order === "simultaneous" && discriminatorSteps > 1)
    problems.push({
      path: "training.discriminatorSteps",
      message: `training.discriminatorSteps: expected 1 where \`order\` is simultaneous, got ${discriminatorSteps}`,
      hint: "simultaneous updates of both networks are one each; choose another order for more D steps",
    });
  if (latents === "shared" && discriminatorBatch === "half")
    problems.push({
      path: "training.latents",
      message: "training.latents: expected fresh where `discriminatorBatch` is half, got `shared`",
      hint: "D's half batch has fewer latents than G's update needs",
    });
  return problems;
}

/** Every batch that reaches a packing layer must be a multiple of what it packs. */
function checkPacks({
  training,
  discriminator,
  generator,
}: Pick<CellSpec, "training" | "discriminator" | "generator">): readonly NetworkProblem[] {
  const { batchSize, discriminatorBatch } = training;
  const half = discriminatorBatch === "half" ? batchSize / 2 : batchSize;
  const packed = [...packSizes(discriminator.layers), ...packSizes(generator.layers)];
  const wrong = packed.find((count) => half % count !== 0 || batchSize % count !== 0);
  if (wrong === undefined) return [];
  const batches = half === batchSize ? printShape([batchSize]) : printShape([half, batchSize]);
  return [
    {
      path: "training.batchSize",
      message: `training.batchSize: expected batches that are a multiple of ${wrong} where ${wrong} samples are packed, got ${batches}`,
      hint: "no pack may hold real and fake samples, nor be left half empty",
    },
  ];
}

/** Products of the counts along nested packing layers are what matters: a pack of 2 after a pack of 2 needs 4. */
function packSizes(layers: readonly LayerSpec[]): readonly number[] {
  const counts = layers.flatMap((layer) => (layer.kind === "pack" ? [layer.count] : []));
  return counts.length === 0 ? [] : [counts.reduce((product, count) => product * count, 1)];
}
