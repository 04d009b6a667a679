/**
 * T2: the second article's plot, Jensen-Shannon divergence against the distance of two Gaussians, and what it leaves out:
 * the divergence that least squares minimises levels off as well.
 *
 * Source: J. Hui, "GAN — LSGAN (How to be a good helper?)"; the article's part that was read does not state the variance,
 * which is 1 here.
 */
import type { AnalysisSpec } from "../config/load-analysis.ts";
import { schemeName, show } from "./format.ts";
import { computeDivergences, computeScheme } from "./gaussian-pair.ts";
import type { Divergences, SchemeValues } from "./gaussian-pair.ts";
import type { AnalysisChart, AnalysisResult, ChartLine, Finding } from "./result.ts";

type Spec = Extract<AnalysisSpec, { kind: "gaussian-divergences" }>;

interface Row {
  readonly m: number;
  readonly divergences: Divergences;
  /** In the order of the schemes. */
  readonly schemes: readonly SchemeValues[];
}

export function analyseGaussianDivergences(spec: Spec): AnalysisResult {
  const { means, schemes, largestMean } = spec;
  const rowAt = (m: number): Row => ({
    m,
    divergences: computeDivergences(m),
    schemes: schemes.map((scheme) => computeScheme(m, scheme)),
  });
  const curve = curveMeans(largestMean).map(rowAt);
  const names = schemes.map(schemeName);
  return {
    tables: [
      {
        id: "divergences",
        title: "N(0, 1) against N(m, 1), with the best possible D",
        columns: [
          "m",
          "JS (nats)",
          "KL (nats)",
          "Δ",
          ...names.map((name) => `G loss ${name}`),
          ...names.map((name) => `G gradient ${name}`),
          "gradient, saturating GAN",
          "gradient, non-saturating GAN",
        ],
        rows: means
          .map(rowAt)
          .map(({ m, divergences: { js, kl, delta, ...gan }, schemes: own }) => [
            m,
            js,
            kl,
            delta,
            ...own.map(({ generatorLoss }) => generatorLoss),
            ...own.map(({ generatorGradient }) => generatorGradient),
            gan.saturating,
            gan.nonSaturating,
          ]),
      },
    ],
    charts: [divergenceChart(curve), gradientChart(curve, names), startChart(rowAt, names)],
    findings: [
      ...findLimits(rowAt(largestMean)),
      findSteepest(),
      ...schemes.map((scheme) => findStart(schemeName(scheme), (m) => computeScheme(m, scheme))),
    ],
  };
}

const CURVE_POINTS = 240;

/** Denser near 0, where everything happens. */
function curveMeans(largest: number): readonly number[] {
  return Array.from({ length: CURVE_POINTS + 1 }, (_, i) => largest * (i / CURVE_POINTS) ** 2);
}

function line(
  label: string,
  curve: readonly Row[],
  value: (row: Row) => number,
  dashed = false,
): ChartLine {
  return { label, dashed, points: curve.map((row) => [row.m, value(row)]) };
}

function divergenceChart(curve: readonly Row[]): AnalysisChart {
  return {
    id: "divergences",
    title: "Divergences, each by its bound",
    description:
      "JS divided by ln 2 and Δ divided by 2, against the mean of the fakes: both rise to 1 and stay there; Δ gets there no later.",
    x: { name: "mean of the fakes, m" },
    y: { name: "share of the largest value", minimum: 0, maximum: 1 },
    lines: [
      line("JS / ln 2 (the article's plot)", curve, ({ divergences }) => divergences.js / Math.LN2),
      line("Δ / 2 (least squares)", curve, ({ divergences }) => divergences.delta / 2, true),
    ],
    points: [],
  };
}

/** Smaller values are drawn at this one: a logarithm has no zero. */
const FLOOR = 1e-12;

function gradientChart(curve: readonly Row[], names: readonly string[]): AnalysisChart {
  const above = curve.filter(({ m }) => m > 0);
  const floored = (value: number): number => Math.max(FLOOR, Math.abs(value));
  return {
    id: "gradients",
    title: "G's gradient under the best possible, frozen D",
    description:
      "Size of G's gradient against the mean of the fakes, on a logarithmic scale: all but the non-saturating GAN's vanish for distant fakes.",
    x: { name: "mean of the fakes, m" },
    y: { name: "size of the gradient", scale: "log", minimum: FLOOR, maximum: 100 },
    lines: [
      ...names.map((name, i) =>
        line(`least squares ${name}`, above, ({ schemes }) =>
          floored(schemes[i]?.generatorGradient ?? 0),
        ),
      ),
      line("saturating GAN", above, ({ divergences }) => floored(divergences.saturating), true),
      line(
        "non-saturating GAN",
        above,
        ({ divergences }) => floored(divergences.nonSaturating),
        true,
      ),
    ],
    points: [],
  };
}

