/** Made from schema/*.schema.json by scripts/generate.mjs: change the schemas and run `npm run schema`. */

/**
 * What is computed.
 */
export type FilledAnalysis = (FilledGeneratorCriterion | FilledGaussianDivergences | FilledLossCurves | FilledBoundaryFakes)
export type FilledLabelSchemeName = ("binary" | "pearson")
export type FilledLabelSchemeName1 = ("binary" | "pearson")
export type FilledLabelSchemeName2 = ("binary" | "pearson")

/**
 * An experiment without training: numbers that quadrature or a closed form gives, with the same tables, charts and report.
 */
export interface FilledAnalysisFile {
/**
 * Says that nothing is trained; files without it are trainings.
 */
kind: "analysis"
/**
 * Name of the analysis; its results go to runs/<name>/.
 */
name: string
/**
 * What the analysis is to answer, in one sentence. Shown in the report.
 */
question: (string | null)
/**
 * A file, relative to this one, whose settings are the starting point.
 */
extends: (string | null)
analysis: FilledAnalysis
}
/**
 * The value that G minimises when D is the best possible, for N(0, 1) and N(m, 1), against the identity 2C(G) = (a + b − 2c)²/2 + ((b − a)²/4)·Δ.
 */
export interface FilledGeneratorCriterion {
/**
 * G's criterion for an optimal D.
 */
kind: "generator-criterion"
/**
 * Distances between the means, in the table's rows.
 */
means: number[]
/**
 * Label schemes (a, b, c): names, or a, b and c. a and b must differ.
 */
schemes: (FilledLabelSchemeName | FilledLabelScheme)[]
}
export interface FilledLabelScheme {
/**
 * What D should say of a fake.
 */
a: number
/**
 * What D should say of a real sample. Not equal to a.
 */
b: number
/**
 * What G wants D to say of a fake.
 */
c: number
}
/**
 * Divergences of N(0, 1) and N(m, 1), and the gradient that G sees from an optimal, frozen D, by quadrature.
 */
export interface FilledGaussianDivergences {
/**
 * Divergences and gradients over the distance of two Gaussians.
 */
kind: "gaussian-divergences"
/**
 * Distances between the means, in the table's rows.
 */
means: number[]
/**
 * Right end of the curves.
 */
largestMean: number
/**
 * Label schemes (a, b, c): names, or a, b and c. a and b must differ.
 */
schemes: (FilledLabelSchemeName1 | FilledLabelScheme1)[]
}
export interface FilledLabelScheme1 {
/**
 * What D should say of a fake.
 */
a: number
/**
 * What D should say of a real sample. Not equal to a.
 */
b: number
/**
 * What G wants D to say of a fake.
 */
c: number
}
/**
 * What G's loss is of one score D(G(z)), and its slope: least squares beside sigmoid cross-entropy.
 */
export interface FilledLossCurves {
/**
 * G's losses over D's score.
 */
kind: "loss-curves"
/**
 * c, what G wants D to say of a fake.
 */
target: number
crossEntropy: FilledScoreRange
leastSquares: FilledScoreRange1
/**
 * A loss counts as flat where its slope is smaller.
 */
flatSlope: number
}
/**
 * Scores of the cross-entropy curve.
 */
export interface FilledScoreRange {
/**
 * Left end.
 */
from: number
/**
 * Right end; above `from`.
 */
to: number
}
/**
 * Scores of the least-squares curve.
 */
export interface FilledScoreRange1 {
/**
 * Left end.
 */
from: number
/**
 * Right end; above `from`.
 */
to: number
}
/**
 * What a linear D that fits two unit Gaussians of the plane tells fakes on either side of its boundary: least squares beside cross-entropy.
 */
export interface FilledBoundaryFakes {
/**
 * G's gradient at fakes on both sides of D's boundary.
 */
kind: "boundary-fakes"
realMean: FilledPlanePoint
fakeMean: FilledPlanePoint1
/**
 * The label scheme.
 */
labels: (FilledLabelSchemeName2 | FilledLabelScheme2)
/**
 * Distances of fakes from the boundary: real side positive, fake side negative.
 */
distances: number[]
}
/**
 * Centre of the real samples.
 */
export interface FilledPlanePoint {
/**
 * First coordinate.
 */
x: number
/**
 * Second coordinate.
 */
y: number
}
/**
 * Centre of the fakes that D was fitted to.
 */
export interface FilledPlanePoint1 {
/**
 * First coordinate.
 */
x: number
/**
 * Second coordinate.
 */
y: number
}
export interface FilledLabelScheme2 {
/**
 * What D should say of a fake.
 */
a: number
/**
 * What D should say of a real sample. Not equal to a.
 */
b: number
/**
 * What G wants D to say of a fake.
 */
c: number
}
