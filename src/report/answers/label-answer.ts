/** The papers' questions about label schemes, answered by the claims of a sweep that ask them. */
import type { CellSpec } from "../../config/experiment.ts";
import { LABEL_SCHEMES } from "../../config/label-schemes.ts";
import { canonicalJson } from "../../plan/canonical.ts";
import type { Plan } from "../../plan/plan.ts";
import type { JudgedClaim, Summary } from "../summary.ts";
import { combineVerdicts } from "./answer.ts";
import type { AnswerVerdict, LabelAnswer } from "./answer.ts";
import { contraryMetrics } from "./contrary-metrics.ts";

/** Null where no claim is about a published scheme and another or the regular GAN. */
export function answerLabels(
  { cells, claims }: Pick<Plan, "cells" | "claims">,
  { verdicts, columns, cells: summaries }: Pick<Summary, "verdicts" | "columns" | "cells">,
): LabelAnswer | null {
  const asked = claims.flatMap(({ cell, baseline }, i): readonly AskedClaim[] => {
    const judged = verdicts[i];
    const names = [cell, baseline].map((index) => nameGame(cells[index]?.spec));
    const [game = null, other = null] = names;
    if (judged === undefined || game === null || other === null) return [];
    const better = columns.find(({ tag }) => tag === judged.claim.metric)?.better ?? "higher";
    return [{ game, other, judged, better }];
  });
  const [first] = asked;
  const dataset = cells[0]?.spec.dataset.kind;
  if (first === undefined || dataset === undefined) return null;
  const answers = {
    alike: combineVerdicts(asked.filter(isAlike).map(verdictOf)),
    chiSquaredBetter: combineVerdicts(asked.filter(isChiSquaredBetter).map(verdictOf)),
    betterThanRegular: judgeBoth(asked.filter(isBetterThanRegular)),
  };
  const text = describeAnswers(answers);
  if (text === "") return null;
  const { metric } = first.judged.claim;
  const [chiSquared, zeroOne] = (["chi-squared", "zero-one"] as const).map((game) =>
    summaries.find((_, i) => nameGame(cells[i]?.spec) === game),
  );
  // Where no scheme is better than the other, no metric says the opposite.
  const isOrdered = ["supported", "contradicted"].includes(answers.chiSquaredBetter ?? "");
  const contrary =
    chiSquared === undefined || zeroOne === undefined || !isOrdered
      ? []
      : contraryMetrics(columns, metric, [chiSquared, zeroOne]);
  return { dataset, metric, ...answers, verdict: chooseVerdict(answers), contrary, text };
}

/** Null unless both schemes are compared with the regular GAN. */
function judgeBoth(claims: readonly AskedClaim[]): AnswerVerdict | null {
  if (new Set(claims.map(({ game }) => game)).size < 2) return null;
  return combineVerdicts(claims.map(verdictOf));
}

/** Of the two schemes beside each other. */
function chooseVerdict({
  alike,
  chiSquaredBetter,
}: Pick<LabelAnswer, "alike" | "chiSquaredBetter">): string {
  if (chiSquaredBetter === "supported")
    return alike === "supported" ? "χ² better, within the margin" : "χ² better";
  if (chiSquaredBetter === "contradicted")
    return alike === "supported" ? "(0, 1, 1) better, within the margin" : "(0, 1, 1) better";
  if (alike === "supported") return "alike";
  return alike === "contradicted" ? "not alike" : "undecided";
}

/** What a published comparison can be about. */
type Game = "chi-squared" | "zero-one" | "regular";

interface AskedClaim {
  readonly game: Game;
  readonly other: Game;
  readonly judged: JudgedClaim;
  readonly better: "higher" | "lower";
}

const GAMES: ReadonlyMap<string, Game> = new Map([
  [canonicalJson(LABEL_SCHEMES.pearson), "chi-squared"],
  [canonicalJson(LABEL_SCHEMES.binary), "zero-one"],
]);

/** Null for scale-matched cells, other schemes and other objectives. */
function nameGame(spec: CellSpec | undefined): Game | null {
  if (spec === undefined) return null;
  const { objective } = spec;
  if (objective.kind === "cross-entropy") return "regular";
  if (objective.kind !== "least-squares" || objective.discriminatorScale !== "none") return null;
  return GAMES.get(canonicalJson(objective.labels)) ?? null;
}

const verdictOf = ({ judged }: AskedClaim): AnswerVerdict => judged.verdict;

const isAlike = ({ game, other, judged }: AskedClaim): boolean =>
  judged.claim.relation === "equivalent" &&
  new Set([game, other]).size === 2 &&
  ![game, other].includes("regular");

const isChiSquaredBetter = (claim: AskedClaim): boolean =>
  claim.game === "chi-squared" && claim.other === "zero-one" && claimsBetter(claim);

const isBetterThanRegular = (claim: AskedClaim): boolean =>
  claim.game !== "regular" && claim.other === "regular" && claimsBetter(claim);

const claimsBetter = ({ judged, better }: AskedClaim): boolean =>
  judged.claim.relation === (better === "higher" ? "greater" : "less");

function describeAnswers({
  alike,
  chiSquaredBetter,
  betterThanRegular,
}: Pick<LabelAnswer, "alike" | "chiSquaredBetter" | "betterThanRegular">): string {
  const parts = [
    ["(−1, 1, 0) and (0, 1, 1) are alike", alike],
    ["(−1, 1, 0) is better than (0, 1, 1)", chiSquaredBetter],
    ["least squares is better than the regular GAN", betterThanRegular],
  ] as const;
  return parts
    .flatMap(([what, verdict]) => (verdict === null ? [] : [`${what}: ${verdict}`]))
    .join("; ");
}
