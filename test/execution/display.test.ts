import { describe, expect, test } from "vitest";

import { createDisplay, isLive } from "../../src/execution/display/display.ts";
import { renderLive } from "../../src/execution/display/live-view.ts";
import type { View } from "../../src/execution/display/live-view.ts";
import {
  describeEvent,
  describeProgress,
  describeTrouble,
} from "../../src/execution/display/plain-lines.ts";
import { advance, startProgress } from "../../src/execution/display/progress.ts";
import type { Progress } from "../../src/execution/display/progress.ts";
import type { ExecutionEvent, RunToExecute } from "../../src/execution/events.ts";
import type { RunOutcome } from "../../src/runs/messages.ts";
import { columnsOf } from "../../src/shared/terminal-text.ts";

const makeRun = (seed: number, cellLabel = "labels: binary"): RunToExecute => ({
  id: String(seed),
  directory: `runs/x/cell/seed-${String(seed)}`,
  cellLabel,
  seed,
  steps: 3000,
  threads: 1,
});

const RUNS = [1, 2, 3, 4].map((seed) => makeRun(seed));
const [FIRST = makeRun(1), SECOND = makeRun(2), THIRD = makeRun(3)] = RUNS;

const started = (run: RunToExecute): ExecutionEvent => ({ type: "started", run });
const waits = (run: RunToExecute): ExecutionEvent => ({
  type: "waiting",
  run,
  by: { host: "node7", pid: 4711, startedAt: "2026-01-01T00:00:00Z" },
});
const trains = (run: RunToExecute): ExecutionEvent => ({
  type: "message",
  run,
  message: { type: "started", executor: "onnx", steps: 3000, fromStep: 0 },
});
const reaches = (run: RunToExecute, step: number, discriminator = 0.25): ExecutionEvent => ({
  type: "message",
  run,
  message: {
    type: "progress",
    step,
    stepsPerSecond: 212.6,
    losses: { discriminator, generator: 0.4875 },
  },
});
const ends = (run: RunToExecute, outcome: RunOutcome, lastLine: string | null): ExecutionEvent => ({
  type: "ended",
  run,
  end: { outcome, logPath: `${run.directory}/log.txt`, lastLine },
});
const fails = (run: RunToExecute): ExecutionEvent =>
  ends(run, { status: "failed", error: "was killed by SIGKILL after step 4" }, "out of memory");

function after(events: readonly ExecutionEvent[], runs: readonly RunToExecute[] = RUNS): Progress {
  return events.reduce<Progress>(
    (progress, event) => advance(progress, event, 5000),
    startProgress(runs, 0, 0),
  );
}

const VIEW: View = { jobs: 2, width: 100, colours: false };
const show = (lines: readonly string[]): string => lines.map((line) => `|${line}`).join("\n");

describe("renderLive", () => {
  test("shows each active run, and the sweep below", () => {
    const progress = after([started(FIRST), trains(FIRST), reaches(FIRST, 1200), started(SECOND)]);
    expect(show(renderLive(progress, 10_000, VIEW))).toMatchInlineSnapshot(`
      "|labels: binary, seed 1  1,200/3,000    8 s   213/s  D 0.250 G 0.487  ━━━━━━━━────────────
      |labels: binary, seed 2  starting
      |0 of 4 runs · 2 running · 10 s · about 1:30 left"
    `);
  });

  test("keeps its height while runs come and go", () => {
    const progress = after([
      started(FIRST),
      started(SECOND),
      fails(FIRST),
      ends(SECOND, { status: "diverged", step: 7, what: "loss/g", durationMs: 5 }, null),
      started(THIRD),
    ]);
    expect(show(renderLive(progress, 64_000, VIEW))).toMatchInlineSnapshot(`
      "|labels: binary, seed 3  starting
      |
      |2 of 4 runs · 1 running · 1 failed · 1 diverged · 1:04 · about 1:04 left"
    `);
  });

  test("counts runs that another process trains until they have ended", () => {
    const events = [started(FIRST), waits(SECOND), waits(THIRD)];
    const sweepLine = (more: readonly ExecutionEvent[]): string =>
      renderLive(after([...events, ...more]), 10_000, VIEW).at(-1) ?? "";
    expect(sweepLine([])).toContain("1 running · 2 in another process");
    expect(sweepLine([started(SECOND)])).toContain("2 running · 1 in another process");
    expect(sweepLine([fails(SECOND), fails(THIRD)])).not.toContain("another");
    expect(describeProgress(after(events), 10_000)).toContain("; 2 in another process");
  });

  test("drops columns where the terminal is narrow, and never fills its last column", () => {
    const wide = makeRun(1, "数字データ: 小さな変動 — a label that goes on and on");
    const events = [started(wide), trains(wide), reaches(wide, 1200), started(SECOND)];
    const progress = after([...events, { type: "stopping", forced: false }], [wide, SECOND]);
    const frames = [60, 40, 20].map((width) => renderLive(progress, 9000, { ...VIEW, width }));
    expect(show(frames.flat())).toMatchInlineSnapshot(`
      "|数字データ: 小…, seed 1  1,200/3,000    8 s   213/s  ━━────
      |labels: binary, seed 2   starting
      |0 of 2 runs · 2 running · stopping; Ctrl-C again to kill
      |数字デ…, seed 1  1,200/3,000    8 s
      |labels…, seed 2  starting
      |stopping; Ctrl-C again to kill
      |数…, seed 1
      |lab…, seed 2  star…
      |stopping; Ctrl-C a…"
    `);
    for (let width = 1; width < 200; width += 1)
      for (const colours of [true, false])
        for (const line of renderLive(progress, 9000, { jobs: 2, width, colours }))
          expect(columnsOf(line)).toBeLessThanOrEqual(Math.max(1, width - 1));
  });

  test("shows losses that are not finite, tiny or huge as what they are", () => {
    const losses = [NaN, -Infinity, 0, 1.2e-7, 123_456].map((loss) => {
      const lines = renderLive(
        after([started(FIRST), trains(FIRST), reaches(FIRST, 3, loss)]),
        0,
        VIEW,
      );
      return /D (\S+)/.exec(lines[0] ?? "")?.[1];
    });
    expect(losses).toEqual(["NaN", "-Infinity", "0.00", "1e-7", "1e+5"]);
  });

  test("a label cannot move the cursor", () => {
    const sly = makeRun(1, "a\u001B[2J\nb");
    expect(renderLive(after([started(sly)], [sly]), 0, VIEW)[0]).toBe("a [2J b, seed 1  starting");
  });
});

