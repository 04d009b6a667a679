/** Which cells of a sweep play the same game, and which would even be the same run. */
import { canonicalJson, canonicalPart } from "./canonical.ts";
import type { CellSpec } from "./identity.ts";
import { labelFacts } from "./label-facts.ts";

export interface LabelGroup {
  /** The common label position t. */
  readonly position: number;
  /** Indices of the cells, at least two. */
  readonly cells: readonly number[];
  /**
   * same-game: equal but for the scale of D's output; trajectories differ, because D starts and moves at another scale
   * relative to the labels. same-run: under `discriminatorScale: labels` the arithmetic is the same as well.
   */
  readonly kind: "same-game" | "same-run";
}

/** Groups of least-squares cells that differ in nothing but labels of equal t. */
export function groupByLabels(cells: readonly CellSpec[]): readonly LabelGroup[] {
  const groups = new Map<string, { position: number; kind: LabelGroup["kind"]; cells: number[] }>();
  cells.forEach((spec, i) => {
    const { objective, ...rest } = spec;
    if (objective.kind !== "least-squares") return;
    const { position, distance } = labelFacts(objective);
    const kind = objective.discriminatorScale === "labels" ? "same-run" : "same-game";
    // Losses are squares of label distances: equal games may weigh them by one common factor for each network.
    const rounded = Number(position.toPrecision(12)) + 0;
    const sign = kind === "same-run" ? Math.sign(distance) : 0;
    const game = canonicalJson({ ...objective, labels: rounded, sign });
    const key = [game, ...Object.values(rest).map(canonicalPart)].join();
    const group = groups.get(key) ?? { position: rounded, kind, cells: [] };
    group.cells.push(i);
    groups.set(key, group);
  });
  return [...groups.values()].filter((group) => group.cells.length > 1);
}
