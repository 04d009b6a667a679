/**
 * T3: what G's loss is of one score of D. Least squares is flat at one point, cross-entropy on a half-line.
 *
 * Source: Mao et al., arXiv:1611.04076, Fig. 2, whose ranges are the defaults; there without the factor ½.
 */
import type { AnalysisSpec } from "../config/load-analysis.ts";
import { show } from "./format.ts";
import { sigmoid, softplus } from "./gaussian-pair.ts";
import type { AnalysisChart, AnalysisResult, Finding } from "./result.ts";

type Spec = Extract<AnalysisSpec, { kind: "loss-curves" }>;

export function analyseLossCurves(spec: Spec): AnalysisResult {
  const { target, crossEntropy, leastSquares } = spec;
  const square = (x: number): number => (x - target) ** 2;
  const low = Math.min(crossEntropy.from, leastSquares.from);
  const high = Math.max(crossEntropy.to, leastSquares.to);
  const rows = Array.from({ length: 21 }, (_, i) => low + ((high - low) * i) / 20);
  return {
    tables: [
      {
        id: "losses",
        title: "Losses of one fake and their slopes",
        columns: ["D(G(z))", "least squares", "its slope", "cross-entropy", "its slope"],
        rows: rows.map((x) => [x, square(x), 2 * (x - target), softplus(-x), -sigmoid(-x)]),
      },
    ],
    charts: [
      chart("cross-entropy", "Sigmoid cross-entropy, log(1 + e^−x)", crossEntropy, (x) =>
        softplus(-x),
      ),
      chart("least-squares", `Least squares, (x − ${show(target)})²`, leastSquares, square),
      {
        ...chart("slopes", "How much either pulls", { from: low, to: high }, (x) =>
          Math.abs(2 * (x - target)),
        ),
        description: `Sizes of both slopes against the score: least squares is 0 at ${show(target)} only and grows on both sides; cross-entropy falls to 0 for large scores and to 1 for small ones.`,
        y: { name: "size of the slope" },
        lines: [
          {
            label: "least squares",
            points: sample({ from: low, to: high }, (x) => Math.abs(2 * (x - target))),
          },
          {
            label: "cross-entropy",
            points: sample({ from: low, to: high }, (x) => sigmoid(-x)),
            dashed: true,
          },
        ],
      },
    ],
    findings: [
      findFlat("least squares", "is flat at one point only", (x) => 2 * (x - target), spec),
      findFlat("cross-entropy", "is flat wherever the score is large", (x) => -sigmoid(-x), spec),
    ],
  };
}

interface Span {
  readonly from: number;
  readonly to: number;
}

const CURVE_POINTS = 200;

function sample(
  { from, to }: Span,
  f: (x: number) => number,
): readonly (readonly [number, number])[] {
  return Array.from({ length: CURVE_POINTS + 1 }, (_, i) => {
    const x = from + ((to - from) * i) / CURVE_POINTS;
    return [x, f(x)];
  });
}

function chart(id: string, title: string, span: Span, f: (x: number) => number): AnalysisChart {
  return {
    id,
    title,
    description: `${title}, for scores from ${show(span.from)} to ${show(span.to)}.`,
    x: { name: "score D(G(z))", minimum: span.from, maximum: span.to },
    y: { name: "loss" },
    lines: [{ label: title, points: sample(span, f) }],
    points: [],
  };
}

/** Width of the paper's figure over which the search for flat places goes, and its steps. */
const SEARCHED = 10;
const SEARCH_STEPS = 100_000;

/** Where a slope is below the bound, by looking: one short stretch, or all up to the right end. */
function findFlat(
  name: string,
  claim: string,
  slope: (x: number) => number,
  { target, flatSlope }: Spec,
): Finding {
  const [low, high] = [target - SEARCHED, target + SEARCHED];
  const step = (high - low) / SEARCH_STEPS;
  const flat = Array.from({ length: SEARCH_STEPS + 1 }, (_, i) => low + i * step).filter(
    (x) => Math.abs(slope(x)) < flatSlope,
  );
  const [first = NaN, last = NaN] = [flat[0], flat.at(-1)];
  const isStretch = last - first < step * (flat.length + 1);
  const isPoint = isStretch && last - first < 2 * flatSlope;
  const reachesEnd = isStretch && last === high && high - first > 1;
  const holds = claim.includes("one point") ? isPoint : reachesEnd;
  return {
    claim: `${name} ${claim}`,
    verdict: holds ? "supported" : "contradicted",
    evidence: `the slope is below ${show(flatSlope)} from ${show(first)} to ${show(last)}${reachesEnd ? ", the end of the search" : ""}`,
    source: "Mao et al., arXiv:1611.04076, Fig. 2",
  };
}
