/** Text as a terminal shows it: measured and cut in columns, where a wide character takes two and a colour none. */
import stringWidth from "string-width";

/** Columns that a text takes. */
export const columnsOf = (text: string): number => stringWidth(text);

/** The text cut to at most `columns` columns; `…` stands for what is gone. Without colours. */
export function fitText(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text;
  if (columns < 1) return "";
  let kept = "";
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    if (columnsOf(kept + segment) > columns - 1) break;
    kept += segment;
  }
  return `${kept}…`;
}

/** The text filled with spaces to `columns` columns, on its right (`end`) or left (`start`). */
export function padText(text: string, columns: number, side: "start" | "end" = "end"): string {
  const spaces = " ".repeat(Math.max(0, columns - columnsOf(text)));
  return side === "end" ? text + spaces : spaces + text;
}

/** What a file or a child wrote, safe to print: without escape sequences, control characters and line breaks. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").trim();
}

export type Colour = "red" | "green" | "yellow" | "cyan" | "dim" | "bold";

const CODES: Readonly<Record<Colour, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  cyan: [36, 39],
  dim: [2, 22],
  bold: [1, 22],
};

export type Paint = (colour: Colour, text: string) => string;

/** Paints text, or leaves it as it is where colours are not wanted. */
export function createPaint(colours: boolean): Paint {
  if (!colours) return (_, text) => text;
  return (colour, text) => {
    const [on, off] = CODES[colour];
    return `\u001B[${String(on)}m${text}\u001B[${String(off)}m`;
  };
}

/** Time as people read it: `4 s`, `3:07`, `2:03:07`; from 48 hours on `2.5 days`. */
export function formatDuration(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${String(seconds)} s`;
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  if (hours >= 48) return `${(seconds / 86_400).toFixed(1)} days`;
  const tail = String(seconds % 60).padStart(2, "0");
  return hours > 0
    ? `${String(hours)}:${String(minutes).padStart(2, "0")}:${tail}`
    : `${String(minutes)}:${tail}`;
}

/** 1234567 → `1,234,567`, the same in every locale. */
export const formatCount = (count: number): string => COUNT.format(count);
const COUNT = new Intl.NumberFormat("en-US");
