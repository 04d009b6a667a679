/** A drawing area of RGB bytes and the few marks our pictures need. Coordinates are pixels; what lies outside is cut off. */
import { GLYPH_HEIGHT, GLYPH_WIDTH, glyphRows } from "./font.ts";
import type { Pixels } from "./picture.ts";

export type Colour = readonly [red: number, green: number, blue: number];

export const BLACK: Colour = [0, 0, 0];
export const WHITE: Colour = [255, 255, 255];

export interface Canvas extends Pixels {
  readonly channels: 3;
}

export function createCanvas(width: number, height: number, background: Colour = WHITE): Canvas {
  const canvas: Canvas = { width, height, channels: 3, data: new Uint8Array(3 * width * height) };
  fillRectangle(canvas, { x: 0, y: 0, width, height }, background);
  return canvas;
}

/** Mixes `colour` into a pixel: opacity 1 replaces it. */
export function blend(canvas: Canvas, x: number, y: number, colour: Colour, opacity = 1): void {
  if (x < 0 || y < 0 || x >= canvas.width || y >= canvas.height) return;
  const at = 3 * (y * canvas.width + x);
  for (const [channel, value] of colour.entries()) {
    const before = canvas.data[at + channel] ?? 0;
    canvas.data[at + channel] = Math.round(before + (value - before) * opacity);
  }
}

export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function fillRectangle(canvas: Canvas, area: Rectangle, colour: Colour): void {
  for (let y = area.y; y < area.y + area.height; y++) {
    for (let x = area.x; x < area.x + area.width; x++) blend(canvas, x, y, colour);
  }
}

/** One pixel wide, inside the area. */
export function drawFrame(canvas: Canvas, area: Rectangle, colour: Colour): void {
  const { x, y, width, height } = area;
  fillRectangle(canvas, { x, y, width, height: 1 }, colour);
  fillRectangle(canvas, { x, y: y + height - 1, width, height: 1 }, colour);
  fillRectangle(canvas, { x, y, width: 1, height }, colour);
  fillRectangle(canvas, { x: x + width - 1, y, width: 1, height }, colour);
}

/** A circle line about one and a half pixels wide, with soft edges. */
export function drawCircle(
  canvas: Canvas,
  [centreX, centreY]: readonly [number, number],
  radius: number,
  colour: Colour,
): void {
  const reach = Math.ceil(radius + 2);
  const [middleX, middleY] = [Math.round(centreX), Math.round(centreY)];
  for (let y = middleY - reach; y <= middleY + reach; y++) {
    for (let x = middleX - reach; x <= middleX + reach; x++) {
      const distance = Math.abs(Math.sqrt((x - centreX) ** 2 + (y - centreY) ** 2) - radius);
      blend(canvas, x, y, colour, Math.min(1, Math.max(0, 1.25 - distance)));
    }
  }
}

/** Copies another picture; grey becomes RGB. */
export function paste(canvas: Canvas, picture: Pixels, left: number, top: number): void {
  const { width, height, channels, data } = picture;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * channels;
      const red = data[at] ?? 0;
      const colour: Colour =
        channels === 1 ? [red, red, red] : [red, data[at + 1] ?? 0, data[at + 2] ?? 0];
      blend(canvas, left + x, top + y, colour);
    }
  }
}

/** Pixels from letter to letter, and their height, at the size all text has. */
export const TEXT_SCALE = 2;
export const TEXT_ADVANCE = TEXT_SCALE * (GLYPH_WIDTH + 1);
export const TEXT_HEIGHT = TEXT_SCALE * GLYPH_HEIGHT;

export function textWidth(text: string): number {
  return text.length * TEXT_ADVANCE - TEXT_SCALE;
}

/** Digits, minus, point and the letters of captions; other characters leave a gap. */
export function drawText(
  canvas: Canvas,
  text: string,
  [left, top]: readonly [number, number],
  colour: Colour = BLACK,
): void {
  Array.from(text).forEach((character, i) => {
    glyphRows(character).forEach((row, y) => {
      for (let x = 0; x < GLYPH_WIDTH; x++) {
        if (row[x] !== "#") continue;
        const corner = {
          x: left + i * TEXT_ADVANCE + x * TEXT_SCALE,
          y: top + y * TEXT_SCALE,
        };
        fillRectangle(canvas, { ...corner, width: TEXT_SCALE, height: TEXT_SCALE }, colour);
      }
    });
  });
}
