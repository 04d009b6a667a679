/** The outcomes that a sweep's runs are told apart by. */
import type { CellSpec, Experiment, OutcomeRule } from "../config/experiment.ts";
import { listOr } from "../config/describe.ts";
import type { Issue } from "../config/issue.ts";
import { didYouMean } from "../config/nearest.ts";

/** By the values of the metric `mixture-outcome`, which are 0 or 1; in this order, because a run may be both of the last. */
const MIXTURE_OUTCOMES: readonly OutcomeRule[] = ["covered", "collapsed", "off-target"].map(
  (tag) => ({ name: tag, when: { [tag]: { atLeast: 1 } } }),
);

/** Those of the file; where it says nothing, those of mixtures where some cell measures them. */
export function planOutcomes(
  { outcomes }: Pick<Experiment, "outcomes">,
  cells: readonly { readonly spec: CellSpec }[],
): readonly OutcomeRule[] {
  if (outcomes !== null) return outcomes;
  const areMeasured = cells.some(({ spec }) =>
    spec.evaluation.metrics.some(({ kind }) => kind === "mixture-outcome"),
  );
  return areMeasured ? MIXTURE_OUTCOMES : [];
}

/** Every tag of a rule is measured in some cell. */
export function checkOutcomes(
  experiment: Experiment,
  cells: readonly { readonly spec: CellSpec }[],
): readonly Issue[] {
  const { outcomes } = experiment;
  if (outcomes === null) return [];
  const tags = [...new Set(cells.flatMap(({ spec }) => experiment.tagsOf(spec)))];
  return outcomes.flatMap(({ when }, i) =>
    Object.keys(when)
      .filter((tag) => !tags.includes(tag))
      .map((tag): Issue => {
        const place = ["outcomes", i, "when", tag];
        const path = place.join(".");
        const expected = tags.length === 0 ? "there is none" : listOr(tags);
        const hint = didYouMean(tag, tags);
        return {
          code: "unknown-name",
          position: experiment.locatePlace(place),
          path,
          message: `${path}: expected a value that some cell measures (${expected}), got \`${tag}\``,
          ...(hint === null ? {} : { hint }),
        };
      }),
  );
}
