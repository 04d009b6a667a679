import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { isOwnerAlive, thisOwner } from "../../src/runs/owner.ts";
import { beat, endAttempt, plannedStatus, startAttempt } from "../../src/runs/status.ts";
import type { RunStatus } from "../../src/runs/status.ts";
import { deriveState, findStatus, readStatus, writeStatus } from "../../src/runs/status-file.ts";

const T0 = new Date("2026-01-01T00:00:00Z");
const later = (seconds: number): Date => new Date(T0.getTime() + 1000 * seconds);
const folder = (): string => mkdtempSync(join(tmpdir(), "lsgan-status-"));
const running = (): RunStatus => startAttempt(plannedStatus("id", T0), thisOwner(), later(1));

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
  await new Promise((resolve) => child.once("exit", resolve));
  return child.pid ?? 0;
}

describe("a run's life", () => {
  test("counts attempts, and forgets the last one's step and error", () => {
    const failed = endAttempt(beat(running(), 40, later(2)), {
      state: "failed",
      step: 41,
      error: "out of memory",
    });
    expect(failed).toMatchObject({ state: "failed", attempt: 1, step: 41, error: "out of memory" });
    expect(startAttempt(failed, thisOwner())).toMatchObject({
      state: "running",
      attempt: 2,
      step: 0,
      error: null,
    });
  });

  test("nothing but a running run beats or ends", () => {
    expect(() => beat(plannedStatus("id"), 1)).toThrow(/got one that is planned/);
    const done = endAttempt(running(), { state: "finished", step: 10 });
    expect(() => endAttempt(done, { state: "cancelled", step: 3 })).toThrow(/is finished/);
  });
});

describe("status.json", () => {
  test("is read back as it was written", () => {
    const directory = folder();
    const status = running();
    writeStatus(directory, status);
    expect(readStatus(directory)).toEqual(status);
  });

  test("what is not a status is unreadable, what is not there absent", () => {
    const directory = folder();
    expect(findStatus(directory).kind).toBe("absent");
    for (const text of [
      "",
      "{",
      "[]",
      '{"format": 2}',
      '{"format": 1, "id": "x", "state": "won"}',
    ]) {
      writeFileSync(join(directory, "status.json"), text);
      expect(findStatus(directory).kind).toBe("unreadable");
      expect(deriveState(findStatus(directory))).toBe("unreadable");
    }
  });

  test("is whole at every moment", () => {
    const directory = folder();
    for (let step = 0; step < 50; step += 1) {
      writeStatus(directory, beat(running(), step));
      const text: unknown = JSON.parse(readFileSync(join(directory, "status.json"), "utf8"));
      expect(text).toMatchObject({ step });
    }
  });
});

describe("deriveState", () => {
  const derive = (status: RunStatus, now = later(5)): string =>
    deriveState({ kind: "present", value: status }, now);

  test("a run is running only while its process lives", async () => {
    expect(derive(running())).toBe("running");
    const pid = await deadPid();
    expect(derive(startAttempt(plannedStatus("id"), { ...thisOwner(), pid }))).toBe("interrupted");
  });

  test("a process of another host is believed for a minute", () => {
    const owner = { ...thisOwner(), host: `not-${hostname()}` };
    const elsewhere = startAttempt(plannedStatus("id", T0), owner, T0);
    expect(derive(elsewhere, later(60))).toBe("running");
    expect(derive(elsewhere, later(61))).toBe("interrupted");
    expect(derive(beat(elsewhere, 3, later(50)), later(61))).toBe("running");
  });

  test("what has ended stays as it ended, whoever lives", () => {
    expect(derive(endAttempt(running(), { state: "diverged", step: 3 }))).toBe("diverged");
    expect(derive(plannedStatus("id"))).toBe("planned");
  });
});

describe("isOwnerAlive", () => {
  test("a process that started after the heartbeat is another one with the same id", () => {
    const now = new Date();
    const ago = (ms: number): Date => new Date(now.getTime() - ms);
    expect(isOwnerAlive(thisOwner(), ago(1000), now)).toBe(true);
    // This process has not lived for a day: whoever sent that heartbeat had its id before.
    expect(isOwnerAlive(thisOwner(), ago(86_400_000), now)).toBe(false);
  });
});
