/** Sample pictures of a sweep, as data URIs: the page needs no other file. */
import { existsSync, readFileSync } from "node:fs";

import { picturePath, samplePath } from "../../runs/paths.ts";
import { countedRuns } from "../summarise.ts";
import type { SweepResults } from "../summarise.ts";

/** More would make the page too large to send around. */
const SEEDS_SHOWN = 8;
const CELLS_SHOWN = 24;

export interface CellPictures {
  readonly label: string;
  /** Last samples of each seed, from the same latents in every cell. */
  readonly finals: readonly { readonly seed: number; readonly image: string }[];
  /** Snapshots over the first shown seed's training, or null. */
  readonly progress: { readonly seed: number; readonly image: string } | null;
}

/** What can be shown of each cell; cells without a picture are left out. */
export function collectPictures(results: SweepResults): readonly CellPictures[] {
  const counted = countedRuns(results);
  return results.plan.cells.slice(0, CELLS_SHOWN).flatMap(({ index, label, spec }) => {
    const runs = counted.filter(({ run }) => run.cell === index);
    const shown = runs.slice(0, SEEDS_SHOWN);
    const finals = shown.flatMap(({ run, directory, result }) =>
      readImage(samplePath(directory, result?.steps ?? spec.training.steps)).map((image) => ({
        seed: run.seed,
        image,
      })),
    );
    const [progress] = shown.flatMap(({ run, directory }) =>
      readImage(picturePath(directory, "progress")).map((image) => ({ seed: run.seed, image })),
    );
    return finals.length === 0 ? [] : [{ label, finals, progress: progress ?? null }];
  });
}

/** The picture, or nothing where it was not drawn: a diverged run has none of its last step. */
function readImage(path: string): readonly string[] {
  if (!existsSync(path)) return [];
  return [`data:image/png;base64,${readFileSync(path).toString("base64")}`];
}
