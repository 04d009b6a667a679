import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { buildSync } from "esbuild";
import { describe, expect, test } from "vitest";

import { childPath, isAlive, makeFolder, makeRun, readNumbers, until } from "./fixtures.ts";

const PACKAGE = resolve(import.meta.dirname, "../..");

/** A program that runs one plan of runs that do not listen, with live display; built beside its tests, as users have it. */
function buildSweep(runs: readonly unknown[]): string {
  const source = `
    import { executePlan } from "./src/execution/execute-plan.ts";
    import { createDisplay } from "./src/execution/display/display.ts";
    import { listenForInterrupts } from "./src/execution/interrupts.ts";
    const runs = ${JSON.stringify(runs)};
    const interrupts = listenForInterrupts();
    const display = createDisplay({ runs, jobs: 2, terminal: process.stdout });
    const outcomes = await executePlan({
      runs, jobs: 2, workerPath: ${JSON.stringify(childPath("ignores-sigterm"))}, interrupts,
      failFast: false, onEvent: display.show, limits: { stallMs: 60000, graceMs: 60000, killMs: 300 },
    });
    display.close();
    interrupts.close();
    console.log(outcomes.map(({ status }) => status).join(" "));
  `;
  const { outputFiles } = buildSync({
    stdin: { contents: source, resolveDir: PACKAGE, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
    packages: "external",
  });
  const folder = mkdtempSync(join(tmpdir(), "lsgan-sweep-"));
  symlinkSync(join(PACKAGE, "node_modules"), join(folder, "node_modules"), "junction");
  const path = join(folder, "sweep.mjs");
  writeFileSync(path, outputFiles[0]?.text ?? "");
  return path;
}

interface Started {
  readonly pid: number;
  readonly output: () => string;
  readonly ended: Promise<number | null>;
}

function start(program: string, args: readonly string[]): Started {
  const child = spawn(program, args, {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, TERM: "xterm", CI: "", NO_COLOR: "" },
    detached: true,
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<number | null>((resolve_) => child.once("close", resolve_));
  return { pid: child.pid ?? 0, output: () => output, ended };
}

describe("a sweep that is interrupted", () => {
  test("the first Ctrl-C asks, the second kills, and no child is left", async () => {
    const folder = makeFolder();
    const runs = [1, 2, 3].map((seed) => makeRun(folder, seed));
    const sweep = start(process.execPath, [buildSweep(runs)]);
    const pidFiles = runs.slice(0, 2).map(({ directory }) => join(directory, "pids.json"));
    await until(() => pidFiles.every((path) => existsSync(path)));
    const pids = pidFiles.map((path) => readNumbers(path)["child"] ?? 0);
    process.kill(sweep.pid, "SIGINT");
    await until(() => sweep.output().includes("stopping  children finish their step"));
    expect(pids.every(isAlive)).toBe(true);
    process.kill(sweep.pid, "SIGINT");
    expect(await sweep.ended).toBe(0);
    expect(sweep.output()).toMatch(/cancelled cancelled cancelled\n$/);
    expect(pids.some(isAlive)).toBe(false);
  });
});

const isLinux = process.platform === "linux";

describe("the live view in a real terminal", () => {
  test.skipIf(!isLinux)(
    "hides the cursor, redraws in place and gives the cursor back (needs script)",
    async () => {
      const runs = [makeRun(makeFolder(), 1)];
      const command = `stty cols 60 rows 10; ${process.execPath} ${buildSweep(runs)}`;
      const sweep = start("script", ["-qec", command, "/dev/null"]);
      const path = join(runs[0]?.directory ?? "", "pids.json");
      await until(() => existsSync(path) && sweep.output().includes("0 of 1 runs · 1 running"));
      const parent = readNumbers(path)["parent"] ?? 0;
      process.kill(parent, "SIGINT");
      await until(() => sweep.output().includes("Ctrl-C again to kill"));
      process.kill(parent, "SIGINT");
      await sweep.ended;
      const output = sweep.output();
      expect(output.indexOf("\u001B[?25l")).toBe(0);
      expect(output.lastIndexOf("\u001B[?25h")).toBeGreaterThan(output.lastIndexOf("\u001B[?25l"));
      expect(output).toMatch(/\r\u001B\[3A/); // two jobs and the sweep
      expect(output).toMatch(/cancelled\r\n$/);
    },
  );
});
