/**
 * The resolved settings of one run: every default filled in, presets expanded to layers, nothing optional.
 * What a person writes is described by schema/*.schema.json; what everything behind config/ reads is this.
 */

export type DatasetSpec =
  | {
      readonly kind: "synthetic-digits";
      readonly variation: "shift" | "shift-rotate";
      readonly limit: number | null;
      readonly shuffle: boolean;
      readonly stepsPerEpoch: number | null;
    }
  | {
      readonly kind: "mixture";
      readonly modes:
        | {
            readonly kind: "ring";
            readonly count: number;
            readonly radius: number;
            readonly doubledTop: boolean;
          }
        | { readonly kind: "grid"; readonly side: number; readonly spacing: number }
        | { readonly kind: "swiss-roll"; readonly count: number; readonly scale: number };
      readonly standardDeviation: number;
    }
  | {
      readonly kind: "mnist" | "fashion-mnist";
      /** test-training: the 6,000 test images that the held-out parts leave (data/held-out.ts). */
      readonly split: "train" | "test" | "test-training";
      readonly limit: number | null;
      readonly shuffle: boolean;
      readonly stepsPerEpoch: number | null;
    }
  | {
      readonly kind: "image-folder";
      /** Below the data folder. */
      readonly folder: string;
      /** Height and width. */
      readonly size: number;
      readonly channels: 1 | 3;
      /** Subfolders, each a class; null: no classes. */
      readonly classes: number | null;
      readonly limit: number | null;
      readonly shuffle: boolean;
      readonly stepsPerEpoch: number | null;
    }
  | {
      readonly kind: "cifar-10";
      readonly split: "train" | "test";
      readonly limit: number | null;
      readonly shuffle: boolean;
      readonly stepsPerEpoch: number | null;
    }
  | {
      readonly kind: "hwdb";
      /** The first so many characters. */
      readonly classes: number;
      readonly limit: number | null;
      readonly shuffle: boolean;
      readonly stepsPerEpoch: number | null;
    }
  | {
      readonly kind: "stacked-digits";
      readonly source: "synthetic-digits" | "mnist";
      readonly split: "train" | "test";
      readonly digits: 2 | 3;
      readonly count: number;
      readonly shuffle: boolean;
      readonly stepsPerEpoch: number | null;
    }
  | ExtensionSpec;

/** A component from an extension file: its kind and its own keys, validated by the extension's schema. */
export interface ExtensionSpec {
  readonly kind: `extension:${string}`;
  readonly options: Readonly<Record<string, unknown>>;
}

export interface LatentSpec {
  readonly size: number;
  /** normal: N(0, 1). uniform: [−1, 1). */
  readonly distribution: "normal" | "uniform";
}

export type InitializerSpec =
  | { readonly kind: "zeros" }
  | { readonly kind: "ones" }
  | { readonly kind: "normal"; readonly mean: number; readonly standardDeviation: number }
  | { readonly kind: "truncated-normal"; readonly mean: number; readonly standardDeviation: number }
  | { readonly kind: "glorot-uniform" }
  | { readonly kind: "glorot-normal" }
  | { readonly kind: "he-uniform" }
  | { readonly kind: "he-normal" }
  | { readonly kind: "orthogonal"; readonly gain: number };

export type LayerSpec =
  | {
      readonly kind: "dense";
      readonly units: number;
      /** Resolved: false where the next layer is a normalisation and the file says nothing. */
      readonly bias: boolean;
      readonly initializer: InitializerSpec;
      readonly biasInitializer: InitializerSpec;
    }
  | { readonly kind: "leaky-relu"; readonly slope: number }
  | { readonly kind: "relu" | "tanh" | "sigmoid" | "selu" | "softplus" | "silu" }
  | { readonly kind: "elu"; readonly alpha: number }
  | {
      readonly kind: "conv2d";
      readonly filters: number;
      /** Height and width of the window. */
      readonly kernel: number;
      readonly stride: number;
      readonly padding: "same" | "valid";
      /** Resolved like dense's. */
      readonly bias: boolean;
      readonly initializer: InitializerSpec;
      readonly biasInitializer: InitializerSpec;
    }
  | {
      readonly kind: "conv2d-transpose";
      readonly filters: number;
      readonly kernel: number;
      readonly stride: number;
      readonly padding: "same" | "valid";
      /** Height and width of the output, where the convolution that this is the adjoint of leaves a choice; null: the largest. */
      readonly outputSize: number | null;
      readonly bias: boolean;
      readonly initializer: InitializerSpec;
      readonly biasInitializer: InitializerSpec;
    }
  | {
      readonly kind: "upsample";
      readonly factor: number;
      readonly interpolation: "nearest" | "bilinear";
    }
  | {
      readonly kind: "average-pool" | "max-pool";
      readonly size: number;
      readonly stride: number;
      readonly padding: "same" | "valid";
    }
  | { readonly kind: "global-pool"; readonly reduction: "mean" | "max" | "sum" }
  | {
      readonly kind: "layer-normalization";
      /** features: mean and variance of the last dimension. sample: of all numbers of a sample. */
      readonly over: "features" | "sample";
      readonly epsilon: number;
    }
  | { readonly kind: "gated" }
  | {
      readonly kind: "maxout";
      readonly units: number;
      /** Linear functions of which a unit is the greatest. */
      readonly pieces: number;
      readonly bias: boolean;
      readonly initializer: InitializerSpec;
      readonly biasInitializer: InitializerSpec;
    }
  | { readonly kind: "minibatch-stddev"; readonly epsilon: number }
  | { readonly kind: "pack"; readonly count: number }
  | {
      readonly kind: "join-label";
      /** Numbers that the network's label map makes of a label. */
      readonly size: number;
      readonly initializer: InitializerSpec;
    }
  | {
      readonly kind: "residual";
      readonly layers: readonly LayerSpec[];
      /** The other branch; empty: the input itself. */
      readonly shortcut: readonly LayerSpec[];
      /** Factor of what `layers` give. */
      readonly scale: number;
    }
  | { readonly kind: "repeat"; readonly times: number; readonly layers: readonly LayerSpec[] }
  | { readonly kind: "batch-normalization"; readonly momentum: number; readonly epsilon: number }
  | { readonly kind: "dropout"; readonly rate: number; readonly channels: boolean }
  | { readonly kind: "reshape"; readonly shape: readonly number[] }
  | { readonly kind: "flatten" }
  | ExtensionSpec;

