/** result.json: what a run found. It exists only for a run that ended as finished or diverged. */

export interface RunResult {
  readonly format: 1;
  readonly id: string;
  readonly status: "finished" | "diverged";
  /** Where it diverged and which quantity, or null. */
  readonly diverged: { readonly step: number; readonly what: string } | null;
  readonly resultsVersion: number;
  readonly executor: string;
  readonly threads: number;
  readonly steps: number;
  readonly durationMs: number;
  /** SHA-256 over the final weights of both networks, in declaration order. */
  readonly weightsDigest: string;
  readonly dataDigest: string;
  /** Files of the user's whose features metrics compare, with their SHA-256; absent where there are none. */
  readonly featureNetworks?: readonly { readonly file: string; readonly sha256: string }[];
  /** Final evaluation, by tag without `eval/`. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Every evaluation, in order of step. */
  readonly evaluations: readonly {
    readonly step: number;
    readonly values: Readonly<Record<string, number>>;
  }[];
  /** The same metrics for a perfect sampler, uniform noise and the untrained generator. */
  readonly references: Readonly<
    Record<
      "perfect-sampler" | "uniform-noise" | "untrained-generator",
      Readonly<Record<string, number>>
    >
  >;
  /** Mean of each loss over the last logging window, raw. */
  readonly losses: { readonly discriminator: number; readonly generator: number };
}
