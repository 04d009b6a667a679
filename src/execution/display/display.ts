/** Shows what happens while a plan is executed: a live view in a terminal, time-stamped lines elsewhere. */
import type { ExecutionEvent, RunToExecute } from "../events.ts";
import { renderLive } from "./live-view.ts";
import { describeEvent, describeProgress, describeTrouble } from "./plain-lines.ts";
import { advance, startProgress } from "./progress.ts";
import type { Progress } from "./progress.ts";
import { Screen } from "./screen.ts";
import type { Terminal } from "./screen.ts";

export interface DisplayOptions {
  /** Every run that will be executed. */
  readonly runs: readonly RunToExecute[];
  /** Runs that were finished before. */
  readonly skipped?: number;
  readonly jobs: number;
  /** Where to write: `process.stderr`, say. */
  readonly terminal: Terminal;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export interface Display {
  readonly show: (event: ExecutionEvent) => void;
  /** Takes the live view away and gives the cursor back; what was told in lines stays. */
  readonly close: () => void;
}

const REDRAW_MS = 250;
const PLAIN_EVERY_MS = 30_000;

/** A display that draws until it is closed. Its timers keep no process alive. */
export function createDisplay(options: DisplayOptions): Display {
  const { terminal, environment = process.env } = options;
  return isLive(terminal, environment) ? createLiveDisplay(options) : createPlainDisplay(options);
}

/** A terminal that redraws: not a file or pipe, not CI, and not where TERM=dumb asks for plain text. */
export function isLive(
  { isTTY }: Pick<Terminal, "isTTY">,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  const isCi = isSet("CI", environment) && environment["CI"] !== "false";
  return isTTY === true && !isCi && environment["TERM"] !== "dumb";
}

const isSet = (name: string, environment: Readonly<Record<string, string | undefined>>): boolean =>
  (environment[name] ?? "") !== "";

function createLiveDisplay({
  runs,
  skipped = 0,
  jobs,
  terminal,
  environment = process.env,
}: DisplayOptions): Display {
  // See https://no-color.org: without colours, and otherwise the same.
  const colours = !isSet("NO_COLOR", environment);
  let progress = startProgress(runs, skipped, Date.now());
  const screen = new Screen(terminal);
  const draw = (above: readonly string[] = []): void => {
    const { columns = 80, rows = 24 } = terminal;
    const view = { jobs: Math.max(1, Math.min(jobs, rows - 3)), width: columns, colours };
    screen.draw(renderLive(progress, Date.now(), view), above);
  };
  const timer = setInterval(draw, REDRAW_MS).unref();
  draw();
  return {
    show: (event) => {
      progress = advance(progress, event, Date.now());
      const lines = describeTrouble(event);
      if (lines.length > 0) draw(lines);
    },
    close: () => {
      clearInterval(timer);
      screen.close();
    },
  };
}

function createPlainDisplay({ runs, skipped = 0, terminal }: DisplayOptions): Display {
  let progress: Progress = startProgress(runs, skipped, Date.now());
  const print = (line: string): void => {
    terminal.write(`${new Date().toISOString().slice(0, 19)}Z  ${line}\n`);
  };
  const timer = setInterval(() => {
    print(describeProgress(progress, Date.now()));
  }, PLAIN_EVERY_MS).unref();
  return {
    show: (event) => {
      progress = advance(progress, event, Date.now());
      describeEvent(event).forEach(print);
    },
    close: () => {
      clearInterval(timer);
    },
  };
}