export interface NetworkSpec {
  readonly layers: readonly LayerSpec[];
}

/** a: label of fakes. b: label of real data. c: what the generator wants the discriminator to say of a fake. */
export interface LabelScheme {
  readonly a: number;
  readonly b: number;
  readonly c: number;
}

/** Added to D's loss: weight·mean((‖gradient of D(x̂) in x̂‖₂ − 1)²). */
export type GradientPenaltySpec =
  | { readonly kind: "none" }
  /** x̂ between a real and a fake sample (WGAN-GP). */
  | { readonly kind: "interpolates"; readonly weight: number }
  /** x̂ = real + α·δ with α in [0, 1) for each sample and δ in [0, range) for each number (LSGANs-GP). */
  | {
      readonly kind: "perturbed-real";
      readonly weight: number;
      readonly range: number;
      /** frozen: δ is drawn once for the whole training, as the authors' code does. */
      readonly perturbation: "fresh" | "frozen";
    };

export type ObjectiveSpec =
  | {
      readonly kind: "least-squares";
      readonly labels: LabelScheme;
      /** ½ in the paper; the seed article drops the generator's. */
      readonly discriminatorFactor: number;
      readonly generatorFactor: number;
      /** The paper writes a mean over the batch; the authors' code sums. */
      readonly reduction: "mean" | "sum";
      /** labels: D(x) = (a+b)/2 + (b−a)·net(x) and losses are divided by (b−a)². */
      readonly discriminatorScale: "none" | "labels";
      readonly gradientPenalty: GradientPenaltySpec;
    }
  | {
      readonly kind: "cross-entropy";
      readonly reduction: "mean" | "sum";
      /** One-sided label smoothing: the probability that D should give to real samples is 1 − realSmoothing. */
      readonly realSmoothing: number;
      readonly gradientPenalty: GradientPenaltySpec;
    }
  | { readonly kind: "wasserstein"; readonly gradientPenalty: GradientPenaltySpec }
  | ExtensionSpec;

/** Whose arithmetic an optimizer follows: each file of gan/optimizers/ says what differs. */
export type OptimizerConvention = "keras" | "pytorch" | "tensorflow1";

/** The learning rate over the updates of a network, as a factor of `learningRate`. */
export type ScheduleSpec =
  | { readonly kind: "constant" }
  /** From 1 to `end` in equal or in cosine-shaped steps over `updates`, then `end`. */
  | { readonly kind: "linear" | "cosine"; readonly end: number; readonly updates: number }
  /** Times `factor` after every `every` updates. */
  | { readonly kind: "staircase"; readonly factor: number; readonly every: number };

/** How gradients are limited before the optimizer sees them. */
export type GradientClipSpec =
  | { readonly kind: "none" }
  /** Every number to [−limit, limit]. */
  | { readonly kind: "value"; readonly limit: number }
  /** All gradients of the network times limit/‖all gradients‖₂ where the norm is above limit. */
  | { readonly kind: "norm"; readonly limit: number };

/** What every optimizer of ours has. */
export interface CommonOptimizerSpec {
  readonly learningRate: number;
  readonly convention: OptimizerConvention;
  readonly schedule: ScheduleSpec;
  readonly gradientClip: GradientClipSpec;
  /** Weights are clipped to [−weightLimit, weightLimit] after each update (WGAN); null: they are not. */
  readonly weightLimit: number | null;
}

