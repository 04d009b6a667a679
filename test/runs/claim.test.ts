import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";

import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";

import { claimRun } from "../../src/runs/claim.ts";
import type { Claim, ClaimAnswer } from "../../src/runs/claim.ts";
import { thisOwner } from "../../src/runs/owner.ts";
import { plannedStatus, startAttempt } from "../../src/runs/status.ts";
import type { Owner } from "../../src/runs/status.ts";
import { writeStatus } from "../../src/runs/status-file.ts";

const makeFolder = (): string => mkdtempSync(join(tmpdir(), "lsgan-claim-"));

function expectClaimed(answer: ClaimAnswer): Claim {
  if (answer.kind === "claimed") return answer.claim;
  throw new Error(`Expected the run to be free, it is held by ${String(answer.by.pid)}`);
}

const leaveClaim = (directory: string, owner: Owner): void => {
  writeFileSync(join(directory, "claim.json"), JSON.stringify(owner));
};

/** The pid of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ["-e", ""], { stdio: "ignore" });
  await new Promise((resolve) => child.once("exit", resolve));
  return child.pid ?? 0;
}

describe("claimRun", () => {
  test("gives a run to one, and to the next when it is released", () => {
    const directory = makeFolder();
    const claim = expectClaimed(claimRun(directory));
    expect(claimRun(directory)).toMatchObject({ kind: "held", by: { pid: process.pid } });
    claim.release();
    expect(readdirSync(directory)).toEqual([]);
    expectClaimed(claimRun(directory)).release();
  });

  test("takes over from a process that is dead", async () => {
    const directory = makeFolder();
    leaveClaim(directory, { ...thisOwner(), pid: await deadPid() });
    expectClaimed(claimRun(directory));
    expect(readFileSync(join(directory, "claim.json"), "utf8")).toContain(`"pid": ${process.pid}`);
    expect(readdirSync(directory)).toEqual(["claim.json"]);
  });

  test("takes over a claim that is not whole", () => {
    const directory = makeFolder();
    writeFileSync(join(directory, "claim.json"), '{"host": "x');
    expectClaimed(claimRun(directory));
  });

  test("believes a process of another host for a minute after its last sign of life", () => {
    const directory = makeFolder();
    leaveClaim(directory, { ...thisOwner(), host: `not-${hostname()}` });
    const inSeconds = (seconds: number): Date => new Date(Date.now() + 1000 * seconds);
    expect(claimRun(directory, inSeconds(30)).kind).toBe("held");
    expect(claimRun(directory, inSeconds(90)).kind).toBe("claimed");
  });

  test("waits for a child that outlives its parent", () => {
    const directory = makeFolder();
    writeStatus(directory, startAttempt(plannedStatus("id"), thisOwner()));
    expect(claimRun(directory)).toMatchObject({ kind: "held", by: { pid: process.pid } });
    expect(existsSync(join(directory, "claim.json"))).toBe(false);
  });

  test("a status of a child that died holds nothing", async () => {
    const directory = makeFolder();
    const owner = { ...thisOwner(), pid: await deadPid() };
    writeStatus(directory, startAttempt(plannedStatus("id"), owner));
    expectClaimed(claimRun(directory));
  });

  test("of many processes at once, over a dead one's claim, exactly one gets it", async () => {
    const directory = makeFolder();
    leaveClaim(directory, { ...thisOwner(), pid: await deadPid() });
    const script = join(import.meta.dirname, "../fixtures/children/claims.ts");
    const answers = await Promise.all(Array.from({ length: 6 }, () => answerOf(script, directory)));
    expect(answers.sort()).toEqual(["claimed", "held", "held", "held", "held", "held"]);
  }, 120_000);
});

/** Each waits until a common moment, claims, and holds on until all have tried. */
async function answerOf(script: string, directory: string): Promise<string> {
  const build = buildSync({
    entryPoints: [script],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    packages: "external",
  });
  const code = build.outputFiles[0]?.text ?? "";
  const child = spawn(process.execPath, ["--input-type=module", "-e", code, directory], {
    stdio: ["ignore", "pipe", "inherit"],
    cwd: join(import.meta.dirname, "../.."),
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  await new Promise((resolve) => child.once("exit", resolve));
  return output.trim();
}
