import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { ExecutionEvent, RunToExecute } from "../../src/execution/events.ts";
import { executePlan } from "../../src/execution/execute-plan.ts";
import type { Interrupts } from "../../src/execution/interrupts.ts";
import type { RunOutcome } from "../../src/runs/messages.ts";
import {
  childPath,
  isAlive,
  makeFolder,
  makeRun,
  readNumbers,
  SHORT_LIMITS,
  until,
} from "./fixtures.ts";

/** Interrupts that only the test gives. */
function quietInterrupts(): Interrupts & { readonly requestKill: () => void } {
  const [stop, kill] = [new AbortController(), new AbortController()];
  return {
    stop: stop.signal,
    kill: kill.signal,
    requestStop: () => {
      stop.abort();
    },
    requestKill: () => {
      kill.abort();
    },
    close: () => undefined,
  };
}

interface Setting {
  readonly jobs?: number;
  readonly failFast?: boolean;
  readonly interrupts?: Interrupts;
  readonly onEvent?: (event: ExecutionEvent) => void;
  readonly lookAgainMs?: number;
}

const execute = (
  child: string,
  runs: readonly RunToExecute[],
  {
    jobs = 2,
    failFast = false,
    interrupts = quietInterrupts(),
    onEvent = () => undefined,
    lookAgainMs = 20,
  }: Setting = {},
): Promise<readonly RunOutcome[]> =>
  executePlan({
    runs,
    jobs,
    workerPath: childPath(child),
    interrupts,
    failFast,
    onEvent,
    limits: SHORT_LIMITS,
    lookAgainMs,
  });

const makeRuns = (count: number): readonly RunToExecute[] => {
  const folder = makeFolder();
  return Array.from({ length: count }, (_, i) => makeRun(folder, i + 1));
};

/** Whether its child has written down its process id. */
const isStarted = (run: RunToExecute | undefined): boolean =>
  existsSync(join(run?.directory ?? "", "pids.json"));

describe("executePlan", () => {
  test("one failing run leaves the others finished, each with its own log", async () => {
    const runs = makeRuns(3);
    const [, second] = runs;
    writeFileSync(join(second?.directory ?? "", "fail"), "");
    const outcomes = await execute("fails-where-told", runs);
    expect(outcomes.map(({ status }) => status)).toEqual(["finished", "failed", "finished"]);
    const logs = runs.map(({ directory }) => readFileSync(join(directory, "log.txt"), "utf8"));
    logs.forEach((log, i) => {
      expect(log).toContain(runs[i]?.directory);
      for (const other of runs) if (other !== runs[i]) expect(log).not.toContain(other.directory);
    });
  });

  test("neither the order of the runs nor the number of children changes an outcome", async () => {
    const results = [1, 3].map(async (jobs) => {
      const runs = makeRuns(4);
      const ordered = jobs === 1 ? runs : [...runs].reverse();
      await execute("ends-well", ordered, { jobs });
      return runs.map(({ directory }) => readFileSync(join(directory, "result.json"), "utf8"));
    });
    const [alone, together] = await Promise.all(results);
    expect(together).toEqual(alone);
  });

  test("never more children at once than jobs", async () => {
    let [now, most] = [0, 0];
    const onEvent = ({ type }: ExecutionEvent): void => {
      if (type === "started") most = Math.max(most, ++now);
      if (type === "ended") now -= 1;
    };
    await execute("ends-well", makeRuns(5), { jobs: 2, onEvent });
    expect([now, most]).toEqual([0, 2]);
  });

  test("events of a run come in order: started, its messages, ended", async () => {
    const types: string[] = [];
    await execute("ends-well", makeRuns(1), {
      onEvent: (event) => types.push(event.type === "message" ? event.message.type : event.type),
    });
    expect(types).toEqual(["started", "started", "progress", "ended", "ended"]);
  });

  test("a cancelled sweep leaves no child behind, and starts no more", async () => {
    const runs = makeRuns(3);
    const interrupts = quietInterrupts();
    const events: ExecutionEvent[] = [];
    const outcomes = execute("ignores-sigterm", runs, {
      interrupts,
      onEvent: (event) => events.push(event),
    });
    const pidFiles = runs.slice(0, 2).map(({ directory }) => join(directory, "pids.json"));
    await until(() => pidFiles.every((path) => existsSync(path)));
    const pids = pidFiles.map((path) => readNumbers(path)["child"] ?? 0);
    expect(pids.every(isAlive)).toBe(true);
    interrupts.requestStop();
    interrupts.requestKill();
    expect((await outcomes).map(({ status }) => status)).toEqual(Array(3).fill("cancelled"));
    expect(pids.some(isAlive)).toBe(false);
    expect(existsSync(join(runs[2]?.directory ?? "", "pids.json"))).toBe(false);
    expect(events.filter(({ type }) => type === "stopping")).toEqual([
      { type: "stopping", forced: false },
      { type: "stopping", forced: true },
    ]);
  });

  test("two that execute one plan share its runs, and each ends with all of them", async () => {
    const runs = makeRuns(6);
    const started: RunToExecute[] = [];
    const onEvent = (event: ExecutionEvent): void => {
      if (event.type === "started") started.push(event.run);
    };
    const both = await Promise.all(
      [1, 2].map(() => execute("ends-well", runs, { jobs: 1, onEvent })),
    );
    expect(both.flat().map(({ status }) => status)).toEqual(Array(12).fill("finished"));
    expect(new Set(started).size).toBe(6);
    expect(started).toHaveLength(6);
  });

  test("a run that another was told to stop is taken over, after the runs that are free", async () => {
    const runs = makeRuns(2);
    const other = quietInterrupts();
    const theirs = execute("stops-when-asked", runs.slice(0, 1), { interrupts: other });
    await until(() => isStarted(runs[0]));
    const events: ExecutionEvent[] = [];
    const ours = execute("ends-well", runs, { jobs: 1, onEvent: (event) => events.push(event) });
    await until(() => events.some(({ type }) => type === "ended"));
    expect(events).toContainEqual(expect.objectContaining({ type: "waiting", run: runs[0] }));
    expect(events.find(({ type }) => type === "ended")).toMatchObject({ run: runs[1] });
    other.requestStop();
    expect(await theirs).toMatchObject([{ status: "cancelled" }]);
    expect((await ours).map(({ status }) => status)).toEqual(["finished", "finished"]);
    expect(events.filter(({ type }) => type === "waiting")).toHaveLength(1);
  });

  test("who waits for another process's run can be told to stop", async () => {
    const runs = makeRuns(1);
    const [[theirs, ours], events] = [[quietInterrupts(), quietInterrupts()], [] as string[]];
    const first = execute("stops-when-asked", runs, { interrupts: theirs });
    await until(() => isStarted(runs[0]));
    const second = execute("ends-well", runs, {
      interrupts: ours,
      lookAgainMs: 600_000,
      onEvent: ({ type }) => events.push(type),
    });
    await until(() => events.includes("waiting"));
    ours.requestStop();
    expect(await second).toEqual([{ status: "cancelled", step: 0 }]);
    expect(events).toEqual(["waiting", "stopping"]);
    theirs.requestStop();
    await first;
  });

  test("fail-fast stops the sweep at the first run that fails", async () => {
    const runs = makeRuns(3);
    const outcomes = await execute("fails", runs, { jobs: 1, failFast: true });
    expect(outcomes.map(({ status }) => status)).toEqual(["failed", "cancelled", "cancelled"]);
  });
});
