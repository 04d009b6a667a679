import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { Limits } from "../../src/execution/child.ts";
import type { RunEnd, RunToExecute } from "../../src/execution/events.ts";
import { executeRun } from "../../src/execution/execute-run.ts";
import type { RunAnswer } from "../../src/execution/execute-run.ts";
import type { ChildMessage } from "../../src/runs/messages.ts";
import { readStatus } from "../../src/runs/status-file.ts";
import {
  childPath,
  isAlive,
  makeFolder,
  makeRun,
  readNumbers,
  SHORT_LIMITS,
  until,
} from "./fixtures.ts";

interface Execution {
  readonly run: RunToExecute;
  readonly answer: Promise<RunAnswer>;
  readonly end: Promise<RunEnd>;
  readonly starts: () => number;
  readonly messages: readonly ChildMessage[];
  readonly stop: AbortController;
  readonly kill: AbortController;
}

function execute(
  name: string,
  limits: Partial<Limits> = {},
  run = makeRun(makeFolder()),
): Execution {
  const [stop, kill] = [new AbortController(), new AbortController()];
  const messages: ChildMessage[] = [];
  let starts = 0;
  const answer = executeRun(run, {
    workerPath: childPath(name),
    limits: { ...SHORT_LIMITS, ...limits },
    stop: stop.signal,
    kill: kill.signal,
    onStart: () => {
      starts += 1;
    },
    onMessage: (message) => messages.push(message),
  });
  const end = answer.then(endOf);
  end.catch(() => undefined); // a test that asks for the answer alone
  return { run, answer, end, starts: () => starts, messages, stop, kill };
}

function endOf(answer: RunAnswer): RunEnd {
  if (answer.kind === "held") throw new Error(`The run is held by ${String(answer.by.pid)}`);
  return answer.end;
}

const stateOf = ({ directory }: RunToExecute): unknown => readStatus(directory)?.state;

