/**
 * Outlines of Tinos (metrics of Times New Roman; SIL Open Font License), as polygons in font units. The font is read from
 * the package `@fontsource/tinos`; nothing of it is copied into this project.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type * as OpenType from "opentype.js";

import type { Contour } from "./rasterize.ts";

/** Straight pieces a curve is cut into. At 28 pixels a piece's error is below 0.01 pixel. */
const PIECES = 8;

/** Contours of one character in font units, y downward, baseline at 0, and how far it moves the pen. */
export interface Glyph {
  readonly contours: readonly Contour[];
  readonly advance: number;
}

/** Units per em of the font: a text of size s pixels is scaled by s / UNITS_PER_EM. */
export const UNITS_PER_EM = 2048;

/** Outline of a character of Tinos (Latin). Read once, kept. */
export function glyphOf(character: string): Glyph {
  let glyph = glyphs.get(character);
  if (glyph === undefined) {
    font ??= readFont();
    const outline = font.charToGlyph(character);
    glyph = { contours: flatten(outline.path.commands), advance: outline.advanceWidth ?? 0 };
    glyphs.set(character, glyph);
  }
  return glyph;
}

const glyphs = new Map<string, Glyph>();
let font: OpenType.Font | undefined;

// opentype.js is published with an ESM build that its package.json does not offer to Node, so it is required; and only
// here, when first needed, because the command line loads this file too.
function readFont(): OpenType.Font {
  const require = createRequire(import.meta.url);
  const opentype = require("opentype.js") as typeof OpenType;
  const bytes = readFileSync(
    require.resolve("@fontsource/tinos/files/tinos-latin-400-normal.woff"),
  );
  return opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

function flatten(commands: readonly OpenType.PathCommand[]): Contour[] {
  const contours: Contour[] = [];
  let points: number[] = [];
  for (const command of commands) {
    switch (command.type) {
      case "M":
      case "L":
        points.push(command.x, -command.y);
        break;
      case "Q":
        pushQuadratic(points, [command.x1, -command.y1], [command.x, -command.y]);
        break;
      case "C":
        throw new Error("Expected a TrueType font with quadratic curves, got a cubic curve");
      case "Z":
        contours.push(Float64Array.from(points));
        points = [];
        break;
    }
  }
  return contours;
}

/** B(t) = (1 − t)²·P + 2t(1 − t)·C + t²·E at t = 1/8 … 8/8: exact in float64 for integer points. */
function pushQuadratic(
  points: number[],
  control: readonly [number, number],
  end: readonly [number, number],
): void {
  const startX = points.at(-2) ?? 0;
  const startY = points.at(-1) ?? 0;
  for (let piece = 1; piece <= PIECES; piece++) {
    const t = piece / PIECES;
    const s = 1 - t;
    points.push(
      s * s * startX + 2 * s * t * control[0] + t * t * end[0],
      s * s * startY + 2 * s * t * control[1] + t * t * end[1],
    );
  }
}
