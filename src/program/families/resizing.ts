/** Sizes and sampling positions of resizes, and how tfjs's kernels spell them. */
import type { KernelCall } from "../operation.ts";
import { at } from "../shapes.ts";
import type { ImageLayout, ImageSizes } from "./image.ts";

export type ResizeAttributes = {
  /** [height, width] of the result. */
  readonly size: readonly number[];
  /**
   * True: pixels have their centres at halves, so position i samples (i + ½)·from/to − ½ (Keras' UpSampling2D). False: it
   * samples i·from/to (tfjs's default).
   */
  readonly halfPixel: boolean;
  readonly layout: ImageLayout;
};

/** Size along a direction: 0 vertical, 1 horizontal. */
export const resizedTo = ({ size }: ResizeAttributes, direction: string): number =>
  at(size, direction === "vertical" ? 0 : 1);

/** Where both sizes are whole multiples every implementation samples at the same positions. */
export const isWholeMultiple = (large: ImageSizes, small: ImageSizes): boolean =>
  large.height % small.height === 0 && large.width % small.width === 0;

export function recordedResize({ attributes }: Pick<KernelCall, "attributes">): ResizeAttributes {
  if (attributes["alignCorners"] === true) {
    throw new Error("A trace knows no resize with aligned corners");
  }
  const size = Array.isArray(attributes["size"]) ? attributes["size"].map(Number) : [];
  return { size, halfPixel: attributes["halfPixelCenters"] === true, layout: "NHWC" };
}

/** The kernel of a resize's gradient: it gives the images' shape, and tfjs never uses half pixels there. */
export function recordedResizeGradient(
  { ops, input, attributes }: Pick<KernelCall, "ops" | "input" | "attributes">,
  kind: string,
): number {
  const dy = input("dy");
  const shape = ops.shapeOf(input("images"));
  const size = ops.shapeOf(dy).slice(1, 3);
  const plain = recordedResize({ attributes: { ...attributes, size } });
  return ops.emit(kind, [dy], { ...plain, input: shape });
}
