/** The one skeleton of every layer kind: one file each, registered in registry.ts. No file here loads a tensor library. */
import type { InitializerSpec, LayerSpec } from "../../config/spec.ts";
import type { Tensor, TensorLibrary } from "../../program/tensor-library.ts";

/** Shape of one sample, without the batch. */
export type SampleShape = readonly number[];

/**
 * A layer kind. `Spec` is the resolved spec of our own kinds; an extension is given its `options`. Methods are given
 * only specs of their own kind.
 */
export interface LayerModule<Spec = LayerSpec> {
  readonly kind: string;
  /** Shape of one sample's output. @throws LayerShapeError where the layer cannot take such an input. */
  outputShape(spec: Spec, input: SampleShape): SampleShape;
  /** The arrays the layer owns. Default: none. Called only with inputs that `outputShape` takes. */
  variables?(spec: Spec, input: SampleShape): readonly LayerVariable[];
  /** Random masks the layer needs in training mode. Default: none. */
  masks?(spec: Spec, input: SampleShape): readonly LayerMask[];
  /** x is [batch, …input]; returns [batch, …outputShape]. Written in operations of `tf`, the tensor library. */
  apply(tf: TensorLibrary, spec: Spec, x: Tensor, context: LayerContext): Tensor;
  /**
   * True where one sample's output depends on the others in its batch in training mode. Default: false for layers of
   * this project, true for extensions.
   */
  couplesSamples?(spec: Spec): boolean;
  /** How many samples that follow each other become one. Default: 1. */
  packs?(spec: Spec): number;
  /** True where adding a number to a feature of the whole batch changes nothing (in training mode). Default: false. */
  readonly removesShift?: boolean;
}

export interface LayerVariable {
  /** Unique in its layer: `kernel`, `bias`, `gamma`. */
  readonly name: string;
  readonly shape: readonly number[];
  /** trainable: changed by the optimizer. statistic: moved by `apply` in training mode. */
  readonly role: "trainable" | "statistic";
  readonly initializer: InitializerSpec;
  /** Default: false, but true for a `bias` straight before a normalisation; see sequence.ts. */
  readonly gradientIsZero?: boolean;
}

export interface LayerMask {
  /** Unique in its layer. */
  readonly name: string;
  readonly shape: SampleShape;
  /** Elements are 0 with probability `rate` and 1/(1 − rate) otherwise. */
  readonly rate: number;
  /** Samples that earlier layers of the same sequence pack into one row of the mask. Default: 1. */
  readonly packed?: number;
}

export type LayerMode = "training" | "inference";

export interface LayerContext {
  readonly mode: LayerMode;
  /** Current value of one of the layer's variables. */
  readonly variable: (name: string) => Tensor;
  /** Gives a statistic its next value. Without effect in passes that move no statistics. */
  readonly moveStatistic: (name: string, next: Tensor) => void;
  /** One of the layer's masks, [batch, …shape]; batch as it comes to the layer. */
  readonly mask: (name: string) => Tensor;
  /** What the network's label map makes of the samples' labels, [batch, size]; only in networks with a join-label. */
  readonly mappedLabels?: () => Tensor;
}

/** `[3]`: the fourth layer. `[3, "layers", 0]`: the first of those that the fourth one holds. */
export type LayerPlace = readonly (string | number)[];

/** The input's shape does not suit the layer. */
export class LayerShapeError extends Error {
  override readonly name: string = "LayerShapeError";
  readonly hint: string | undefined;
  /** Where the layer stands, from the outside in: keys and indices below the list of layers. Empty: not known. */
  readonly place: LayerPlace;

  constructor(
    message: string,
    hint?: string,
    { place = [], cause }: { readonly place?: LayerPlace; readonly cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.hint = hint;
    this.place = place;
  }
}

/** Finds the module of a layer's kind: what layers that hold other layers are made with. */
export type ModuleOf = (spec: LayerSpec) => LayerModule;

export type LayerSpecOf<Kind extends LayerSpec["kind"]> = Extract<
  LayerSpec,
  { readonly kind: Kind }
>;

export const printShape = (shape: readonly number[]): string => `[${shape.join(", ")}]`;
