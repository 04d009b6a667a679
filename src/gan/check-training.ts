/** Training options that exclude each other or the networks, told before anything starts. Loads no tensor library. */
import type { CellSpec } from "../config/experiment.ts";
import { printShape } from "./layers/layer.ts";
import { layerModule } from "./layers/registry.ts";
import { packedBy } from "./layers/sequence.ts";
import type { NetworkProblem } from "./check-networks.ts";

/** Every problem of one cell; the same cases that building its train step refuses. */
export function checkTraining(
  spec: Pick<CellSpec, "training" | "discriminator">,
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
}: Pick<CellSpec, "training" | "discriminator">): readonly NetworkProblem[] {
  const { batchSize, discriminatorBatch } = training;
  const half = discriminatorBatch === "half" ? batchSize / 2 : batchSize;
  const packed = packedBy(discriminator.layers, layerModule);
  if (half % packed === 0 && batchSize % packed === 0) return [];
  const batches = half === batchSize ? printShape([batchSize]) : printShape([half, batchSize]);
  return [
    {
      path: "training.batchSize",
      message: `training.batchSize: expected batches that are a multiple of ${packed} where ${packed} samples are packed, got ${batches}`,
      hint: "no pack may hold real and fake samples, nor be left half empty",
    },
  ];
}
