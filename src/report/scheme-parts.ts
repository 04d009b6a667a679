/**
 * What a difference between two label schemes is made of. With `discriminatorScale: labels` schemes of equal t are the same
 * game, so for a scheme S beside a baseline B, each as published and matched (m):
 *
 *     S − B = (Sm − Bm) + ((S − Sm) − (B − Bm))
 *             label position t      scale: label distance against D's initial scale and rate
 *
 * It describes: no claim is decided by it.
 */
import type { CellSpec } from "../config/experiment.ts";
import { canonicalJson } from "../plan/canonical.ts";
import { labelFacts } from "../plan/label-facts.ts";
import { CONFIDENCE } from "./statistics/intervals.ts";
import { contrast, differenceInterval } from "./statistics/difference.ts";
import type { ContrastPart } from "./statistics/difference.ts";
import type { PartEstimate, SchemeParts } from "./summary.ts";

export interface SchemeCell {
  readonly label: string;
  readonly spec: CellSpec;
  /** Final values of the metric, of the runs that have one. */
  readonly values: readonly number[];
}

/**
 * One for each scheme that has both cells, beside `baseline` (a cell's label) where that is one of them, else beside (0, 1, 1), else
 * beside the first. Empty where fewer than two schemes have both.
 */
export function schemeParts(
  metric: string,
  cells: readonly SchemeCell[],
  baseline: string | null,
): readonly SchemeParts[] {
  return groupGames(cells).flatMap((schemes) => {
    const base =
      schemes.find(({ published }) => published.label === baseline) ??
      schemes.find(({ isBinary }) => isBinary) ??
      schemes[0];
    if (base === undefined) return [];
    return schemes
      .filter((scheme) => scheme !== base)
      .map((scheme) => ({
        metric,
        cell: scheme.published.label,
        baseline: base.published.label,
        total: estimate([
          [1, scheme.published],
          [-1, base.published],
        ]),
        position: estimate([
          [1, scheme.matched],
          [-1, base.matched],
        ]),
        scale: estimate([
          [1, scheme.published],
          [-1, scheme.matched],
          [-1, base.published],
          [1, base.matched],
        ]),
      }));
  });
}

interface Scheme {
  readonly published: SchemeCell;
  readonly matched: SchemeCell;
  readonly isBinary: boolean;
}

/** Schemes with both cells, grouped by everything else in their specs. */
function groupGames(cells: readonly SchemeCell[]): readonly (readonly Scheme[])[] {
  const games = new Map<string, Map<string, SchemeCell[]>>();
  for (const cell of cells) {
    const { objective } = cell.spec;
    if (objective.kind !== "least-squares") continue;
    const rest = { ...objective, labels: null, discriminatorScale: null };
    const key = canonicalJson({ ...cell.spec, objective: rest });
    const game = games.get(key) ?? new Map<string, SchemeCell[]>();
    const scheme = canonicalJson(objective.labels);
    game.set(scheme, [...(game.get(scheme) ?? []), cell]);
    games.set(key, game);
  }
  return [...games.values()].map((game) => [...game.values()].flatMap(pairUp));
}

function pairUp(cells: readonly SchemeCell[]): readonly Scheme[] {
  const [published, matched] = (["none", "labels"] as const).map((scale) =>
    cells.find(
      ({ spec: { objective } }) =>
        objective.kind === "least-squares" && objective.discriminatorScale === scale,
    ),
  );
  if (published === undefined || matched === undefined) return [];
  const { objective } = published.spec;
  if (objective.kind !== "least-squares") return [];
  const { labels, isZeroOne, distance } = labelFacts(objective);
  return [{ published, matched, isBinary: isZeroOne && distance === 1 && labels.a === 0 }];
}

function estimate(terms: readonly (readonly [number, SchemeCell])[]): PartEstimate | null {
  const groups = terms.map(([weight, { values }]): ContrastPart => ({ weight, values }));
  if (groups.some(({ values }) => values.length < 2)) return null;
  const difference = contrast(groups);
  return {
    value: difference.value,
    interval: differenceInterval(difference, CONFIDENCE),
    n: groups.map(({ values }) => values.length),
  };
}
