/** Made from schema/*.schema.json by scripts/generate.mjs: change the schemas and run `npm run schema`. */

/**
 * A data set. Images are scaled to [−1, 1].
 */
export type Dataset = (SyntheticDigits | Mixture | IdxImages | ImageFolder | Cifar10 | Hwdb | StackedDigits)
/**
 * A network: a published one by name, or its layers.
 */
export type Network = (PresetNetwork | LayeredNetwork)
/**
 * One layer of a network.
 */
export type Layer = (DenseLayer | LeakyReluLayer | ActivationLayer | EluLayer | BatchNormalizationLayer | DropoutLayer | ReshapeLayer | FlattenLayer | Conv2DLayer | Conv2DTransposeLayer | UpsampleLayer | AveragePoolLayer | MaxPoolLayer | GlobalPoolLayer | LayerNormalizationLayer | GatedLayer | MaxoutLayer | MinibatchStddevLayer | PackLayer | JoinLabelLayer | ResidualLayer | RepeatLayer)
/**
 * Where weights start. Fans are the numbers of inputs and outputs of a unit, as in Keras.
 */
export type Initializer = (PlainInitializer | NormalInitializer | OrthogonalInitializer)
/**
 * What the discriminator and the generator minimise.
 */
export type Objective = (LeastSquares | CrossEntropy | Wasserstein)
export type LabelSchemeName = ("binary" | "pearson")
/**
 * Added to D's loss: weight·mean((‖gradient of D(x̂) in x̂‖₂ − 1)²).
 */
export type GradientPenalty = (NoPenalty | InterpolatesPenalty | PerturbedRealPenalty)
/**
 * One optimizer for both networks (each with its own state unless `shared`), or one each.
 */
export type Optimizer = (Adam | Rmsprop | Sgd | SeparateOptimizers)
/**
 * The learning rate over the updates of a network.
 */
export type Schedule = (ConstantSchedule | SmoothSchedule | StaircaseSchedule)
/**
 * How gradients are limited before the optimizer sees them.
 */
export type GradientClip = (NoClip | SomeClip)
/**
 * The optimizer of one network.
 */
export type SingleOptimizer = (Adam | Rmsprop | Sgd)
export type MetricName = ("matched-share" | "digit-modes" | "class-kl" | "mixture-modes" | "high-quality-share" | "reverse-kl" | "mixture-outcome" | "pixel-kernel-distance" | "pixel-precision-recall" | "pixel-density-coverage" | "pixel-frechet-distance" | "classifier-frechet-distance" | "classifier-kernel-distance" | "classifier-score" | "classifier-balance" | "classifier-density-coverage" | "classifier-accuracy" | "stacked-modes")
export type Metric = (PlainMetric | FeatureMetric)
/**
 * What values are drawn from.
 */
export type ParameterRange = (NumberRange | ChoiceRange)

/**
 * One experiment: what is trained, how it is judged, how often it is repeated and which settings are compared.
 */
export interface ExperimentFile {
/**
 * Name of the experiment; its results go to runs/<name>/.
 */
name: string
/**
 * What the experiment is to answer, in one sentence. Shown in the summary and in TensorBoard.
 */
question?: (string | null)
/**
 * A file, relative to this one, whose settings are the starting point: objects are merged key by key, lists and plain values are replaced, extensions of both files count. An object of another `kind` replaces the whole object.
 */
extends?: (string | null)
/**
 * Modules, relative to the file that names them, that each add one kind of layer, objective, data set, optimizer or metric. A module is one file; its digest is part of the identity of the runs that use it.
 */
extensions?: string[]
dataset: Dataset
latent?: Latent
generator: Network
discriminator: Network
objective: Objective
optimizer: Optimizer
training: Training
evaluation?: Evaluation
engine?: Engine
logging?: Logging
/**
 * Steps at which sample pictures are drawn: a list, or a number n for every n steps. Step 0 and the last step are always drawn; a listed step beyond the last is left out with a warning. Not part of a run's identity.
 */
snapshots?: (number[] | number)
/**
 * Claims that the runs are to decide, declared before them. plan.json keeps when each was declared, and how many of its runs had a result by then. Not part of a run's identity.
 */
expect?: Claim[]
/**
 * Named ways for a run to end; the summary counts them in every cell. Not part of a run's identity.
 */
outcomes?: Outcome[]
seeds?: Seeds
/**
 * Blocks of settings to compare. The cells of all blocks are united; without a block the experiment is one cell.
 */
sweep?: SweepBlock[]
}
/**
 * The papers' small-variability digits: 0 to 9, white on black, 28 × 28, drawn by the program itself. Every true image is known, so samples can be judged exactly.
 */
export interface SyntheticDigits {
/**
 * Digits drawn by the program.
 */
kind: "synthetic-digits"
/**
 * shift: each digit at a few places. shift-rotate: turned by small angles of a fixed grid too.
 */
variation?: ("shift" | "shift-rotate")
/**
 * Only the first so many images; null: all of them.
 */
limit?: (number | null)
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle?: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch?: (number | null)
}
/**
 * Points of the plane from a mixture of equal Gaussians, drawn afresh for every batch.
 */
export interface Mixture {
/**
 * A mixture of Gaussians in the plane.
 */
kind: "mixture"
/**
 * Where the Gaussians stand.
 */
modes?: (RingModes | GridModes | SwissRollModes)
/**
 * Standard deviation of each Gaussian, the same in both directions.
 */
standardDeviation?: number
}
/**
 * Evenly on a circle around the origin.
 */
export interface RingModes {
/**
 * Modes on a circle.
 */
kind: "ring"
/**
 * Number of modes.
 */
count?: number
/**
 * Radius of the circle.
 */
radius?: number
/**
 * The mode at the top weighs double, as in the authors' code.
 */
doubledTop?: boolean
}
/**
 * On a square grid around the origin.
 */
export interface GridModes {
/**
 * Modes on a square grid.
 */
kind: "grid"
/**
 * Modes along each side: 5 gives 25 modes.
 */
side?: number
/**
 * Distance between neighbours.
 */
spacing?: number
}
/**
 * Along a spiral: (t cos t, t sin t) / scale for angles t evenly in [1.5π, 4.5π]. With standardDeviation 0.0333 this is the toy data of WGAN-GP's code (noise 0.25, divided by 7.5).
 */
export interface SwissRollModes {
/**
 * A swiss roll.
 */
kind: "swiss-roll"
/**
 * Angles. So many that neighbours overlap make it a curve; metrics count them as modes.
 */
count?: number
/**
 * By what the spiral, which reaches 14.1, is divided.
 */
scale?: number
}
/**
 * MNIST or Fashion-MNIST, 28 × 28, read from a folder or fetched once.
 */
export interface IdxImages {
/**
 * Handwritten digits, or pieces of clothing.
 */
kind: ("mnist" | "fashion-mnist")
/**
 * train: 60,000 images. test: 10,000 images. test-training: 6,000 of the test images, those whose number modulo five is below three; the rest is what the classifier metrics compare with.
 */
split?: ("train" | "test" | "test-training")
/**
 * Only the first so many images; null: all of them.
 */
limit?: (number | null)
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle?: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch?: (number | null)
}
/**
 * Pictures of one size in a folder of the data folder: 8-bit PNG files, or NPY files of bytes, [n, size, size, channels]. A folder may be larger than memory: of an NPY file, rows are read when a batch shows them. PNG files are decoded at the start and held in memory as bytes.
 */
export interface ImageFolder {
/**
 * Pictures of a folder.
 */
kind: "image-folder"
/**
 * Name of the folder, below the data folder (--data-dir).
 */
folder: string
/**
 * Height and width of every picture; nothing is resized.
 */
size: number
/**
 * 3: red, green and blue. 1: grey.
 */
channels?: (1 | 3)
/**
 * Number of subfolders, each of which is a class, in the order of their names; null: pictures have no classes.
 */
classes?: (number | null)
/**
 * Only the first so many images; null: all of them.
 */
limit?: (number | null)
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle?: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch?: (number | null)
}
/**
 * CIFAR-10, 32 × 32 × 3, in its binary version (data_batch_1.bin to data_batch_5.bin, test_batch.bin).
 */
export interface Cifar10 {
/**
 * Ten kinds of animals and vehicles.
 */
kind: "cifar-10"
/**
 * train: 50,000 images. test: 10,000 images.
 */
split?: ("train" | "test")
/**
 * Only the first so many images; null: all of them.
 */
limit?: (number | null)
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle?: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch?: (number | null)
}
/**
 * Handwritten Chinese characters of CASIA HWDB1.0 from its .gnt files, resized to 28 × 28 by averaging; ink is dark. All images are held in memory as bytes: 784 each.
 */
export interface Hwdb {
/**
 * Handwritten Chinese characters.
 */
kind: "hwdb"
/**
 * Only the first so many characters, in the order of their codes; 3,740 are all.
 */
classes?: number
/**
 * Only the first so many images; null: all of them.
 */
limit?: (number | null)
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle?: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch?: (number | null)
}
/**
 * Digits of another data set, one in each colour channel: 10 to the power of `digits` modes. Which digits are stacked is drawn once, the same for every seed.
 */
export interface StackedDigits {
/**
 * Several digits, each a channel.
 */
kind: "stacked-digits"
/**
 * Where the digits come from.
 */
source?: ("synthetic-digits" | "mnist")
/**
 * Of MNIST. train: from 60,000 images. test: from 10,000 images.
 */
split?: ("train" | "test")
/**
 * Digits in one image: 3, or 2 with a third channel that stays black.
 */
digits?: (2 | 3)
/**
 * Number of stacks, all held in memory: 9.4 kB each.
 */
count?: number
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle?: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch?: (number | null)
}
/**
 * The random vectors that the generator turns into samples.
 */
export interface Latent {
/**
 * Numbers in one latent vector.
 */
size?: number
/**
 * normal: each number from N(0, 1). uniform: each number from [−1, 1).
 */
distribution?: ("normal" | "uniform")
}
/**
 * A network that comes with the program.
 */
