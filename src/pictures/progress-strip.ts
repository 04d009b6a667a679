/** The snapshots of a run side by side, oldest first, each with its step: TensorBoard itself keeps ten random images. */
import { createCanvas, drawText, paste, TEXT_HEIGHT, textWidth } from "./canvas.ts";
import type { Picture } from "./picture.ts";
import { decodePicture, encodePicture } from "./picture.ts";

export interface Snapshot {
  readonly step: number;
  readonly png: Uint8Array;
}

const GAP = 8;
const DEFAULT_MAXIMUM = 10;

/**
 * Joins snapshots of equal size. Of more than `maximum` (default 10) the first, the last and evenly spread ones between
 * are shown. @throws Error for an empty list.
 */
export function progressStrip(
  snapshots: readonly Snapshot[],
  { maximum = DEFAULT_MAXIMUM }: { readonly maximum?: number } = {},
): Picture {
  const chosen = thin(snapshots, maximum).map(({ step, png }) => ({
    caption: `step ${String(step)}`,
    pixels: decodePicture(png),
  }));
  if (chosen.length === 0) throw new Error("Expected at least one snapshot");
  const cellWidth = Math.max(
    ...chosen.map(({ caption, pixels }) => Math.max(pixels.width, textWidth(caption))),
  );
  const pictureHeight = Math.max(...chosen.map(({ pixels }) => pixels.height));
  const top = TEXT_HEIGHT + 2 * GAP;
  const canvas = createCanvas(chosen.length * (cellWidth + GAP) + GAP, top + pictureHeight + GAP);
  chosen.forEach(({ caption, pixels }, i) => {
    const left = GAP + i * (cellWidth + GAP);
    const indent = (inner: number): number => left + Math.floor((cellWidth - inner) / 2);
    drawText(canvas, caption, [indent(textWidth(caption)), GAP]);
    paste(canvas, pixels, indent(pixels.width), top);
  });
  return encodePicture(canvas);
}

function thin(snapshots: readonly Snapshot[], maximum: number): readonly Snapshot[] {
  if (snapshots.length <= maximum) return snapshots;
  return Array.from({ length: maximum }, (_, i) =>
    Math.round((i * (snapshots.length - 1)) / Math.max(1, maximum - 1)),
  ).flatMap((index) => snapshots[index] ?? []);
}
