/**
 * T4: fakes that lie far from the data, on the real side of D's boundary. Real samples and the fakes that D was fitted to
 * are unit Gaussians of the plane, so both best linear D are known in closed form. With d = μ_real − μ_fake and the
 * boundary halfway:
 *
 *     cross-entropy   D(x) = d·(x − middle)                              (the log odds, linear by themselves)
 *     least squares   D(x) = (a + b)/2 + w·(x − middle),  w = ((b − a)/4)·d/(1 + |d|²/4)
 *
 * What reaches G at a fake x is the gradient of its own loss: |D(x) − c|·|w| (with the paper's ½), and (1 − σ(D(x)))·|d|
 * for the non-saturating cross-entropy. Source: Mao et al., arXiv:1611.04076, Fig. 1, whose D was trained instead.
 */
import type { AnalysisSpec } from "../config/load-analysis.ts";
import { seed } from "../shared/brand.ts";
import { createStream, fillNormal } from "../shared/random.ts";
import { schemeName, show } from "./format.ts";
import { sigmoid } from "./gaussian-pair.ts";
import type { AnalysisChart, AnalysisResult, Coordinates, Finding } from "./result.ts";

export type BoundaryFakesSpec = Extract<AnalysisSpec, { kind: "boundary-fakes" }>;

export interface LinearDiscriminators {
  readonly middle: Coordinates;
  /** Unit vector from the fakes to the real samples: a signed distance of x is direction·(x − middle). */
  readonly direction: Coordinates;
  /** D rises by so much for one unit of distance. */
  readonly leastSquaresSlope: number;
  readonly crossEntropySlope: number;
}

/** Both best linear D. */
export function fitDiscriminators({
  realMean,
  fakeMean,
  labels,
}: BoundaryFakesSpec): LinearDiscriminators {
  const [dx, dy] = [realMean.x - fakeMean.x, realMean.y - fakeMean.y];
  const length = Math.hypot(dx, dy);
  return {
    middle: [(realMean.x + fakeMean.x) / 2, (realMean.y + fakeMean.y) / 2],
    direction: [dx / length, dy / length],
    leastSquaresSlope: (((labels.b - labels.a) / 4) * length) / (1 + length ** 2 / 4),
    crossEntropySlope: length,
  };
}

interface Row {
  readonly distance: number;
  readonly leastSquares: { readonly score: number; readonly gradient: number };
  readonly crossEntropy: { readonly score: number; readonly gradient: number };
}

export function analyseBoundaryFakes(spec: BoundaryFakesSpec): AnalysisResult {
  const fitted = fitDiscriminators(spec);
  const rows = spec.distances.map((distance) => rowAt(distance, spec, fitted));
  return {
    tables: [
      {
        id: "gradients",
        title:
          "What reaches G at a fake, by its distance from D's boundary (positive: the real side)",
        columns: [
          "distance",
          "D, least squares",
          "gradient, least squares",
          "D, cross-entropy",
          "gradient, cross-entropy",
        ],
        rows: rows.map(({ distance, leastSquares, crossEntropy }) => [
          distance,
          leastSquares.score,
          leastSquares.gradient,
          crossEntropy.score,
          crossEntropy.gradient,
        ]),
      },
    ],
    charts: [gradientChart(spec, fitted), planeChart(spec, fitted)],
    findings: findSides(spec, fitted),
  };
}

function rowAt(distance: number, { labels }: BoundaryFakesSpec, fitted: LinearDiscriminators): Row {
  const { leastSquaresSlope, crossEntropySlope } = fitted;
  const score = (labels.a + labels.b) / 2 + leastSquaresSlope * distance;
  const logit = crossEntropySlope * distance;
  return {
    distance,
    leastSquares: { score, gradient: Math.abs((score - labels.c) * leastSquaresSlope) },
    crossEntropy: { score: logit, gradient: sigmoid(-logit) * crossEntropySlope },
  };
}

const CURVE_POINTS = 200;

