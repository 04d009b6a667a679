/**
 * A block of lines at the bottom of a terminal, drawn over itself in one write. Lines given once scroll away above it.
 * The cursor is hidden while the block stands and comes back whatever ends the process.
 */
import { columnsOf } from "../../shared/terminal-text.ts";

/** What we use of `process.stdout` and `process.stderr`. */
export interface Terminal {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  write(text: string): unknown;
}

const ESCAPE = "\u001B[";
const HIDE_CURSOR = `${ESCAPE}?25l`;
const SHOW_CURSOR = `${ESCAPE}?25h`;
/** Terminals that know synchronized output show the whole frame at once; others ignore these two. */
const BEGIN_FRAME = `${ESCAPE}?2026h`;
const END_FRAME = `${ESCAPE}?2026l`;
const ERASE_LINE_END = `${ESCAPE}K`;
const ERASE_BELOW = `${ESCAPE}J`;

export class Screen {
  readonly #terminal: Terminal;
  #drawn: readonly string[] = [];
  #closed = false;
  readonly #restore = (): void => {
    this.close();
  };

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    terminal.write(HIDE_CURSOR);
    process.once("exit", this.#restore);
  }

  /** Draws the block's lines over the last ones; `above` is printed once, over it. */
  draw(lines: readonly string[], above: readonly string[] = []): void {
    if (this.#closed) return;
    const unchanged = above.length === 0 && lines.join("\n") === this.#drawn.join("\n");
    if (unchanged) return;
    const frame = [...above, ...lines].map((line) => `${line}${ERASE_LINE_END}\n`).join("");
    this.#terminal.write(`${BEGIN_FRAME}${this.#toTop()}${frame}${ERASE_BELOW}${END_FRAME}`);
    this.#drawn = lines;
  }

  /** Erases the block and gives the cursor back. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    process.removeListener("exit", this.#restore);
    this.#terminal.write(`${this.#toTop()}${ERASE_BELOW}${SHOW_CURSOR}`);
  }

  /** After a resize the terminal has wrapped the old lines to its new width: they may take more rows than lines. */
  #toTop(): string {
    const width = Math.max(1, this.#terminal.columns ?? 80);
    const rows = this.#drawn.reduce(
      (sum, line) => sum + Math.max(1, Math.ceil(columnsOf(line) / width)),
      0,
    );
    return rows === 0 ? "" : `\r${ESCAPE}${String(rows)}A`;
  }
}