export interface PresetNetwork {
/**
 * A network by name.
 */
kind: "preset"
/**
 * seed-mlp: the seed article's MNIST networks (583,312 and 265,601 parameters). ring-mlp: 256-128-128-2 and 2-128-128-1 with tanh, as the authors' mixture code. digit-mlp: small networks for the synthetic digits. keras-gan-mlp: Keras-GAN's dense networks for MNIST. digit-conv, mnist-conv: the authors' convolutional networks for 28 × 28 digits. dcgan-64 (dcgan-64-plain: without batch normalisation), cat-128, scenes-112: the authors' networks for images of 64, 128 and 112 pixels. hanzi-conditional: the authors' conditional networks for characters of 28 × 28 pixels. difficult-baseline, -constant-width, -mlp, -plain (no normalisation), -gated, -tanh, -resnet-101: the architectures for images of 64 pixels that gradient penalties are tried on. dcgan-28: a small DCGAN for digits. pytorch-gan-conv: PyTorch-GAN's networks for 32 × 32 (1,049,729 and 98,113 parameters). infogan: those of 'Are GANs created equal?' for 28 × 28. pacgan-mlp: PacGAN's for points of the plane (pacgan-mlp-pairs: D judges two samples at a time). Each network takes its preset by itself, so that one may be plain and the other not.
 */
name: ("seed-mlp" | "ring-mlp" | "digit-mlp" | "keras-gan-mlp" | "digit-conv" | "mnist-conv" | "dcgan-64" | "dcgan-64-plain" | "cat-128" | "scenes-112" | "dcgan-28" | "pytorch-gan-conv" | "infogan" | "pacgan-mlp" | "pacgan-mlp-pairs" | "hanzi-conditional" | "difficult-baseline" | "difficult-constant-width" | "difficult-mlp" | "difficult-plain" | "difficult-gated" | "difficult-tanh" | "difficult-resnet-101")
}
/**
 * A network spelt out.
 */
export interface LayeredNetwork {
/**
 * A network as a list of layers.
 */
kind: "layers"
/**
 * What tables and pictures call this network where a sweep compares it with others; else its layers are written out; claims and conditions find it by `generator.label`. Networks that share a label and differ are written out too. Not part of a run's identity.
 */
label?: (string | null)
/**
 * The layers, from input to output.
 */
layers: Layer[]
}
/**
 * x·kernel + bias over the last dimension; an input of more dimensions is not flattened by itself.
 */
export interface DenseLayer {
/**
 * A fully connected layer.
 */
kind: "dense"
/**
 * Numbers in its output.
 */
units: number
/**
 * Whether a bias is added. Straight before a batch normalisation it changes nothing.
 */
bias?: boolean
initializer?: Initializer
biasInitializer?: Initializer
}
/**
 * An initializer without settings.
 */
export interface PlainInitializer {
/**
 * zeros, ones. glorot-uniform: U(±√(6/(fanIn + fanOut))). glorot-normal: truncated normal of variance 2/(fanIn + fanOut). he-uniform: U(±√(6/fanIn)). he-normal: truncated normal of variance 2/fanIn.
 */
kind: ("zeros" | "ones" | "glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal")
}
/**
 * Numbers from a normal distribution; truncated: drawn again beyond two standard deviations.
 */
export interface NormalInitializer {
/**
 * Normal, whole or truncated.
 */
kind: ("normal" | "truncated-normal")
/**
 * Mean.
 */
mean?: number
/**
 * Standard deviation (before truncation).
 */
standardDeviation?: number
}
/**
 * A random matrix with orthogonal rows or columns.
 */
export interface OrthogonalInitializer {
/**
 * Orthogonal.
 */
kind: "orthogonal"
/**
 * Factor of the whole matrix.
 */
gain?: number
}
/**
 * x where x > 0, slope·x elsewhere.
 */
export interface LeakyReluLayer {
/**
 * A rectifier that leaks.
 */
kind: "leaky-relu"
/**
 * Slope for negative inputs.
 */
slope?: number
}
/**
 * An activation without settings.
 */
export interface ActivationLayer {
/**
 * relu: max(x, 0). tanh. sigmoid: 1/(1 + e⁻ˣ). selu: the self-normalising unit with its published constants. softplus: log(1 + eˣ). silu: x·sigmoid(x).
 */
kind: ("relu" | "tanh" | "sigmoid" | "selu" | "softplus" | "silu")
}
/**
 * x where x > 0, alpha·(eˣ − 1) elsewhere.
 */
export interface EluLayer {
/**
 * An exponential linear unit.
 */
kind: "elu"
/**
 * Minus the limit for very negative inputs.
 */
alpha?: number
}
/**
 * Each feature of the last dimension to mean 0 and variance 1 over the batch, then scaled and shifted by learnt numbers. Moving statistics stand in for the batch's in inference mode.
 */
export interface BatchNormalizationLayer {
/**
 * Batch normalisation.
 */
kind: "batch-normalization"
/**
 * Share of the old value in each update of the moving statistics (Keras's meaning).
 */
momentum?: number
/**
 * Added to the variance.
 */
epsilon?: number
}
/**
 * In training, each number, or each channel as a whole, becomes 0 with probability `rate` and is divided by 1 − rate otherwise.
 */
export interface DropoutLayer {
/**
 * Dropout.
 */
kind: "dropout"
/**
 * Share of numbers, or of channels, dropped.
 */
rate: number
/**
 * Whether a channel of an image is dropped as a whole, as PyTorch's Dropout2d and Keras's SpatialDropout2D do.
 */
channels?: boolean
}
/**
 * The same numbers in another shape.
 */
export interface ReshapeLayer {
/**
 * Another shape.
 */
kind: "reshape"
/**
 * Shape of one sample, without the batch.
 */
shape: number[]
}
/**
 * The same numbers in one dimension.
 */
export interface FlattenLayer {
/**
 * One dimension.
 */
kind: "flatten"
}
/**
 * Convolution of images.
 */
export interface Conv2DLayer {
/**
 * A convolution.
 */
kind: "conv2d"
/**
 * Channels of its output.
 */
filters: number
/**
 * Height and width of the window.
 */
kernel: number
/**
 * Pixels between windows: the factor by which images shrink (conv2d) or grow (conv2d-transpose).
 */
stride?: number
/**
 * TensorFlow's geometry. same: the output's side is the input's divided by the stride, rounded up. valid: only windows that lie inside.
 */
padding?: ("same" | "valid")
/**
 * Whether a bias is added. Straight before a batch normalisation it changes nothing.
 */
bias?: boolean
initializer?: Initializer
biasInitializer?: Initializer
}
/**
 * Transposed convolution: the adjoint of a convolution, which makes images larger.
 */
export interface Conv2DTransposeLayer {
/**
 * A transposed convolution.
 */
kind: "conv2d-transpose"
/**
 * Channels of its output.
 */
filters: number
/**
 * Height and width of the window.
 */
kernel: number
/**
 * Pixels between windows: the factor by which images shrink (conv2d) or grow (conv2d-transpose).
 */
stride?: number
/**
 * TensorFlow's geometry. same: the output's side is stride times the input's. valid: kernel − stride pixels more.
 */
padding?: ("same" | "valid")
/**
 * Height and width of the output, for padding same: any side that divided by the stride and rounded up is the input's. null: the stride times the input's.
 */
outputSize?: (number | null)
/**
 * Whether a bias is added. Straight before a batch normalisation it changes nothing.
 */
bias?: boolean
initializer?: Initializer
biasInitializer?: Initializer
}
/**
 * Images made larger.
 */
export interface UpsampleLayer {
/**
 * Upsampling.
 */
kind: "upsample"
/**
 * How many times larger.
 */
factor?: number
/**
 * nearest: each pixel repeated. bilinear: in between pixel centres.
 */
interpolation?: ("nearest" | "bilinear")
}
/**
 * The average of each channel in a window. Cells that padding adds count for nothing.
 */
export interface AveragePoolLayer {
/**
 * Pooling.
 */
kind: "average-pool"
/**
 * Height and width of the window.
 */
size?: number
/**
 * Pixels between windows.
 */
stride?: number
/**
 * TensorFlow's geometry. same: the output's side is the input's divided by the stride, rounded up. valid: only windows that lie inside.
 */
padding?: ("same" | "valid")
}
/**
 * The greatest number of each channel in a window. Cells that padding adds count for nothing.
 */
export interface MaxPoolLayer {
/**
 * Pooling.
 */
kind: "max-pool"
/**
 * Height and width of the window.
 */
size?: number
/**
 * Pixels between windows.
 */
stride?: number
/**
 * TensorFlow's geometry. same: the output's side is the input's divided by the stride, rounded up. valid: only windows that lie inside.
 */
padding?: ("same" | "valid")
}
/**
 * One number of each channel of an image.
 */
export interface GlobalPoolLayer {
/**
 * Pooling over the whole image.
 */
kind: "global-pool"
/**
 * mean, max or sum over the image.
 */
reduction?: ("mean" | "max" | "sum")
}
/**
 * Each sample to mean 0 and variance 1 by itself, then scaled and shifted by learnt numbers of each feature.
 */
export interface LayerNormalizationLayer {
/**
 * Layer normalisation.
 */
kind: "layer-normalization"
/**
 * features: mean and variance of the last dimension. sample: of all numbers of a sample.
 */
over?: ("features" | "sample")
/**
 * Added to the variance.
 */
epsilon?: number
}
/**
 * The gated multiplicative unit: sigmoid(a)·tanh(b) of interleaved features a₀ b₀ a₁ b₁ …, half as many as come in.
 */
export interface GatedLayer {
/**
 * A gate.
 */
kind: "gated"
}
/**
 * Each unit is the greatest of several linear functions of the last dimension, each with weights of its own: units·pieces columns of weights for `units` numbers.
 */
export interface MaxoutLayer {
/**
 * Maxout units.
 */
kind: "maxout"
/**
 * Numbers in its output.
 */
units: number
/**
 * Linear functions of which each unit is the greatest.
 */
pieces?: number
/**
 * Whether each linear function has a bias.
 */
bias?: boolean
initializer?: Initializer
biasInitializer?: Initializer
}
/**
 * Appends one feature: the mean over all features of the batch's standard deviation.
 */
export interface MinibatchStddevLayer {
/**
 * How much a batch varies.
 */
kind: "minibatch-stddev"
/**
 * Added to each variance.
 */
epsilon?: number
}
/**
 * PacGAN's packing: every `count` samples that follow each other in a batch become one, their last dimensions joined. First layer of a discriminator; count must divide the batch.
 */