function gradientChart(spec: BoundaryFakesSpec, fitted: LinearDiscriminators): AnalysisChart {
  const [low, high] = [Math.min(...spec.distances, -1), Math.max(...spec.distances, 1)];
  const rows = Array.from({ length: CURVE_POINTS + 1 }, (_, i) =>
    rowAt(low + ((high - low) * i) / CURVE_POINTS, spec, fitted),
  );
  return {
    id: "gradients",
    title: "What reaches G, by the fake's distance from D's boundary",
    description:
      "Least squares grows on both sides of the score that G wants; cross-entropy is nearly constant on the fake side and vanishes on the real side.",
    x: { name: "distance from the boundary (real side positive)" },
    y: { name: "size of the gradient" },
    lines: [
      {
        label: `least squares ${schemeName(spec.labels)}`,
        points: rows.map(({ distance, leastSquares }) => [distance, leastSquares.gradient]),
      },
      {
        label: "cross-entropy, non-saturating",
        points: rows.map(({ distance, crossEntropy }) => [distance, crossEntropy.gradient]),
        dashed: true,
      },
    ],
    points: [],
  };
}

const PICTURED = 120;
const PLANE = 10;

/** The figure's picture: samples, the common boundary, and fakes on its real side far from every real sample. */
function planeChart(
  { realMean, fakeMean }: BoundaryFakesSpec,
  fitted: LinearDiscriminators,
): AnalysisChart {
  const { middle, direction } = fitted;
  const along: Coordinates = [-direction[1], direction[0]];
  const at = (distance: number, aside: number): Coordinates => [
    middle[0] + distance * direction[0] + aside * along[0],
    middle[1] + distance * direction[1] + aside * along[1],
  ];
  return {
    id: "plane",
    title: "Fakes on the real side, far from the data",
    description:
      "Real samples and fakes on either side of the straight boundary that both D share, and distant fakes on the real side, which cross-entropy leaves where they are.",
    x: { name: "x", minimum: -PLANE, maximum: PLANE },
    // Half as high as wide, as the picture is: units of both axes are about equally long.
    y: { name: "y", minimum: -PLANE / 2, maximum: PLANE / 2 },
    lines: [{ label: "D's boundary", points: [at(0, -3 * PLANE), at(0, 3 * PLANE)] }],
    points: [
      { label: "real", points: cloud([realMean.x, realMean.y], "real") },
      { label: "fakes that D was fitted to", points: cloud([fakeMean.x, fakeMean.y], "fake") },
      {
        label: "distant fakes",
        points: [-2, -1, 0, 1, 2].map((aside) => at(7, aside)),
      },
    ],
  };
}

function cloud([x, y]: Coordinates, name: string): readonly Coordinates[] {
  const numbers = new Float32Array(2 * PICTURED);
  fillNormal(createStream(seed(1), `boundary-fakes/${name}`), numbers);
  return Array.from({ length: PICTURED }, (_, i) => [
    x + (numbers[2 * i] ?? 0),
    y + (numbers[2 * i + 1] ?? 0),
  ]);
}

const SOURCE = "Mao et al., arXiv:1611.04076, Fig. 1";

function findSides(spec: BoundaryFakesSpec, fitted: LinearDiscriminators): readonly Finding[] {
  const far = rowAt(Math.max(...spec.distances), spec, fitted);
  const before = rowAt(-Math.abs(far.distance), spec, fitted);
  const { leastSquares: square, crossEntropy: cross } = far;
  const place = `at distance ${show(far.distance)} on the real side`;
  return [
    {
      claim: "cross-entropy gives almost no gradient to distant fakes on the real side",
      verdict: cross.gradient < 1e-3 ? "supported" : "contradicted",
      evidence: `${show(cross.gradient)} ${place}`,
      source: SOURCE,
    },
    {
      claim: "least squares pulls distant fakes on the real side back",
      verdict:
        square.gradient > 100 * cross.gradient && square.score > spec.labels.c
          ? "supported"
          : "contradicted",
      evidence: `D says ${show(square.score)} where G wants ${show(spec.labels.c)}; the gradient is ${show(square.gradient)} ${place} and grows linearly`,
      source: SOURCE,
    },
    {
      claim: "on the fake side the non-saturating cross-entropy's gradient is not small",
      verdict:
        before.crossEntropy.gradient > 0.5 * fitted.crossEntropySlope
          ? "supported"
          : "contradicted",
      evidence: `${show(before.crossEntropy.gradient)} at distance ${show(Math.abs(before.distance))} on the fake side, where least squares gives ${show(before.leastSquares.gradient)}: what the figure shows is about one side only`,
      source: "calculation",
    },
  ];
}