describe("plain lines", () => {
  test("tell of every change, and where the log of a failed run is", () => {
    const events: readonly ExecutionEvent[] = [
      waits(FIRST),
      started(FIRST),
      trains(FIRST),
      reaches(FIRST, 1200),
      ends(FIRST, { status: "finished", durationMs: 187_000 }, null),
      fails(SECOND),
      ends(THIRD, { status: "diverged", step: 1234, what: "loss/g", durationMs: 5 }, null),
      ends(THIRD, { status: "cancelled", step: 12 }, null),
      { type: "stopping", forced: true },
    ];
    expect(show(events.flatMap(describeEvent))).toMatchInlineSnapshot(`
      "|waiting  labels: binary, seed 1: process 4711 on node7 trains it
      |started  labels: binary, seed 1 (3,000 steps)
      |finished labels: binary, seed 1 in 3:07
      |failed   labels: binary, seed 2: was killed by SIGKILL after step 4; it last said: out of memory; log: runs/x/cell/seed-2/log.txt
      |diverged labels: binary, seed 3 at step 1,234: loss/g is not finite
      |cancelled labels: binary, seed 3 at step 12
      |stopping  children are killed"
    `);
  });

  test("say now and then how far the sweep is", () => {
    const progress = after([started(FIRST), reaches(FIRST, 1200), started(SECOND), fails(SECOND)]);
    expect(describeProgress(progress, 60_000)).toMatchInlineSnapshot(
      `"progress 1 of 4 runs ended; 1 failed; about 1:51 left; labels: binary, seed 1 at 1,200/3,000"`,
    );
  });

  test("above a live view stands only what needs a person", () => {
    const quiet = [started(FIRST), ends(FIRST, { status: "finished", durationMs: 1 }, null)];
    expect(quiet.flatMap(describeTrouble)).toEqual([]);
    expect(describeTrouble(fails(SECOND))).toHaveLength(1);
  });
});

describe("createDisplay", () => {
  test("draws live in a terminal only, and not where somebody asks for plain text", () => {
    const cases = [
      isLive({ isTTY: true }, {}),
      isLive({ isTTY: true }, { CI: "false", NO_COLOR: "", TERM: "xterm" }),
      isLive({ isTTY: undefined }, {}),
      isLive({ isTTY: true }, { CI: "true" }),
      isLive({ isTTY: true }, { NO_COLOR: "1" }),
      isLive({ isTTY: true }, { TERM: "dumb" }),
    ];
    expect(cases).toEqual([true, true, false, false, true, false]);
  });

  test("writes no control sequence where there is no terminal, and a time before each line", () => {
    const written: string[] = [];
    const terminal = { isTTY: false, write: (text: string) => written.push(text) };
    const display = createDisplay({ runs: RUNS, jobs: 2, terminal, environment: {} });
    [started(FIRST), trains(FIRST), fails(FIRST)].forEach(display.show);
    display.close();
    expect(written).toHaveLength(2);
    for (const line of written)
      expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ  [^\p{Cc}]*\n$/u);
  });

  test("keeps the live view where NO_COLOR is set, without a colour in it", () => {
    const draw = (environment: Readonly<Record<string, string>>): string => {
      const written: string[] = [];
      const terminal = { isTTY: true, columns: 100, write: (text: string) => written.push(text) };
      const display = createDisplay({ runs: RUNS, jobs: 2, terminal, environment });
      [started(FIRST), trains(FIRST), reaches(FIRST, 1200), fails(SECOND)].forEach(display.show);
      display.close();
      return written.join("");
    };
    const colour = /\u001B\[\d+m/;
    expect(draw({})).toMatch(colour);
    expect(draw({ NO_COLOR: "1" })).not.toMatch(colour);
    expect(draw({ NO_COLOR: "1" })).toContain("\u001B[?25l");
  });

  test("hides the cursor while it lives, moves up over wrapped lines, and gives the cursor back", () => {
    const written: string[] = [];
    const terminal = { isTTY: true, columns: 100, write: (text: string) => written.push(text) };
    const display = createDisplay({ runs: RUNS, jobs: 2, terminal, environment: {} });
    [started(FIRST), trains(FIRST), fails(SECOND)].forEach(display.show);
    terminal.columns = 20;
    display.close();
    display.close();
    expect(written[0]).toBe("\u001B[?25l");
    // Three lines when it was drawn; `labels: binary, seed 1 …` takes several rows of 20 columns now.
    expect(written.at(-1)).toMatch(/^\r\u001B\[[5-9]A\u001B\[J\u001B\[\?25h$/);
    expect(written.filter((text) => text.includes("\u001B[?25h"))).toHaveLength(1);
  });
});