export interface PackLayer {
/**
 * Several samples judged as one.
 */
kind: "pack"
/**
 * Samples in one pack.
 */
count?: number
}
/**
 * Makes the network conditional: appends what a learned linear map makes of each sample's label. Both networks or neither must have one.
 */
export interface JoinLabelLayer {
/**
 * Joins the sample's label, as further features; to an image, as further channels of every pixel. May stand at several places of a network: all of them share the network's one map.
 */
kind: "join-label"
/**
 * Numbers that the map makes of a one-hot label. The same at all places of a network.
 */
size: number
initializer?: Initializer
}
/**
 * shortcut(x) + scale·layers(x).
 */
export interface ResidualLayer {
/**
 * Two branches, added.
 */
kind: "residual"
/**
 * The main branch.
 */
layers: Layer[]
/**
 * The other branch; empty: the input itself.
 */
shortcut?: Layer[]
/**
 * Factor of the main branch.
 */
scale?: number
}
/**
 * The same layers several times over, each time with weights of their own.
 */
export interface RepeatLayer {
/**
 * Layers repeated.
 */
kind: "repeat"
/**
 * How many times.
 */
times: number
/**
 * What is repeated.
 */
layers: Layer[]
}
/**
 * D: discriminatorFactor·(mean((D(x) − b)²) + mean((D(G(z)) − a)²)). G: generatorFactor·mean((D(G(z)) − c)²). Mao et al., arXiv:1611.04076, eq. 2.
 */
