/** Whether the metrics can judge the data, and whether one of them gives the primary value. */
import { findExtension } from "./catalog.ts";
import type { Catalog } from "./catalog.ts";
import type { Sections } from "./validators.ts";
import { listOr } from "./describe.ts";
import { isMetricKind, METRIC_FACTS } from "./metric-facts.ts";
import type { Mistake } from "./mistake.ts";
import { didYouMean } from "./nearest.ts";
import { resolveEvaluation, tagsOf } from "./resolve-times.ts";

export function checkEvaluation(sections: Sections, catalog: Catalog): readonly Mistake[] {
  const { evaluation, dataset, training } = sections;
  if (evaluation === undefined || dataset === undefined) return [];
  const kinds = (evaluation.metrics ?? []).map((metric) =>
    typeof metric === "string" ? metric : metric.kind,
  );
  const mistakes = [...checkSuited(kinds, dataset.kind, catalog), ...checkTwice(kinds)];
  if (mistakes.length > 0) return mistakes;
  const { metrics } = resolveEvaluation(evaluation, dataset.kind, training?.steps ?? 1, catalog);
  const tags = metrics.flatMap(({ kind }) => tagsOf(kind, catalog));
  return checkPrimary(evaluation.primary ?? null, tags, catalog);
}

function checkSuited(
  kinds: readonly string[],
  dataset: string,
  catalog: Catalog,
): readonly Mistake[] {
  // Only an extension's own module knows what it can judge, and what data it gives.
  if (findExtension(catalog, "dataset", dataset) !== null) return [];
  const suited = Object.entries(METRIC_FACTS)
    .filter(([, { judges }]) => suits(judges, dataset))
    .map(([kind]) => kind);
  return kinds.flatMap((kind, i) => {
    if (!isMetricKind(kind) || suited.includes(kind)) return [];
    const expected =
      suited.length === 0
        ? `no metric of ours for \`${dataset}\` (losses and pictures are recorded)`
        : `a metric of \`${dataset}\` (${listOr(suited)})`;
    const { judges } = METRIC_FACTS[kind];
    return [
      {
        code: "conflict" as const,
        path: ["evaluation", "metrics", i],
        part: "value" as const,
        text: `expected ${expected}, got \`${kind}\``,
        hint: `\`${kind}\` judges \`${judges}\` only`,
        related: [["dataset", "kind"]],
      },
    ];
  });
}

/** `images`: every data set of ours but the mixtures. */
const suits = (judges: string, dataset: string): boolean =>
  judges === dataset || (judges === "images" && dataset !== "mixture");

function checkTwice(kinds: readonly string[]): readonly Mistake[] {
  return kinds.flatMap((kind, i) =>
    kinds.indexOf(kind) === i
      ? []
      : [
          {
            code: "conflict" as const,
            path: ["evaluation", "metrics", i],
            part: "value" as const,
            text: `expected each metric once, got \`${kind}\` again`,
          },
        ],
  );
}

function checkPrimary(
  primary: string | null,
  tags: readonly string[],
  catalog: Catalog,
): readonly Mistake[] {
  if (primary === null || tags.includes(primary)) return [];
  const giver = Object.entries(METRIC_FACTS).find(([, facts]) =>
    facts.tags.some((tag) => tag === primary),
  );
  const known = [...Object.keys(METRIC_FACTS), ...catalog.extensions.map(({ file }) => file.kind)];
  return [
    {
      code: giver === undefined ? "unknown-name" : "conflict",
      path: ["evaluation", "primary"],
      part: "value",
      text: `expected ${tags.length === 0 ? "null, for there is no metric" : listOr(tags)}, got \`${primary}\``,
      hint:
        giver === undefined
          ? (didYouMean(primary, tags) ?? metricHint(primary, known, catalog))
          : `\`${primary}\` is given by the metric \`${giver[0]}\`, which is not measured here`,
      related: [["evaluation", "metrics"], ["dataset"]],
    },
  ];
}

/** The name of a metric where the tag of one of its values belongs. */
function metricHint(name: string, known: readonly string[], catalog: Catalog): string | null {
  if (!known.includes(name)) return null;
  const tags = [name, `extension:${name}`].flatMap((kind) => tagsOf(kind, catalog));
  return `the values of the metric \`${name}\` are ${listOr(tags)}`;
}
