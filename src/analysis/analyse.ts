/** The kinds of analysis: nothing else branches on a kind. */
import type { AnalysisSpec } from "../config/load-analysis.ts";
import { analyseBoundaryFakes } from "./boundary-fakes.ts";
import { analyseGaussianDivergences } from "./gaussian-divergences.ts";
import { analyseGeneratorCriterion } from "./generator-criterion.ts";
import { analyseLossCurves } from "./loss-curves.ts";
import type { AnalysisResult } from "./result.ts";

/** Computes an analysis: pure, the same numbers every time. */
export function analyse(spec: AnalysisSpec): AnalysisResult {
  switch (spec.kind) {
    case "generator-criterion":
      return analyseGeneratorCriterion(spec);
    case "gaussian-divergences":
      return analyseGaussianDivergences(spec);
    case "loss-curves":
      return analyseLossCurves(spec);
    case "boundary-fakes":
      return analyseBoundaryFakes(spec);
  }
}
