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
}

const execute = (
  child: string,
  runs: readonly RunToExecute[],
  {
    jobs = 2,
    failFast = false,
    interrupts = quietInterrupts(),
    onEvent = () => undefined,
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
  });

const makeRuns = (count: number): readonly RunToExecute[] => {
  const folder = makeFolder();
  return Array.from({ length: count }, (_, i) => makeRun(folder, i + 1));
};

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

  test("fail-fast stops the sweep at the first run that fails", async () => {
    const runs = makeRuns(3);
    const outcomes = await execute("fails", runs, { jobs: 1, failFast: true });
    expect(outcomes.map(({ status }) => status)).toEqual(["failed", "cancelled", "cancelled"]);
  });
});