describe("executeRun", () => {
  test("a child that ends well is finished, and its messages arrive with numbers JSON cannot say", async () => {
    const { run, end, messages } = execute("ends-well");
    expect((await end).outcome).toEqual({ status: "finished", durationMs: 5 });
    expect(messages.map(({ type }) => type)).toEqual(["started", "progress", "ended"]);
    expect(messages[1]).toMatchObject({ losses: { discriminator: NaN, generator: 0.5 } });
    expect(stateOf(run)).toBe("finished");
  });

  test("what a child prints is in its log, and nowhere else", async () => {
    const { run, end } = execute("ends-well");
    const { logPath } = await end;
    expect(logPath).toBe(join(run.directory, "log.txt"));
    expect(readFileSync(logPath, "utf8")).toBe(`run in ${run.directory}\n`);
  });

  test("the threads of a run are in its child's environment", async () => {
    const { run, end } = execute("ends-well", {}, makeRun(makeFolder(), 1, 3));
    await end;
    expect(readNumbers(join(run.directory, "seen.json"))["OMP_NUM_THREADS"]).toBe(3);
  });

  test("a child that diverges has diverged, with step and quantity", async () => {
    const { run, end } = execute("diverges");
    expect((await end).outcome).toEqual({
      status: "diverged",
      step: 7,
      what: "loss/g",
      durationMs: 5,
    });
    expect(stateOf(run)).toBe("diverged");
  });

  test("an error that nobody caught fails the run, and its line is told", async () => {
    const { run, end } = execute("fails");
    const { outcome, lastLine } = await end;
    expect(lastLine).toBe("RangeError: no such layer");
    expect(outcome).toEqual({
      status: "failed",
      error: "ended with exit code 1 after step 0: RangeError: no such layer",
    });
    expect(readStatus(run.directory)).toMatchObject({ state: "failed", attempt: 1 });
  });

  test("a child that says why it failed is believed", async () => {
    expect((await execute("says-failed").end).outcome).toEqual({
      status: "failed",
      error: "the data file is gone",
    });
  });

  test("a child that exits without an answer has failed", async () => {
    expect((await execute("no-answer").end).outcome).toEqual({
      status: "failed",
      error: "ended without an answer after step 0",
    });
  });

  test("a child that says finished and leaves no result has failed", async () => {
    expect((await execute("claims-finished").end).outcome).toEqual({
      status: "failed",
      error: "said that it had finished, but left no result.json",
    });
  });

  test("a child that never ends is stopped, and so are its own children", async () => {
    const { run, end } = execute("never-ends", { stallMs: 3000 });
    expect((await end).outcome).toEqual({
      status: "failed",
      error: "gave no sign of life for 3 s after step 3, and was stopped",
    });
    const pids = readNumbers(join(run.directory, "pids.json"));
    await until(() => !isAlive(pids["grandchild"] ?? 0));
    expect(isAlive(pids["child"] ?? 0)).toBe(false);
  });

  test("a heartbeat in status.json keeps a child alive that says nothing", async () => {
    const { end } = execute("silent-but-alive", { stallMs: 5000 });
    expect((await end).outcome.status).toBe("finished");
  });

  test("a child that talks nonsense is stopped", async () => {
    expect((await execute("talks-nonsense").end).outcome).toEqual({
      status: "failed",
      error: "sent a message that is none of ours, and was stopped",
    });
  });

  test("a child killed by SIGKILL has failed, with the likely reason", async () => {
    expect((await execute("killed").end).outcome).toEqual({
      status: "failed",
      error: "was killed by SIGKILL after step 4: most often the system was out of memory",
    });
  });

  test("a child that crashes natively has failed, and the parent lives", async () => {
    const { outcome, lastLine } = await execute("aborts").end;
    expect(outcome).toEqual({ status: "failed", error: "was killed by SIGABRT after step 0" });
    expect(lastLine).not.toBeNull();
  });

  test("a child may print more than any pipe holds", async () => {
    const { end } = execute("prints-much");
    const { outcome, logPath, lastLine } = await end;
    expect(outcome.status).toBe("finished");
    expect(statSync(logPath).size).toBe(64 * 2 ** 20 + "last words\n".length);
    expect(lastLine).toBe("last words");
  });

  test("a child that cannot be started has failed", async () => {
    const { outcome } = await execute("there-is-no-such-child").end;
    expect(outcome.status).toBe("failed");
  });

  test("a child that is asked to stop ends after its step", async () => {
    const { run, end, messages, stop } = execute("stops-when-asked", { graceMs: 60_000 });
    await until(() => messages.length > 0);
    stop.abort();
    expect((await end).outcome).toEqual({ status: "cancelled", step: 6 });
    expect(readStatus(run.directory)).toMatchObject({ state: "cancelled", step: 6 });
  });

  test("a child that does not listen is ended by force", async () => {
    const { run, end, messages, stop } = execute("ignores-sigterm");
    await until(() => messages.length > 0);
    stop.abort();
    expect((await end).outcome).toEqual({ status: "cancelled", step: 0 });
    expect(isAlive(readNumbers(join(run.directory, "pids.json"))["child"] ?? 0)).toBe(false);
    expect(stateOf(run)).toBe("cancelled");
  });

  test("a second interrupt does not wait for the grace period", async () => {
    const { end, messages, stop, kill } = execute("ignores-sigterm", { graceMs: 600_000 });
    await until(() => messages.length > 0);
    stop.abort();
    kill.abort();
    expect((await end).outcome).toEqual({ status: "cancelled", step: 0 });
  });

  test("of two at once, one runs the run and the other leaves it alone", async () => {
    const run = makeRun(makeFolder());
    const first = execute("stops-when-asked", { graceMs: 60_000 }, run);
    await until(() => first.messages.length > 0);
    const second = execute("ends-well", {}, run);
    expect(await second.answer).toMatchObject({ kind: "held", by: { pid: process.pid } });
    expect([first.starts(), second.starts()]).toEqual([1, 0]);
    first.stop.abort();
    expect((await first.end).outcome).toEqual({ status: "cancelled", step: 6 });
    expect(existsSync(join(run.directory, "claim.json"))).toBe(false);
  });

  test("a run that another sweep has finished meanwhile is not run again", async () => {
    const { run, end } = execute("ends-well");
    await end;
    const again = execute("fails", {}, run);
    expect((await again.end).outcome).toEqual({ status: "finished", durationMs: 5 });
    expect(again.starts()).toBe(0);
  });

  test("what an earlier version found is not taken for what this attempt found", async () => {
    const { run, end } = execute("ends-well");
    await end;
    const path = join(run.directory, "result.json");
    writeFileSync(
      path,
      readFileSync(path, "utf8").replace(/"resultsVersion":\d+/, '"resultsVersion":0'),
    );
    writeFileSync(join(run.directory, "metrics.csv"), "step,tag,value\n1,loss/d,2\n");
    expect((await execute("fails", {}, run).end).outcome.status).toBe("failed");
    expect(existsSync(path)).toBe(false);
    expect(existsSync(join(run.directory, "metrics.csv"))).toBe(false);
    expect(readStatus(run.directory)).toMatchObject({ state: "failed", attempt: 2 });
  });

  test("the log of an earlier attempt stays above the next one's", async () => {
    const { run, end } = execute("fails");
    await end;
    const { logPath } = await execute("ends-well", {}, run).end;
    const text = readFileSync(logPath, "utf8");
    expect(text).toMatch(/no such layer[^]*--- next attempt, [^]*run in /);
  });

  test("a run directory that is gone fails its run, not the sweep", async () => {
    const run = { ...makeRun(makeFolder()), directory: join(makeFolder(), "missing", "\0") };
    expect((await execute("ends-well", {}, run).end).outcome.status).toBe("failed");
  });
});