export type OptimizerSpec =
  | (CommonOptimizerSpec & {
      readonly kind: "adam";
      readonly beta1: number;
      readonly beta2: number;
      readonly epsilon: number;
      /** Decoupled (AdamW): weights lose learningRate·weightDecay of themselves in each update. */
      readonly weightDecay: number;
    })
  | (CommonOptimizerSpec & {
      readonly kind: "rmsprop";
      readonly decay: number;
      readonly momentum: number;
      readonly epsilon: number;
    })
  | (CommonOptimizerSpec & {
      readonly kind: "sgd";
      readonly momentum: number;
      readonly nesterov: boolean;
    })
  | ExtensionSpec;

export interface OptimizersSpec {
  readonly generator: OptimizerSpec;
  readonly discriminator: OptimizerSpec;
  /** One optimizer object for both networks: one iteration counter, two increments a step (the seed article). */
  readonly shared: boolean;
}

export interface TrainingSpec {
  readonly steps: number;
  readonly batchSize: number;
  readonly discriminatorSteps: number;
  readonly order: "discriminator-first" | "generator-first" | "simultaneous";
  /** shared: the generator's update uses the latents of the (last) discriminator update. */
  readonly latents: "fresh" | "shared";
  /** half: a discriminator update sees batchSize/2 real and batchSize/2 fake samples; the generator's batchSize. */
  readonly discriminatorBatch: "full" | "half";
  /** separate: D runs on real and on fake samples apart. joint: on one concatenated batch (fakes first). */
  readonly realAndFake: "separate" | "joint";
  /** How G makes the fakes that D trains on: with batch statistics (training) or moving statistics (inference). */
  readonly fakesForDiscriminator: "training" | "inference";
  /** Decay of the moving average of G's weights that samples are made with; null: with the weights themselves. */
  readonly generatorAverage: number | null;
}

export interface EvaluationSpec {
  readonly everySteps: number;
  readonly samples: number;
  readonly metrics: readonly MetricSpec[];
  /** Tag of the metric value that ranks cells, such as `matched-share`; null where there is no metric. */
  readonly primary: string | null;
}

export type MetricSpec =
  | { readonly kind: Exclude<MetricKind, ClassifierMetricKind | FeatureMetricKind> }
  /** `classifier`: SHA-256 of the weights whose features it compares. */
  | { readonly kind: ClassifierMetricKind; readonly classifier: string }
  | { readonly kind: FeatureMetricKind; readonly features: FeaturesSpec }
  | ExtensionSpec;

/** A network of the user's whose output stands for samples. */
export interface FeaturesSpec {
  readonly kind: "onnx";
  /** Below the data folder, or absolute. */
  readonly file: string;
  /** Of the file: figures of two networks are never compared. */
  readonly sha256: string;
  /** Null: the only one. */
  readonly input: string | null;
  readonly output: string | null;
  readonly layout: "nchw" | "nhwc";
  /** What black and white are. signed: −1 and 1. unit: 0 and 1. byte: 0 and 255. */
  readonly range: "signed" | "unit" | "byte";
  /** Height and width that images are brought to; null: as they are. */
  readonly size: number | null;
  /** Grey images are repeated to so many; null: as they are. */
  readonly channels: 1 | 3 | null;
}

export type MetricKind =
  | "matched-share"
  | "digit-modes"
  | "class-kl"
  | "mixture-modes"
  | "high-quality-share"
  | "reverse-kl"
  | "mixture-outcome"
  | "pixel-kernel-distance"
  | "pixel-precision-recall"
  | "pixel-density-coverage"
  | "pixel-frechet-distance"
  | ClassifierMetricKind
  | FeatureMetricKind;
export type ClassifierMetricKind =
  | "classifier-frechet-distance"
  | "classifier-kernel-distance"
  | "classifier-score"
  | "classifier-balance"
  | "classifier-density-coverage"
  | "classifier-accuracy"
  | "stacked-modes";
export type FeatureMetricKind =
  | "feature-frechet-distance"
  | "feature-kernel-distance"
  | "feature-precision-recall"
  | "feature-density-coverage";

export interface EngineSpec {
  readonly executor: "auto" | "onnx" | "tensorflow" | "webgpu" | "eager";
  readonly threads: number;
}

/** Everything that decides a run's numbers: this, canonically written and hashed, is the run's identity. */
export interface RunSpec {
  readonly dataset: DatasetSpec;
  readonly latent: LatentSpec;
  readonly generator: NetworkSpec;
  readonly discriminator: NetworkSpec;
  readonly objective: ObjectiveSpec;
  readonly optimizer: OptimizersSpec;
  readonly training: TrainingSpec;
  readonly evaluation: EvaluationSpec;
  /** Digest of each extension file used, by its path relative to the experiment file. */
  readonly extensions: Readonly<Record<string, string>>;
  readonly seed: number;
}

/** Settings that change what is watched and how it is executed, never the numbers: kept with the run, not hashed. */
export interface RunSettings {
  readonly engine: EngineSpec;
  readonly logging: { readonly everySteps: number; readonly histogramsEverySteps: number | null };
  /** Steps at which pictures are drawn; always holds 0 and the last step. */
  readonly snapshots: readonly number[];
}