export interface LeastSquares {
/**
 * The least-squares GAN.
 */
kind: "least-squares"
/**
 * The label scheme: a name, or a, b and c. binary is (0, 1, 1), pearson is (−1, 1, 0). a and b must differ.
 */
labels: (LabelSchemeName | LabelScheme)
/**
 * Factor of D's loss: ½ in the paper.
 */
discriminatorFactor?: number
/**
 * Factor of G's loss: ½ in the paper, 1 in the seed article.
 */
generatorFactor?: number
/**
 * mean over the batch as the paper writes, or sum as the authors' code does.
 */
reduction?: ("mean" | "sum")
/**
 * labels: D(x) = (a + b)/2 + (b − a)·net(x) and losses are divided by (b − a)², so that schemes with equal (c − a)/(b − a) are the same run. none: D(x) = net(x).
 */
discriminatorScale?: ("none" | "labels")
gradientPenalty?: GradientPenalty
}
export interface LabelScheme {
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
 * No penalty.
 */
export interface NoPenalty {
/**
 * No penalty.
 */
kind: "none"
}
/**
 * x̂ at a random place between a real and a fake sample (WGAN-GP, arXiv:1704.00028).
 */
export interface InterpolatesPenalty {
/**
 * Between real and fake.
 */
kind: "interpolates"
/**
 * Factor of the penalty.
 */
weight?: number
}
/**
 * x̂ = real + α·δ, α uniform in [0, 1) for each sample, δ uniform in [0, range) for each number (LSGANs-GP, arXiv:1712.06391, and its code).
 */
export interface PerturbedRealPenalty {
/**
 * Around real samples.
 */
kind: "perturbed-real"
/**
 * Factor of the penalty.
 */
weight?: number
/**
 * Upper end of δ (the paper's c).
 */
range?: number
/**
 * fresh: δ drawn for every update. frozen: once for the whole training, as the authors' code does.
 */
perturbation?: ("fresh" | "frozen")
}
/**
 * The regular GAN with the non-saturating generator loss, computed from D's linear score.
 */
export interface CrossEntropy {
/**
 * The regular GAN.
 */
kind: "cross-entropy"
/**
 * mean or sum over the batch.
 */
reduction?: ("mean" | "sum")
/**
 * One-sided label smoothing: D should give real samples the probability 1 − realSmoothing.
 */
realSmoothing?: number
gradientPenalty?: GradientPenalty
}
/**
 * WGAN. D: mean(D(G(z))) − mean(D(x)). G: −mean(D(G(z))). D must be kept from being steep: by a gradientPenalty, or by the optimizer's weightLimit. Arjovsky et al., arXiv:1701.07875.
 */
export interface Wasserstein {
/**
 * The Wasserstein GAN.
 */
kind: "wasserstein"
gradientPenalty?: GradientPenalty
}
/**
 * Adam; with weightDecay AdamW.
 */
export interface Adam {
/**
 * Adam.
 */
kind: "adam"
/**
 * Length of the steps.
 */
learningRate: number
/**
 * Decay of the mean of gradients.
 */
beta1?: number
/**
 * Decay of the mean of squared gradients.
 */
beta2?: number
/**
 * Keeps the division finite.
 */
epsilon?: number
/**
 * Decoupled weight decay (AdamW): weights lose learningRate·weightDecay of themselves in each update.
 */
weightDecay?: number
/**
 * Whose arithmetic it follows. adam: pytorch has epsilon inside the bias correction. rmsprop: tensorflow1 starts the mean square at 1, pytorch has epsilon outside the root. sgd: pytorch and tensorflow1 put the learning rate outside the momentum.
 */
convention?: ("keras" | "pytorch" | "tensorflow1")
schedule?: Schedule
gradientClip?: GradientClip
/**
 * Weights are clipped to [−weightLimit, weightLimit] after each update (WGAN); null: they are not.
 */
weightLimit?: (number | null)
/**
 * One optimizer object for both networks: one iteration counter, two increments a step (the seed article). Only where both networks have one optimizer, not inside `separate`.
 */
shared?: boolean
}
/**
 * Always learningRate.
 */
export interface ConstantSchedule {
/**
 * Constant.
 */
kind: "constant"
}
/**
 * From learningRate to end·learningRate over so many updates, then that.
 */
export interface SmoothSchedule {
/**
 * linear: in equal steps. cosine: along half a cosine.
 */
kind: ("linear" | "cosine")
/**
 * The learning rate at the end, as a factor of learningRate.
 */
end?: number
/**
 * Updates of the network until the end is reached.
 */
updates: number
}
/**
 * Times factor after every so many updates.
 */
export interface StaircaseSchedule {
/**
 * Staircase.
 */
kind: "staircase"
/**
 * Factor of each drop.
 */
factor?: number
/**
 * Updates between drops.
 */
every: number
}
/**
 * They are not.
 */
export interface NoClip {
/**
 * No limit.
 */
kind: "none"
}
/**
 * By a limit.
 */
export interface SomeClip {
/**
 * value: every number to [−limit, limit]. norm: all gradients of the network times limit/norm where their norm is above the limit.
 */
kind: ("value" | "norm")
/**
 * The limit.
 */
limit: number
}
/**
 * RMSProp, not centred.
 */
export interface Rmsprop {
/**
 * RMSProp.
 */
kind: "rmsprop"
/**
 * Length of the steps.
 */
learningRate: number
/**
 * Decay of the mean of squared gradients (Keras calls it rho).
 */
decay?: number
/**
 * Share of the last step in the next one.
 */
momentum?: number
/**
 * Keeps the division finite.
 */
epsilon?: number
/**
 * Whose arithmetic it follows. adam: pytorch has epsilon inside the bias correction. rmsprop: tensorflow1 starts the mean square at 1, pytorch has epsilon outside the root. sgd: pytorch and tensorflow1 put the learning rate outside the momentum.
 */
convention?: ("keras" | "pytorch" | "tensorflow1")
schedule?: Schedule
gradientClip?: GradientClip
/**
 * Weights are clipped to [−weightLimit, weightLimit] after each update (WGAN); null: they are not.
 */
weightLimit?: (number | null)
/**
 * One optimizer object for both networks: one iteration counter, two increments a step (the seed article). Only where both networks have one optimizer, not inside `separate`.
 */
shared?: boolean
}
/**
 * Gradient descent, with momentum if wished.
 */
export interface Sgd {
/**
 * Gradient descent.
 */
kind: "sgd"
/**
 * Length of the steps.
 */
learningRate: number
/**
 * Share of the last step in the next one.
 */
momentum?: number
/**
 * Nesterov's momentum.
 */
nesterov?: boolean
/**
 * Whose arithmetic it follows. adam: pytorch has epsilon inside the bias correction. rmsprop: tensorflow1 starts the mean square at 1, pytorch has epsilon outside the root. sgd: pytorch and tensorflow1 put the learning rate outside the momentum.
 */
convention?: ("keras" | "pytorch" | "tensorflow1")
schedule?: Schedule
gradientClip?: GradientClip
/**
 * Weights are clipped to [−weightLimit, weightLimit] after each update (WGAN); null: they are not.
 */
weightLimit?: (number | null)
/**
 * One optimizer object for both networks: one iteration counter, two increments a step (the seed article). Only where both networks have one optimizer, not inside `separate`.
 */
shared?: boolean
}
/**
 * An optimizer for each network.
 */
export interface SeparateOptimizers {
/**
 * One optimizer each.
 */
kind: "separate"
generator: SingleOptimizer
discriminator: SingleOptimizer
}
/**
 * How many steps, and what one step is.
 */
export interface Training {
/**
 * Rounds of discriminator and generator updates.
 */
steps: number
/**
 * Samples in a batch.
 */
batchSize: number
/**
 * Updates of the discriminator for one of the generator.
 */
discriminatorSteps?: number
/**
 * Which network is updated first in a step; simultaneous: both from the same weights.
 */
order?: ("discriminator-first" | "generator-first" | "simultaneous")
/**
 * fresh: the generator's update draws its own latents. shared: it uses those of the (last) discriminator update.
 */
latents?: ("fresh" | "shared")
/**
 * full: a discriminator update sees batchSize real and batchSize fake samples. half: half as many of each, and the generator's update batchSize.
 */
discriminatorBatch?: ("full" | "half")
/**
 * separate: D runs on real and on fake samples apart. joint: on one batch, fakes first, so that a batch normalisation in D sees both.
 */
realAndFake?: ("separate" | "joint")
/**
 * How G makes the fakes that D trains on: with the batch's statistics (training) or the moving ones (inference).
 */
fakesForDiscriminator?: ("training" | "inference")
/**
 * Decay of an exponential moving average of G's weights, with which samples are made and judged; training is not touched. null: samples are made with the weights themselves.
 */
generatorAverage?: (number | null)
}
/**
 * When and by what a run is judged.
 */
export interface Evaluation {
/**
 * Steps between evaluations; the last step is always evaluated.
 */
everySteps?: number
/**
 * Samples drawn for each evaluation.
 */
samples?: number
/**
 * What is measured: names, or objects with a `kind`.
 */
metrics?: (MetricName | Metric)[]
/**
 * Tag of the metric value that ranks cells: matched-share, modes-covered, modes-covered-5, class-kl, classes-covered, modes, modes-20, high-quality-share, high-quality-share-loose, reverse-kl, covered, collapsed, off-target, near-share, pixel-kernel-distance, pixel-precision, pixel-recall, pixel-density, pixel-coverage, pixel-frechet-distance, pixel-frechet-distance-unsquared, classifier-frechet-distance, classifier-kernel-distance, classifier-score, classifier-kl, classifier-classes, classifier-classes-one-percent, classifier-density, classifier-coverage, classifier-accuracy, stacked-modes, stacked-kl, feature-frechet-distance, feature-kernel-distance, feature-precision, feature-recall, feature-density, feature-coverage, or an extension's.
 */
primary?: (string | null)
/**
 * A run's final value is the mean of its last evaluations, so many of them (step 0 is never one). Outcomes of single runs (covered, collapsed, off-target, and those under `outcomes`) go by the last evaluation alone. The same for all cells. Not part of a run's identity.
 */
lastEvaluations?: number
}
/**
 * A metric without settings.
 */
export interface PlainMetric {
/**
 * For synthetic digits: matched-share (samples that are nearly a true image), digit-modes (true images covered), class-kl (balance of the ten digits). For mixtures: mixture-modes (modes covered), high-quality-share (samples near a mode), reverse-kl, mixture-outcome (covered, collapsed, off-target by fixed rules). For other images, only where named because they take seconds: pixel-kernel-distance, pixel-precision-recall, pixel-density-coverage, and pixel-frechet-distance, which needs 10 samples per pixel. For mnist with split train or test-training, only where named, on the features of a small classifier: classifier-frechet-distance, classifier-kernel-distance, classifier-score, classifier-balance, classifier-density-coverage, and for generators that join labels classifier-accuracy (samples that are read as the class they were asked for); at most 2,000 samples. For stacked-digits of mnist, only where named: stacked-modes (distinct tuples that the same classifier reads).
 */
kind: ("matched-share" | "digit-modes" | "class-kl" | "mixture-modes" | "high-quality-share" | "reverse-kl" | "mixture-outcome" | "pixel-kernel-distance" | "pixel-precision-recall" | "pixel-density-coverage" | "pixel-frechet-distance" | "classifier-frechet-distance" | "classifier-kernel-distance" | "classifier-score" | "classifier-balance" | "classifier-density-coverage" | "classifier-accuracy" | "stacked-modes")
}
/**
 * A metric on the features of a network of yours, for images.
 */
export interface FeatureMetric {
/**
 * feature-frechet-distance needs 10 samples per feature; feature-kernel-distance does not. As many real images are compared: held-out ones of mnist with split train or test-training, else the data set's own.
 */
kind: ("feature-frechet-distance" | "feature-kernel-distance" | "feature-precision-recall" | "feature-density-coverage")
features: Features
}
/**
 * Where features come from.
 */
export interface Features {
/**
 * An ONNX file, run by ONNX Runtime on the CPU.
 */
kind: "onnx"
/**
 * The file, below the data folder (--data-dir), or absolute.
 */
file: string
/**
 * SHA-256 of the file, 64 lower-case hexadecimal digits: part of a run's identity, so that figures of two networks are never mixed up.
 */
sha256: string
/**
 * Name of the input that takes images.
 */
input?: (string | null)
/**
 * Name of the output whose rows are features.
 */
output?: (string | null)
/**
 * nchw: channels before height and width. nhwc: after them.
 */
layout?: ("nchw" | "nhwc")
/**
 * What black and white are for the network. signed: -1 and 1. unit: 0 and 1. byte: 0 and 255.
 */
range?: ("signed" | "unit" | "byte")
/**
 * Height and width that images are resized to (bilinear). null: as they are.
 */
size?: (number | null)
/**
 * Channels that the network takes: grey images are repeated. null: as the images are.
 */
channels?: (1 | 3 | null)
}
/**
 * What executes the training.
 */
export interface Engine {
/**
 * onnx: compiled, on ONNX Runtime. tensorflow: compiled, on TensorFlow's kernels, where `npm run setup:tensorflow` has put them. webgpu: compiled, on a graphics processor. eager: operation by operation, slow, a reference. auto: onnx.
 */
executor?: ("auto" | "onnx" | "tensorflow" | "webgpu" | "eager")
/**
 * Threads of one run.
 */
threads?: number
}
/**
 * How often a run reports.
 */
export interface Logging {
/**
 * Steps between the points of TensorBoard's curves.
 */
everySteps?: number
/**
 * Steps between histograms of weights and scores; null: none.
 */
histogramsEverySteps?: (number | null)
}
/**
 * A finding that is expected, declared before the runs and judged after them: supported, contradicted or undecided. A cell is named by its label, by the value of one of its axes (pearson), or by dotted keys and their values ({ objective.labels: pearson }). A claim about several cells is one comparison for each; p-values are adjusted (Holm) for the number of all comparisons. Not part of a run's identity: a new claim runs nothing again.
 */
export interface Claim {
/**
 * Tag of the metric value that is compared, such as matched-share.
 */
metric: string
/**
 * The cell or cells of which something is claimed; the baseline is never one of them.
 */
cells: (string | { readonly [key: string]: unknown } | (string | { readonly [key: string]: unknown })[])
/**
 * The one cell that it is compared with.
 */
baseline: (string | { readonly [key: string]: unknown })
/**
 * greater, less: the mean of the cell lies above, below that of the baseline, by more than `margin` (permutation test). equivalent: the two differ by less than `margin` (two one-sided t tests). No significance is undecided, never supported.
 */
relation: ("greater" | "less" | "equivalent")
/**
 * A difference that matters, in the metric's unit; above 0 and required for equivalent.
 */
margin?: number
/**
 * Whether runs with the same seed belong together: their differences are tested. Pays where values of one seed go up and down together in all cells.
 */
paired?: boolean
/**
 * Whether this is the claim that the experiment is about; at most one. It stands first, and outcomes are compared with its baseline.
 */
primary?: boolean
}
/**
 * A named way for a run to end, declared before the runs. A run gets the first outcome whose conditions its last evaluation meets, `diverged` where a loss or weight was not finite, and `other` where none is met. Not part of a run's identity.
 */
export interface Outcome {
/**
 * What such runs are called.
 */
name: string
/**
 * Tags of metric values, each with the bounds that it must keep; all must hold.
 */
when: {
[k: string]: OutcomeBounds
}
}
/**
 * Bounds of one metric value.
 */
export interface OutcomeBounds {
/**
 * The value is this or larger.
 */
atLeast?: number
/**
 * The value is this or smaller.
 */
atMost?: number
/**
 * The value is larger.
 */
above?: number
/**
 * The value is smaller.
 */
below?: number
}
/**
 * Replicates: every cell is trained once with each seed and reported as mean and interval. Never an axis of a sweep.
 */
export interface Seeds {
/**
 * Number of replicates.
 */
count?: number
/**
 * The first seed; the others follow it one by one.
 */
first?: number
}
/**
 * One block of a sweep: one or more forms, which multiply, and conditions. Keys are dotted, such as objective.labels; parts of a list are numbered from 0, such as generator.layers.0.units.
 */
export interface SweepBlock {
/**
 * Every combination of the listed values.
 */
grid?: {
/**
 * Values.
 */
[k: string]: readonly unknown[]
}
/**
 * The first values together, the second values together, and so on; lists of equal length.
 */
zip?: {
/**
 * Values.
 */
[k: string]: readonly unknown[]
}
/**
 * Settings written out: each entry is a partial experiment, or dotted keys.
 */
list?: { readonly [key: string]: unknown }[]
random?: RandomForm
/**
 * The experiment as it is, then each value of each key alone.
 */
ablate?: {
/**
 * Values.
 */
[k: string]: readonly unknown[]
}
/**
 * Values that the cells of earlier blocks must have for this block to multiply them; the others stay as they are.
 */
when?: { readonly [key: string]: unknown }
/**
 * Cells of this block that have all the values of one entry are left out.
 */
exclude?: { readonly [key: string]: unknown }[]
/**
 * Cells of this block that have the values of no entry are left out.
 */
require?: { readonly [key: string]: unknown }[]
}
/**
 * Values drawn at random, the same ones every time.
 */
export interface RandomForm {
/**
 * Number of draws.
 */
count: number
/**
 * Seed of the draws; nothing to do with the seeds of the runs.
 */
seed?: number
/**
 * What each key is drawn from.
 */
parameters: {
[k: string]: ParameterRange
}
}
/**
 * Numbers between two bounds.
 */
export interface NumberRange {
/**
 * uniform: all numbers alike. log-uniform: all magnitudes alike.
 */
kind: ("uniform" | "log-uniform")
/**
 * The smallest value; above 0 for log-uniform.
 */
minimum: number
/**
 * The largest value; above `minimum`.
 */
maximum: number
/**
 * Significant digits that drawn values are rounded to, so that they can be read and typed.
 */
digits?: number
}
/**
 * One of some values, all alike.
 */
export interface ChoiceRange {
/**
 * One of a list.
 */
kind: "choice"
/**
 * The values.
 */
values: readonly unknown[]
}

/**
 * A data set. Images are scaled to [−1, 1].
 */
export type FilledDataset = (FilledSyntheticDigits | FilledMixture | FilledIdxImages | FilledImageFolder | FilledCifar10 | FilledHwdb | FilledStackedDigits)
/**
 * A network: a published one by name, or its layers.
 */
export type FilledNetwork = (FilledPresetNetwork | FilledLayeredNetwork)
/**
 * One layer of a network.
 */
export type FilledLayer = (FilledDenseLayer | FilledLeakyReluLayer | FilledActivationLayer | FilledEluLayer | FilledBatchNormalizationLayer | FilledDropoutLayer | FilledReshapeLayer | FilledFlattenLayer | FilledConv2DLayer | FilledConv2DTransposeLayer | FilledUpsampleLayer | FilledAveragePoolLayer | FilledMaxPoolLayer | FilledGlobalPoolLayer | FilledLayerNormalizationLayer | FilledGatedLayer | FilledMaxoutLayer | FilledMinibatchStddevLayer | FilledPackLayer | FilledJoinLabelLayer | FilledResidualLayer | FilledRepeatLayer)
/**
 * Where weights start. Fans are the numbers of inputs and outputs of a unit, as in Keras.
 */
export type FilledInitializer = (FilledPlainInitializer | FilledNormalInitializer | FilledOrthogonalInitializer)
/**
 * What the discriminator and the generator minimise.
 */
export type FilledObjective = (FilledLeastSquares | FilledCrossEntropy | FilledWasserstein)
export type FilledLabelSchemeName = ("binary" | "pearson")
/**
 * Added to D's loss: weight·mean((‖gradient of D(x̂) in x̂‖₂ − 1)²).
 */
export type FilledGradientPenalty = (FilledNoPenalty | FilledInterpolatesPenalty | FilledPerturbedRealPenalty)
/**
 * One optimizer for both networks (each with its own state unless `shared`), or one each.
 */
export type FilledOptimizer = (FilledAdam | FilledRmsprop | FilledSgd | FilledSeparateOptimizers)
/**
 * The learning rate over the updates of a network.
 */
export type FilledSchedule = (FilledConstantSchedule | FilledSmoothSchedule | FilledStaircaseSchedule)
/**
 * How gradients are limited before the optimizer sees them.
 */
export type FilledGradientClip = (FilledNoClip | FilledSomeClip)
/**
 * The optimizer of one network.
 */
export type FilledSingleOptimizer = (FilledAdam | FilledRmsprop | FilledSgd)
export type FilledMetricName = ("matched-share" | "digit-modes" | "class-kl" | "mixture-modes" | "high-quality-share" | "reverse-kl" | "mixture-outcome" | "pixel-kernel-distance" | "pixel-precision-recall" | "pixel-density-coverage" | "pixel-frechet-distance" | "classifier-frechet-distance" | "classifier-kernel-distance" | "classifier-score" | "classifier-balance" | "classifier-density-coverage" | "classifier-accuracy" | "stacked-modes")
export type FilledMetric = (FilledPlainMetric | FilledFeatureMetric)
/**
 * What values are drawn from.
 */
export type FilledParameterRange = (FilledNumberRange | FilledChoiceRange)

/**
 * One experiment: what is trained, how it is judged, how often it is repeated and which settings are compared.
 */
export interface FilledExperimentFile {
/**
 * Name of the experiment; its results go to runs/<name>/.
 */
name: string
/**
 * What the experiment is to answer, in one sentence. Shown in the summary and in TensorBoard.
 */
question: (string | null)
/**
 * A file, relative to this one, whose settings are the starting point: objects are merged key by key, lists and plain values are replaced, extensions of both files count. An object of another `kind` replaces the whole object.
 */
extends: (string | null)
/**
 * Modules, relative to the file that names them, that each add one kind of layer, objective, data set, optimizer or metric. A module is one file; its digest is part of the identity of the runs that use it.
 */
extensions: string[]
dataset: FilledDataset
latent: FilledLatent
generator: FilledNetwork
discriminator: FilledNetwork
objective: FilledObjective
optimizer: FilledOptimizer
training: FilledTraining
evaluation: FilledEvaluation
engine: FilledEngine
logging: FilledLogging
/**
 * Steps at which sample pictures are drawn: a list, or a number n for every n steps. Step 0 and the last step are always drawn; a listed step beyond the last is left out with a warning. Not part of a run's identity.
 */
snapshots?: (number[] | number)
/**
 * Claims that the runs are to decide, declared before them. plan.json keeps when each was declared, and how many of its runs had a result by then. Not part of a run's identity.
 */
expect: FilledClaim[]
/**
 * Named ways for a run to end; the summary counts them in every cell. Not part of a run's identity.
 */
outcomes?: FilledOutcome[]
seeds: FilledSeeds
/**
 * Blocks of settings to compare. The cells of all blocks are united; without a block the experiment is one cell.
 */
sweep: FilledSweepBlock[]
}
/**
 * The papers' small-variability digits: 0 to 9, white on black, 28 × 28, drawn by the program itself. Every true image is known, so samples can be judged exactly.
 */
export interface FilledSyntheticDigits {
/**
 * Digits drawn by the program.
 */
kind: "synthetic-digits"
/**
 * shift: each digit at a few places. shift-rotate: turned by small angles of a fixed grid too.
 */
variation: ("shift" | "shift-rotate")
/**
 * Only the first so many images; null: all of them.
 */
limit: (number | null)
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch: (number | null)
}
/**
 * Points of the plane from a mixture of equal Gaussians, drawn afresh for every batch.
 */
export interface FilledMixture {
/**
 * A mixture of Gaussians in the plane.
 */
kind: "mixture"
/**
 * Where the Gaussians stand.
 */
modes: (FilledRingModes | FilledGridModes | FilledSwissRollModes)
/**
 * Standard deviation of each Gaussian, the same in both directions.
 */
standardDeviation?: number
}
/**
 * Evenly on a circle around the origin.
 */
export interface FilledRingModes {
/**
 * Modes on a circle.
 */
kind: "ring"
/**
 * Number of modes.
 */
count: number
/**
 * Radius of the circle.
 */
radius: number
/**
 * The mode at the top weighs double, as in the authors' code.
 */
doubledTop: boolean
}
/**
 * On a square grid around the origin.
 */
export interface FilledGridModes {
/**
 * Modes on a square grid.
 */
kind: "grid"
/**
 * Modes along each side: 5 gives 25 modes.
 */
side: number
/**
 * Distance between neighbours.
 */
spacing: number
}
/**
 * Along a spiral: (t cos t, t sin t) / scale for angles t evenly in [1.5π, 4.5π]. With standardDeviation 0.0333 this is the toy data of WGAN-GP's code (noise 0.25, divided by 7.5).
 */
export interface FilledSwissRollModes {
/**
 * A swiss roll.
 */
kind: "swiss-roll"
/**
 * Angles. So many that neighbours overlap make it a curve; metrics count them as modes.
 */
count: number
/**
 * By what the spiral, which reaches 14.1, is divided.
 */
scale: number
}
/**
 * MNIST or Fashion-MNIST, 28 × 28, read from a folder or fetched once.
 */
export interface FilledIdxImages {
/**
 * Handwritten digits, or pieces of clothing.
 */
kind: ("mnist" | "fashion-mnist")
/**
 * train: 60,000 images. test: 10,000 images. test-training: 6,000 of the test images, those whose number modulo five is below three; the rest is what the classifier metrics compare with.
 */
split: ("train" | "test" | "test-training")
/**
 * Only the first so many images; null: all of them.
 */
limit: (number | null)
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch: (number | null)
}
/**
 * Pictures of one size in a folder of the data folder: 8-bit PNG files, or NPY files of bytes, [n, size, size, channels]. A folder may be larger than memory: of an NPY file, rows are read when a batch shows them. PNG files are decoded at the start and held in memory as bytes.
 */
export interface FilledImageFolder {
/**
 * Pictures of a folder.
 */
kind: "image-folder"
/**
 * Name of the folder, below the data folder (--data-dir).
 */
folder: string
/**
 * Height and width of every picture; nothing is resized.
 */
size: number
/**
 * 3: red, green and blue. 1: grey.
 */
channels: (1 | 3)
/**
 * Number of subfolders, each of which is a class, in the order of their names; null: pictures have no classes.
 */
classes: (number | null)
/**
 * Only the first so many images; null: all of them.
 */
limit: (number | null)
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch: (number | null)
}
/**
 * CIFAR-10, 32 × 32 × 3, in its binary version (data_batch_1.bin to data_batch_5.bin, test_batch.bin).
 */
export interface FilledCifar10 {
/**
 * Ten kinds of animals and vehicles.
 */
kind: "cifar-10"
/**
 * train: 50,000 images. test: 10,000 images.
 */
split: ("train" | "test")
/**
 * Only the first so many images; null: all of them.
 */
limit: (number | null)
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch: (number | null)
}
/**
 * Handwritten Chinese characters of CASIA HWDB1.0 from its .gnt files, resized to 28 × 28 by averaging; ink is dark. All images are held in memory as bytes: 784 each.
 */
export interface FilledHwdb {
/**
 * Handwritten Chinese characters.
 */
kind: "hwdb"
/**
 * Only the first so many characters, in the order of their codes; 3,740 are all.
 */
classes: number
/**
 * Only the first so many images; null: all of them.
 */
limit: (number | null)
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch: (number | null)
}
/**
 * Digits of another data set, one in each colour channel: 10 to the power of `digits` modes. Which digits are stacked is drawn once, the same for every seed.
 */
export interface FilledStackedDigits {
/**
 * Several digits, each a channel.
 */
kind: "stacked-digits"
/**
 * Where the digits come from.
 */
source: ("synthetic-digits" | "mnist")
/**
 * Of MNIST. train: from 60,000 images. test: from 10,000 images.
 */
split: ("train" | "test")
/**
 * Digits in one image: 3, or 2 with a third channel that stays black.
 */
digits: (2 | 3)
/**
 * Number of stacks, all held in memory: 9.4 kB each.
 */
count: number
/**
 * A new order in every epoch; false: always the order of the file.
 */
shuffle: boolean
/**
 * Steps after which the next epoch begins, even if images are left; null: when all images were shown.
 */
stepsPerEpoch: (number | null)
}
/**
 * The random vectors that the generator turns into samples.
 */
export interface FilledLatent {
/**
 * Numbers in one latent vector.
 */
size: number
/**
 * normal: each number from N(0, 1). uniform: each number from [−1, 1).
 */
distribution: ("normal" | "uniform")
}
/**
 * A network that comes with the program.
 */
export interface FilledPresetNetwork {
/**
 * A network by name.
 */
kind: "preset"
/**
 * seed-mlp: the seed article's MNIST networks (583,312 and 265,601 parameters). ring-mlp: 256-128-128-2 and 2-128-128-1 with tanh, as the authors' mixture code. digit-mlp: small networks for the synthetic digits. keras-gan-mlp: Keras-GAN's dense networks for MNIST. digit-conv, mnist-conv: the authors' convolutional networks for 28 × 28 digits. dcgan-64 (dcgan-64-plain: without batch normalisation), cat-128, scenes-112: the authors' networks for images of 64, 128 and 112 pixels. hanzi-conditional: the authors' conditional networks for characters of 28 × 28 pixels. difficult-baseline, -constant-width, -mlp, -plain (no normalisation), -gated, -tanh, -resnet-101: the architectures for images of 64 pixels that gradient penalties are tried on. dcgan-28: a small DCGAN for digits. pytorch-gan-conv: PyTorch-GAN's networks for 32 × 32 (1,049,729 and 98,113 parameters). infogan: those of 'Are GANs created equal?' for 28 × 28. pacgan-mlp: PacGAN's for points of the plane (pacgan-mlp-pairs: D judges two samples at a time). Each network takes its preset by itself, so that one may be plain and the other not.
 */
name: ("seed-mlp" | "ring-mlp" | "digit-mlp" | "keras-gan-mlp" | "digit-conv" | "mnist-conv" | "dcgan-64" | "dcgan-64-plain" | "cat-128" | "scenes-112" | "dcgan-28" | "pytorch-gan-conv" | "infogan" | "pacgan-mlp" | "pacgan-mlp-pairs" | "hanzi-conditional" | "difficult-baseline" | "difficult-constant-width" | "difficult-mlp" | "difficult-plain" | "difficult-gated" | "difficult-tanh" | "difficult-resnet-101")
}
/**
 * A network spelt out.
 */
export interface FilledLayeredNetwork {
/**
 * A network as a list of layers.
 */
kind: "layers"
/**
 * What tables and pictures call this network where a sweep compares it with others; else its layers are written out; claims and conditions find it by `generator.label`. Networks that share a label and differ are written out too. Not part of a run's identity.
 */
label: (string | null)
/**
 * The layers, from input to output.
 */
layers: FilledLayer[]
}
/**
 * x·kernel + bias over the last dimension; an input of more dimensions is not flattened by itself.
 */
export interface FilledDenseLayer {
/**
 * A fully connected layer.
 */
kind: "dense"
/**
 * Numbers in its output.
 */
units: number
/**
 * Whether a bias is added. Straight before a batch normalisation it changes nothing.
 */
bias?: boolean
initializer: FilledInitializer
biasInitializer: FilledInitializer
}
/**
 * An initializer without settings.
 */
export interface FilledPlainInitializer {
/**
 * zeros, ones. glorot-uniform: U(±√(6/(fanIn + fanOut))). glorot-normal: truncated normal of variance 2/(fanIn + fanOut). he-uniform: U(±√(6/fanIn)). he-normal: truncated normal of variance 2/fanIn.
 */
kind: ("zeros" | "ones" | "glorot-uniform" | "glorot-normal" | "he-uniform" | "he-normal")
}
/**
 * Numbers from a normal distribution; truncated: drawn again beyond two standard deviations.
 */
export interface FilledNormalInitializer {
/**
 * Normal, whole or truncated.
 */
kind: ("normal" | "truncated-normal")
/**
 * Mean.
 */
mean: number
/**
 * Standard deviation (before truncation).
 */
standardDeviation: number
}
/**
 * A random matrix with orthogonal rows or columns.
 */
export interface FilledOrthogonalInitializer {
/**
 * Orthogonal.
 */
kind: "orthogonal"
/**
 * Factor of the whole matrix.
 */
gain: number
}
/**
 * x where x > 0, slope·x elsewhere.
 */
export interface FilledLeakyReluLayer {
/**
 * A rectifier that leaks.
 */
kind: "leaky-relu"
/**
 * Slope for negative inputs.
 */
slope: number
}
/**
 * An activation without settings.
 */
export interface FilledActivationLayer {
/**
 * relu: max(x, 0). tanh. sigmoid: 1/(1 + e⁻ˣ). selu: the self-normalising unit with its published constants. softplus: log(1 + eˣ). silu: x·sigmoid(x).
 */
kind: ("relu" | "tanh" | "sigmoid" | "selu" | "softplus" | "silu")
}
/**
 * x where x > 0, alpha·(eˣ − 1) elsewhere.
 */
export interface FilledEluLayer {
/**
 * An exponential linear unit.
 */
kind: "elu"
/**
 * Minus the limit for very negative inputs.
 */
alpha: number
}
/**
 * Each feature of the last dimension to mean 0 and variance 1 over the batch, then scaled and shifted by learnt numbers. Moving statistics stand in for the batch's in inference mode.
 */
export interface FilledBatchNormalizationLayer {
/**
 * Batch normalisation.
 */
kind: "batch-normalization"
/**
 * Share of the old value in each update of the moving statistics (Keras's meaning).
 */
momentum: number
/**
 * Added to the variance.
 */
epsilon: number
}
/**
 * In training, each number, or each channel as a whole, becomes 0 with probability `rate` and is divided by 1 − rate otherwise.
 */
export interface FilledDropoutLayer {
/**
 * Dropout.
 */
kind: "dropout"
/**
 * Share of numbers, or of channels, dropped.
 */
rate: number
/**
 * Whether a channel of an image is dropped as a whole, as PyTorch's Dropout2d and Keras's SpatialDropout2D do.
 */
channels: boolean
}
/**
 * The same numbers in another shape.
 */
export interface FilledReshapeLayer {
/**
 * Another shape.
 */
kind: "reshape"
/**
 * Shape of one sample, without the batch.
 */
shape: number[]
}
/**
 * The same numbers in one dimension.
 */
export interface FilledFlattenLayer {
/**
 * One dimension.
 */
kind: "flatten"
}
/**
 * Convolution of images.
 */
export interface FilledConv2DLayer {
/**
 * A convolution.
 */
kind: "conv2d"
/**
 * Channels of its output.
 */
filters: number
/**
 * Height and width of the window.
 */
kernel: number
/**
 * Pixels between windows: the factor by which images shrink (conv2d) or grow (conv2d-transpose).
 */
stride: number
/**
 * TensorFlow's geometry. same: the output's side is the input's divided by the stride, rounded up. valid: only windows that lie inside.
 */
padding: ("same" | "valid")
/**
 * Whether a bias is added. Straight before a batch normalisation it changes nothing.
 */
bias?: boolean
initializer: FilledInitializer
biasInitializer: FilledInitializer
}
/**
 * Transposed convolution: the adjoint of a convolution, which makes images larger.
 */
export interface FilledConv2DTransposeLayer {
/**
 * A transposed convolution.
 */
kind: "conv2d-transpose"
/**
 * Channels of its output.
 */
filters: number
/**
 * Height and width of the window.
 */
kernel: number
/**
 * Pixels between windows: the factor by which images shrink (conv2d) or grow (conv2d-transpose).
 */
stride: number
/**
 * TensorFlow's geometry. same: the output's side is stride times the input's. valid: kernel − stride pixels more.
 */
padding: ("same" | "valid")
/**
 * Height and width of the output, for padding same: any side that divided by the stride and rounded up is the input's. null: the stride times the input's.
 */
outputSize: (number | null)
/**
 * Whether a bias is added. Straight before a batch normalisation it changes nothing.
 */
bias?: boolean
initializer: FilledInitializer
biasInitializer: FilledInitializer
}
/**
 * Images made larger.
 */
export interface FilledUpsampleLayer {
/**
 * Upsampling.
 */
kind: "upsample"
/**
 * How many times larger.
 */
factor: number
/**
 * nearest: each pixel repeated. bilinear: in between pixel centres.
 */
interpolation: ("nearest" | "bilinear")
}
/**
 * The average of each channel in a window. Cells that padding adds count for nothing.
 */
export interface FilledAveragePoolLayer {
/**
 * Pooling.
 */
kind: "average-pool"
/**
 * Height and width of the window.
 */
size: number
/**
 * Pixels between windows.
 */
stride: number
/**
 * TensorFlow's geometry. same: the output's side is the input's divided by the stride, rounded up. valid: only windows that lie inside.
 */
padding: ("same" | "valid")
}
/**
 * The greatest number of each channel in a window. Cells that padding adds count for nothing.
 */
export interface FilledMaxPoolLayer {
/**
 * Pooling.
 */
kind: "max-pool"
/**
 * Height and width of the window.
 */
size: number
/**
 * Pixels between windows.
 */
stride: number
/**
 * TensorFlow's geometry. same: the output's side is the input's divided by the stride, rounded up. valid: only windows that lie inside.
 */
padding: ("same" | "valid")
}
/**
 * One number of each channel of an image.
 */
export interface FilledGlobalPoolLayer {
/**
 * Pooling over the whole image.
 */
kind: "global-pool"
/**
 * mean, max or sum over the image.
 */
reduction: ("mean" | "max" | "sum")
}
/**
 * Each sample to mean 0 and variance 1 by itself, then scaled and shifted by learnt numbers of each feature.
 */
export interface FilledLayerNormalizationLayer {
/**
 * Layer normalisation.
 */
kind: "layer-normalization"
/**
 * features: mean and variance of the last dimension. sample: of all numbers of a sample.
 */
over: ("features" | "sample")
/**
 * Added to the variance.
 */
epsilon: number
}
/**
 * The gated multiplicative unit: sigmoid(a)·tanh(b) of interleaved features a₀ b₀ a₁ b₁ …, half as many as come in.
 */
export interface FilledGatedLayer {
/**
 * A gate.
 */
kind: "gated"
}
/**
 * Each unit is the greatest of several linear functions of the last dimension, each with weights of its own: units·pieces columns of weights for `units` numbers.
 */
export interface FilledMaxoutLayer {
/**
 * Maxout units.
 */
kind: "maxout"
/**
 * Numbers in its output.
 */
units: number
/**
 * Linear functions of which each unit is the greatest.
 */
pieces: number
/**
 * Whether each linear function has a bias.
 */
bias: boolean
initializer: FilledInitializer
biasInitializer: FilledInitializer
}
/**
 * Appends one feature: the mean over all features of the batch's standard deviation.
 */
export interface FilledMinibatchStddevLayer {
/**
 * How much a batch varies.
 */
kind: "minibatch-stddev"
/**
 * Added to each variance.
 */
epsilon: number
}
/**
 * PacGAN's packing: every `count` samples that follow each other in a batch become one, their last dimensions joined. First layer of a discriminator; count must divide the batch.
 */
export interface FilledPackLayer {
/**
 * Several samples judged as one.
 */
kind: "pack"
/**
 * Samples in one pack.
 */
count: number
}
/**
 * Makes the network conditional: appends what a learned linear map makes of each sample's label. Both networks or neither must have one.
 */
export interface FilledJoinLabelLayer {
/**
 * Joins the sample's label, as further features; to an image, as further channels of every pixel. May stand at several places of a network: all of them share the network's one map.
 */
kind: "join-label"
/**
 * Numbers that the map makes of a one-hot label. The same at all places of a network.
 */
size: number
initializer: FilledInitializer
}
/**
 * shortcut(x) + scale·layers(x).
 */
export interface FilledResidualLayer {
/**
 * Two branches, added.
 */
kind: "residual"
/**
 * The main branch.
 */
layers: FilledLayer[]
/**
 * The other branch; empty: the input itself.
 */
shortcut: FilledLayer[]
/**
 * Factor of the main branch.
 */
scale: number
}
/**
 * The same layers several times over, each time with weights of their own.
 */
export interface FilledRepeatLayer {
/**
 * Layers repeated.
 */
kind: "repeat"
/**
 * How many times.
 */
times: number
/**
 * What is repeated.
 */
layers: FilledLayer[]
}
/**
 * D: discriminatorFactor·(mean((D(x) − b)²) + mean((D(G(z)) − a)²)). G: generatorFactor·mean((D(G(z)) − c)²). Mao et al., arXiv:1611.04076, eq. 2.
 */
export interface FilledLeastSquares {
/**
 * The least-squares GAN.
 */
kind: "least-squares"
/**
 * The label scheme: a name, or a, b and c. binary is (0, 1, 1), pearson is (−1, 1, 0). a and b must differ.
 */
labels: (FilledLabelSchemeName | FilledLabelScheme)
/**
 * Factor of D's loss: ½ in the paper.
 */
discriminatorFactor: number
/**
 * Factor of G's loss: ½ in the paper, 1 in the seed article.
 */
generatorFactor: number
/**
 * mean over the batch as the paper writes, or sum as the authors' code does.
 */
reduction: ("mean" | "sum")
/**
 * labels: D(x) = (a + b)/2 + (b − a)·net(x) and losses are divided by (b − a)², so that schemes with equal (c − a)/(b − a) are the same run. none: D(x) = net(x).
 */
discriminatorScale: ("none" | "labels")
gradientPenalty: FilledGradientPenalty
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
 * No penalty.
 */
export interface FilledNoPenalty {
/**
 * No penalty.
 */
kind: "none"
}
/**
 * x̂ at a random place between a real and a fake sample (WGAN-GP, arXiv:1704.00028).
 */
export interface FilledInterpolatesPenalty {
/**
 * Between real and fake.
 */
kind: "interpolates"
/**
 * Factor of the penalty.
 */
weight: number
}
/**
 * x̂ = real + α·δ, α uniform in [0, 1) for each sample, δ uniform in [0, range) for each number (LSGANs-GP, arXiv:1712.06391, and its code).
 */
export interface FilledPerturbedRealPenalty {
/**
 * Around real samples.
 */
kind: "perturbed-real"
/**
 * Factor of the penalty.
 */
weight: number
/**
 * Upper end of δ (the paper's c).
 */
range: number
/**
 * fresh: δ drawn for every update. frozen: once for the whole training, as the authors' code does.
 */
perturbation: ("fresh" | "frozen")
}
/**
 * The regular GAN with the non-saturating generator loss, computed from D's linear score.
 */
export interface FilledCrossEntropy {
/**
 * The regular GAN.
 */
kind: "cross-entropy"
/**
 * mean or sum over the batch.
 */
reduction: ("mean" | "sum")
/**
 * One-sided label smoothing: D should give real samples the probability 1 − realSmoothing.
 */
realSmoothing: number
gradientPenalty: FilledGradientPenalty
}
/**
 * WGAN. D: mean(D(G(z))) − mean(D(x)). G: −mean(D(G(z))). D must be kept from being steep: by a gradientPenalty, or by the optimizer's weightLimit. Arjovsky et al., arXiv:1701.07875.
 */
export interface FilledWasserstein {
/**
 * The Wasserstein GAN.
 */
kind: "wasserstein"
gradientPenalty: FilledGradientPenalty
}
/**
 * Adam; with weightDecay AdamW.
 */
export interface FilledAdam {
/**
 * Adam.
 */
kind: "adam"
/**
 * Length of the steps.
 */
learningRate: number
/**
 * Decay of the mean of gradients.
 */
beta1: number
/**
 * Decay of the mean of squared gradients.
 */
beta2: number
/**
 * Keeps the division finite.
 */
epsilon: number
/**
 * Decoupled weight decay (AdamW): weights lose learningRate·weightDecay of themselves in each update.
 */
weightDecay: number
/**
 * Whose arithmetic it follows. adam: pytorch has epsilon inside the bias correction. rmsprop: tensorflow1 starts the mean square at 1, pytorch has epsilon outside the root. sgd: pytorch and tensorflow1 put the learning rate outside the momentum.
 */
convention: ("keras" | "pytorch" | "tensorflow1")
schedule: FilledSchedule
gradientClip: FilledGradientClip
/**
 * Weights are clipped to [−weightLimit, weightLimit] after each update (WGAN); null: they are not.
 */
weightLimit: (number | null)
/**
 * One optimizer object for both networks: one iteration counter, two increments a step (the seed article). Only where both networks have one optimizer, not inside `separate`.
 */
shared: boolean
}
/**
 * Always learningRate.
 */
export interface FilledConstantSchedule {
/**
 * Constant.
 */
kind: "constant"
}
/**
 * From learningRate to end·learningRate over so many updates, then that.
 */
export interface FilledSmoothSchedule {
/**
 * linear: in equal steps. cosine: along half a cosine.
 */
kind: ("linear" | "cosine")
/**
 * The learning rate at the end, as a factor of learningRate.
 */
end: number
/**
 * Updates of the network until the end is reached.
 */
updates: number
}
/**
 * Times factor after every so many updates.
 */
export interface FilledStaircaseSchedule {
/**
 * Staircase.
 */
kind: "staircase"
/**
 * Factor of each drop.
 */
factor: number
/**
 * Updates between drops.
 */
every: number
}
/**
 * They are not.
 */
export interface FilledNoClip {
/**
 * No limit.
 */
kind: "none"
}
/**
 * By a limit.
 */
export interface FilledSomeClip {
/**
 * value: every number to [−limit, limit]. norm: all gradients of the network times limit/norm where their norm is above the limit.
 */
kind: ("value" | "norm")
/**
 * The limit.
 */
limit: number
}
/**
 * RMSProp, not centred.
 */
export interface FilledRmsprop {
/**
 * RMSProp.
 */
kind: "rmsprop"
/**
 * Length of the steps.
 */
learningRate: number
/**
 * Decay of the mean of squared gradients (Keras calls it rho).
 */
decay: number
/**
 * Share of the last step in the next one.
 */
momentum: number
/**
 * Keeps the division finite.
 */
epsilon: number
/**
 * Whose arithmetic it follows. adam: pytorch has epsilon inside the bias correction. rmsprop: tensorflow1 starts the mean square at 1, pytorch has epsilon outside the root. sgd: pytorch and tensorflow1 put the learning rate outside the momentum.
 */
convention: ("keras" | "pytorch" | "tensorflow1")
schedule: FilledSchedule
gradientClip: FilledGradientClip
/**
 * Weights are clipped to [−weightLimit, weightLimit] after each update (WGAN); null: they are not.
 */
weightLimit: (number | null)
/**
 * One optimizer object for both networks: one iteration counter, two increments a step (the seed article). Only where both networks have one optimizer, not inside `separate`.
 */
shared: boolean
}
/**
 * Gradient descent, with momentum if wished.
 */
export interface FilledSgd {
/**
 * Gradient descent.
 */
kind: "sgd"
/**
 * Length of the steps.
 */
learningRate: number
/**
 * Share of the last step in the next one.
 */
momentum: number
/**
 * Nesterov's momentum.
 */
nesterov: boolean
/**
 * Whose arithmetic it follows. adam: pytorch has epsilon inside the bias correction. rmsprop: tensorflow1 starts the mean square at 1, pytorch has epsilon outside the root. sgd: pytorch and tensorflow1 put the learning rate outside the momentum.
 */
convention: ("keras" | "pytorch" | "tensorflow1")
schedule: FilledSchedule
gradientClip: FilledGradientClip
/**
 * Weights are clipped to [−weightLimit, weightLimit] after each update (WGAN); null: they are not.
 */
weightLimit: (number | null)
/**
 * One optimizer object for both networks: one iteration counter, two increments a step (the seed article). Only where both networks have one optimizer, not inside `separate`.
 */
shared: boolean
}
/**
 * An optimizer for each network.
 */
export interface FilledSeparateOptimizers {
/**
 * One optimizer each.
 */
kind: "separate"
generator: FilledSingleOptimizer
discriminator: FilledSingleOptimizer
}
/**
 * How many steps, and what one step is.
 */
export interface FilledTraining {
/**
 * Rounds of discriminator and generator updates.
 */
steps: number
/**
 * Samples in a batch.
 */
batchSize: number
/**
 * Updates of the discriminator for one of the generator.
 */
discriminatorSteps: number
/**
 * Which network is updated first in a step; simultaneous: both from the same weights.
 */
order: ("discriminator-first" | "generator-first" | "simultaneous")
/**
 * fresh: the generator's update draws its own latents. shared: it uses those of the (last) discriminator update.
 */
latents: ("fresh" | "shared")
/**
 * full: a discriminator update sees batchSize real and batchSize fake samples. half: half as many of each, and the generator's update batchSize.
 */
discriminatorBatch: ("full" | "half")
/**
 * separate: D runs on real and on fake samples apart. joint: on one batch, fakes first, so that a batch normalisation in D sees both.
 */
realAndFake: ("separate" | "joint")
/**
 * How G makes the fakes that D trains on: with the batch's statistics (training) or the moving ones (inference).
 */
fakesForDiscriminator: ("training" | "inference")
/**
 * Decay of an exponential moving average of G's weights, with which samples are made and judged; training is not touched. null: samples are made with the weights themselves.
 */
generatorAverage: (number | null)
}
/**
 * When and by what a run is judged.
 */
export interface FilledEvaluation {
/**
 * Steps between evaluations; the last step is always evaluated.
 */
everySteps?: number
/**
 * Samples drawn for each evaluation.
 */
samples: number
/**
 * What is measured: names, or objects with a `kind`.
 */
metrics?: (FilledMetricName | FilledMetric)[]
/**
 * Tag of the metric value that ranks cells: matched-share, modes-covered, modes-covered-5, class-kl, classes-covered, modes, modes-20, high-quality-share, high-quality-share-loose, reverse-kl, covered, collapsed, off-target, near-share, pixel-kernel-distance, pixel-precision, pixel-recall, pixel-density, pixel-coverage, pixel-frechet-distance, pixel-frechet-distance-unsquared, classifier-frechet-distance, classifier-kernel-distance, classifier-score, classifier-kl, classifier-classes, classifier-classes-one-percent, classifier-density, classifier-coverage, classifier-accuracy, stacked-modes, stacked-kl, feature-frechet-distance, feature-kernel-distance, feature-precision, feature-recall, feature-density, feature-coverage, or an extension's.
 */
primary?: (string | null)
/**
 * A run's final value is the mean of its last evaluations, so many of them (step 0 is never one). Outcomes of single runs (covered, collapsed, off-target, and those under `outcomes`) go by the last evaluation alone. The same for all cells. Not part of a run's identity.
 */
lastEvaluations: number
}
/**
 * A metric without settings.
 */
export interface FilledPlainMetric {
/**
 * For synthetic digits: matched-share (samples that are nearly a true image), digit-modes (true images covered), class-kl (balance of the ten digits). For mixtures: mixture-modes (modes covered), high-quality-share (samples near a mode), reverse-kl, mixture-outcome (covered, collapsed, off-target by fixed rules). For other images, only where named because they take seconds: pixel-kernel-distance, pixel-precision-recall, pixel-density-coverage, and pixel-frechet-distance, which needs 10 samples per pixel. For mnist with split train or test-training, only where named, on the features of a small classifier: classifier-frechet-distance, classifier-kernel-distance, classifier-score, classifier-balance, classifier-density-coverage, and for generators that join labels classifier-accuracy (samples that are read as the class they were asked for); at most 2,000 samples. For stacked-digits of mnist, only where named: stacked-modes (distinct tuples that the same classifier reads).
 */
kind: ("matched-share" | "digit-modes" | "class-kl" | "mixture-modes" | "high-quality-share" | "reverse-kl" | "mixture-outcome" | "pixel-kernel-distance" | "pixel-precision-recall" | "pixel-density-coverage" | "pixel-frechet-distance" | "classifier-frechet-distance" | "classifier-kernel-distance" | "classifier-score" | "classifier-balance" | "classifier-density-coverage" | "classifier-accuracy" | "stacked-modes")
}
/**
 * A metric on the features of a network of yours, for images.
 */
export interface FilledFeatureMetric {
/**
 * feature-frechet-distance needs 10 samples per feature; feature-kernel-distance does not. As many real images are compared: held-out ones of mnist with split train or test-training, else the data set's own.
 */
kind: ("feature-frechet-distance" | "feature-kernel-distance" | "feature-precision-recall" | "feature-density-coverage")
features: FilledFeatures
}
/**
 * Where features come from.
 */
export interface FilledFeatures {
/**
 * An ONNX file, run by ONNX Runtime on the CPU.
 */
kind: "onnx"
/**
 * The file, below the data folder (--data-dir), or absolute.
 */
file: string
/**
 * SHA-256 of the file, 64 lower-case hexadecimal digits: part of a run's identity, so that figures of two networks are never mixed up.
 */
sha256: string
/**
 * Name of the input that takes images.
 */
input: (string | null)
/**
 * Name of the output whose rows are features.
 */
output: (string | null)
/**
 * nchw: channels before height and width. nhwc: after them.
 */
layout: ("nchw" | "nhwc")
/**
 * What black and white are for the network. signed: -1 and 1. unit: 0 and 1. byte: 0 and 255.
 */
range: ("signed" | "unit" | "byte")
/**
 * Height and width that images are resized to (bilinear). null: as they are.
 */
size: (number | null)
/**
 * Channels that the network takes: grey images are repeated. null: as the images are.
 */
channels: (1 | 3 | null)
}
/**
 * What executes the training.
 */
export interface FilledEngine {
/**
 * onnx: compiled, on ONNX Runtime. tensorflow: compiled, on TensorFlow's kernels, where `npm run setup:tensorflow` has put them. webgpu: compiled, on a graphics processor. eager: operation by operation, slow, a reference. auto: onnx.
 */
executor: ("auto" | "onnx" | "tensorflow" | "webgpu" | "eager")
/**
 * Threads of one run.
 */
threads: number
}
/**
 * How often a run reports.
 */
export interface FilledLogging {
/**
 * Steps between the points of TensorBoard's curves.
 */
everySteps: number
/**
 * Steps between histograms of weights and scores; null: none.
 */
histogramsEverySteps: (number | null)
}
/**
 * A finding that is expected, declared before the runs and judged after them: supported, contradicted or undecided. A cell is named by its label, by the value of one of its axes (pearson), or by dotted keys and their values ({ objective.labels: pearson }). A claim about several cells is one comparison for each; p-values are adjusted (Holm) for the number of all comparisons. Not part of a run's identity: a new claim runs nothing again.
 */
export interface FilledClaim {
/**
 * Tag of the metric value that is compared, such as matched-share.
 */
metric: string
/**
 * The cell or cells of which something is claimed; the baseline is never one of them.
 */
cells: (string | { readonly [key: string]: unknown } | (string | { readonly [key: string]: unknown })[])
/**
 * The one cell that it is compared with.
 */
baseline: (string | { readonly [key: string]: unknown })
/**
 * greater, less: the mean of the cell lies above, below that of the baseline, by more than `margin` (permutation test). equivalent: the two differ by less than `margin` (two one-sided t tests). No significance is undecided, never supported.
 */
relation: ("greater" | "less" | "equivalent")
/**
 * A difference that matters, in the metric's unit; above 0 and required for equivalent.
 */
margin?: number
/**
 * Whether runs with the same seed belong together: their differences are tested. Pays where values of one seed go up and down together in all cells.
 */
paired: boolean
/**
 * Whether this is the claim that the experiment is about; at most one. It stands first, and outcomes are compared with its baseline.
 */
primary?: boolean
}
/**
 * A named way for a run to end, declared before the runs. A run gets the first outcome whose conditions its last evaluation meets, `diverged` where a loss or weight was not finite, and `other` where none is met. Not part of a run's identity.
 */
export interface FilledOutcome {
/**
 * What such runs are called.
 */
name: string
/**
 * Tags of metric values, each with the bounds that it must keep; all must hold.
 */
when: {
[k: string]: FilledOutcomeBounds
}
}
/**
 * Bounds of one metric value.
 */
export interface FilledOutcomeBounds {
/**
 * The value is this or larger.
 */
atLeast?: number
/**
 * The value is this or smaller.
 */
atMost?: number
/**
 * The value is larger.
 */
above?: number
/**
 * The value is smaller.
 */
below?: number
}
/**
 * Replicates: every cell is trained once with each seed and reported as mean and interval. Never an axis of a sweep.
 */
export interface FilledSeeds {
/**
 * Number of replicates.
 */
count: number
/**
 * The first seed; the others follow it one by one.
 */
first: number
}
/**
 * One block of a sweep: one or more forms, which multiply, and conditions. Keys are dotted, such as objective.labels; parts of a list are numbered from 0, such as generator.layers.0.units.
 */
export interface FilledSweepBlock {
/**
 * Every combination of the listed values.
 */
grid?: {
/**
 * Values.
 */
[k: string]: readonly unknown[]
}
/**
 * The first values together, the second values together, and so on; lists of equal length.
 */
zip?: {
/**
 * Values.
 */
[k: string]: readonly unknown[]
}
/**
 * Settings written out: each entry is a partial experiment, or dotted keys.
 */
list?: { readonly [key: string]: unknown }[]
random?: FilledRandomForm
/**
 * The experiment as it is, then each value of each key alone.
 */
ablate?: {
/**
 * Values.
 */
[k: string]: readonly unknown[]
}
/**
 * Values that the cells of earlier blocks must have for this block to multiply them; the others stay as they are.
 */
when?: { readonly [key: string]: unknown }
/**
 * Cells of this block that have all the values of one entry are left out.
 */
exclude?: { readonly [key: string]: unknown }[]
/**
 * Cells of this block that have the values of no entry are left out.
 */
require?: { readonly [key: string]: unknown }[]
}
/**
 * Values drawn at random, the same ones every time.
 */
export interface FilledRandomForm {
/**
 * Number of draws.
 */
count: number
/**
 * Seed of the draws; nothing to do with the seeds of the runs.
 */
seed: number
/**
 * What each key is drawn from.
 */
parameters: {
[k: string]: FilledParameterRange
}
}
/**
 * Numbers between two bounds.
 */
export interface FilledNumberRange {
/**
 * uniform: all numbers alike. log-uniform: all magnitudes alike.
 */
kind: ("uniform" | "log-uniform")
/**
 * The smallest value; above 0 for log-uniform.
 */
minimum: number
/**
 * The largest value; above `minimum`.
 */
maximum: number
/**
 * Significant digits that drawn values are rounded to, so that they can be read and typed.
 */
digits: number
}
/**
 * One of some values, all alike.
 */
export interface FilledChoiceRange {
/**
 * One of a list.
 */
kind: "choice"
/**
 * The values.
 */
values: readonly unknown[]
}