/** From a hundredth of a standard deviation to three of them, both axes logarithmic: a power is a straight line. */
function startChart(rowAt: (m: number) => Row, names: readonly string[]): AnalysisChart {
  const near = Array.from({ length: 61 }, (_, i) => rowAt(0.01 * 300 ** (i / 60)));
  return {
    id: "start",
    title: "The same where the fakes almost match",
    description:
      "Size of G's gradient for small distances, both axes logarithmic: the signal of (−1, 1, 0) falls as the cube of the distance, that of (0, 1, 1) as the distance.",
    x: { name: "mean of the fakes, m", scale: "log", minimum: 0.01, maximum: 3 },
    y: { name: "size of the gradient", scale: "log", minimum: 1e-7, maximum: 10 },
    lines: [
      ...names.map((name, i) =>
        line(`least squares ${name}`, near, ({ schemes }) => schemes[i]?.generatorGradient ?? 0),
      ),
      line("saturating GAN", near, ({ divergences }) => divergences.saturating, true),
      line("non-saturating GAN", near, ({ divergences }) => divergences.nonSaturating, true),
    ],
    points: [],
  };
}

function findLimits({ m, divergences, schemes }: Row): readonly Finding[] {
  const { js, delta, nonSaturating } = divergences;
  const largest = Math.max(...schemes.map(({ generatorGradient }) => Math.abs(generatorGradient)));
  return [
    {
      claim: "the Jensen-Shannon divergence levels off at ln 2 for distant distributions",
      verdict: Math.abs(js - Math.LN2) < 1e-6 ? "supported" : "contradicted",
      evidence: `JS = ${show(js)} at m = ${String(m)}, ln 2 = ${show(Math.LN2)}`,
      source: "the article",
    },
    {
      claim: "the χ² form of least squares does not level off, so its gradient does not vanish",
      verdict: 2 - delta < 1e-6 && largest < 1e-6 ? "contradicted" : "supported",
      evidence: `Δ = ${show(delta)} of at most 2 at m = ${String(m)}, and G's largest gradient there is ${show(largest)}: what keeps its gradient is a D that is linear and not optimal`,
      source: "the article; Mao et al., arXiv:1611.04076, sec. 3.2",
    },
    {
      claim: "the non-saturating GAN's gradient grows with the distance",
      verdict: Math.abs(nonSaturating - m) < 0.01 * m ? "supported" : "contradicted",
      evidence: `${show(nonSaturating)} at m = ${String(m)}`,
      source: "calculation",
    },
  ];
}

/** dJS/dm is half the saturating gradient. */
function findSteepest(): Finding {
  const slopes = Array.from({ length: 401 }, (_, i) => {
    const m = i / 100;
    return { m, slope: computeDivergences(m).saturating / 2 };
  });
  const steepest = slopes.reduce((best, point) => (point.slope > best.slope ? point : best));
  return {
    claim: "JS is steepest near m = 1.65, with slope 0.2336",
    verdict:
      Math.abs(steepest.slope - 0.2336) < 1e-4 && Math.abs(steepest.m - 1.65) < 0.05
        ? "supported"
        : "contradicted",
    evidence: `slope ${show(steepest.slope)} at m = ${String(steepest.m)}`,
    source: "calculation",
  };
}

/** By which power G's gradient starts: the local exponent between two small distances. */
function findStart(name: string, at: (m: number) => SchemeValues): Finding {
  const [near, far] = [0.02, 0.04];
  const [one, other] = [at(near).generatorGradient, at(far).generatorGradient];
  const exponent = Math.log(other / one) / Math.log(far / near);
  return {
    claim: `with ${name}, G's gradient is proportional to the distance where the fakes almost match`,
    verdict: Math.abs(exponent - 1) < 0.05 ? "supported" : "contradicted",
    evidence: `it grows as m to the power ${exponent.toFixed(2)}, and is ${show(other)} at m = ${String(far)}`,
    source: "calculation",
  };
}
