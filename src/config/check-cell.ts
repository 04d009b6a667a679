/** Values that are right alone and wrong, or worth a word, together. */
import type { Catalog } from "./catalog.ts";
import { checkEvaluation } from "./check-evaluation.ts";
import type { Mistake } from "./mistake.ts";
import { allLayers } from "./resolve-cell.ts";
import { resolveNetwork } from "./resolve-parts.ts";
import type { Sections } from "./validators.ts";

export interface Findings {
  readonly mistakes: readonly Mistake[];
  readonly warnings: readonly Mistake[];
}

export function checkCell(sections: Sections, catalog: Catalog): Findings {
  return {
    mistakes: [
      ...checkLabels(sections),
      ...checkBatches(sections),
      ...checkLatents(sections),
      ...checkShared(sections),
      ...checkSnapshots(sections),
      ...checkEvaluation(sections, catalog),
    ],
    warnings: [
      ...warnOfSnapshots(sections),
      ...warnOfNetworks(sections, catalog),
      ...warnOfNesterov(sections),
    ],
  };
}

/** A conflict between the values of some paths; the first is blamed unless another was changed later. */
export function conflict(
  paths: readonly (readonly (string | number)[])[],
  text: string,
  hint: string,
): Mistake {
  const [path = [], ...related] = paths;
  return { code: "conflict", path, part: "value", text, hint, related };
}

function checkLabels({ objective }: Sections): readonly Mistake[] {
  if (objective?.kind !== "least-squares" || typeof objective.labels === "string") return [];
  const { a, b } = objective.labels;
  if (a !== b) return [];
  const paths = ["b", "a"].map((label) => ["objective", "labels", label]);
  const text = `expected another number than a, got ${String(b)} for both`;
  return [conflict(paths, text, "D could not tell real samples (b) from fakes (a)")];
}

function checkBatches({ training }: Sections): readonly Mistake[] {
  if (training?.discriminatorBatch !== "half" || training.batchSize % 2 === 0) return [];
  const paths = ["batchSize", "discriminatorBatch"].map((key) => ["training", key]);
  const text = `expected an even number with \`discriminatorBatch: half\`, got ${String(training.batchSize)}`;
  return [conflict(paths, text, "half of it are real samples and half are fakes")];
}

function checkLatents({ training }: Sections): readonly Mistake[] {
  if (training?.latents !== "shared" || training.order !== "generator-first") return [];
  const paths = ["latents", "order"].map((key) => ["training", key]);
  const text = "expected fresh with `order: generator-first`, got `shared`";
  return [conflict(paths, text, "shared latents are those of a discriminator update before")];
}

function checkShared({ optimizer }: Sections): readonly Mistake[] {
  if (optimizer?.kind !== "separate") return [];
  return (["generator", "discriminator"] as const)
    .filter((network) => optimizer[network].shared)
    .map((network) =>
      conflict(
        [["optimizer", network, "shared"]],
        "expected false inside `separate`, got true",
        "for one optimizer object write its keys straight under `optimizer`, with `shared: true`",
      ),
    );
}

const MOST_SNAPSHOTS = 10_000;

function checkSnapshots({ snapshots, training }: Sections): readonly Mistake[] {
  if (training === undefined || snapshots === undefined) return [];
  const count =
    typeof snapshots === "number" ? Math.floor(training.steps / snapshots) : snapshots.length;
  if (count <= MOST_SNAPSHOTS) return [];
  const text = `expected at most ${String(MOST_SNAPSHOTS)} pictures in a run, got ${String(count)}`;
  return [conflict([["snapshots"], ["training", "steps"]], text, "draw them less often")];
}

function warnOfSnapshots({ snapshots, training }: Sections): readonly Mistake[] {
  if (training === undefined || typeof snapshots !== "object") return [];
  const { steps } = training;
  return snapshots.flatMap((step, i) =>
    step <= steps
      ? []
      : [
          conflict(
            [
              ["snapshots", i],
              ["training", "steps"],
            ],
            `expected a step of the run, which has ${String(steps)}, got ${String(step)}`,
            "it is left out; the last step is always drawn",
          ),
        ],
  );
}

function warnOfNetworks(sections: Sections, catalog: Catalog): readonly Mistake[] {
  const { discriminator, objective, training } = sections;
  const isJoint = training?.realAndFake === "joint";
  if (discriminator === undefined || !(isJoint || objective?.kind === "cross-entropy")) return [];
  const { layers } = resolveNetwork(discriminator, "discriminator", catalog);
  const normalizes = layers.flatMap(allLayers).some(({ kind }) => kind === "batch-normalization");
  const joint =
    isJoint && normalizes
      ? [
          conflict(
            [["training", "realAndFake"], ["discriminator"]],
            "expected separate where the discriminator has batch normalization, got `joint`",
            "in one batch its statistics mix real and fake samples, and give away which is which",
          ),
        ]
      : [];
  const squashed =
    objective?.kind === "cross-entropy" && layers.at(-1)?.kind === "sigmoid"
      ? [
          conflict(
            [["discriminator"], ["objective", "kind"]],
            "expected a linear score for cross-entropy, got a sigmoid as the last layer",
            "the objective has a sigmoid of its own: remove the layer",
          ),
        ]
      : [];
  return [...joint, ...squashed];
}

function warnOfNesterov({ optimizer }: Sections): readonly Mistake[] {
  if (optimizer?.kind !== "sgd" || !optimizer.nesterov || optimizer.momentum > 0) return [];
  const paths = ["nesterov", "momentum"].map((key) => ["optimizer", key]);
  return [conflict(paths, "expected a momentum above 0 with it, got 0", "it changes nothing")];
}
