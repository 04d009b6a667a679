/** The Python that has TensorBoard, from LSGAN_PYTHON; tests that need it skip, saying so, where it is missing. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

import { tensorBoardArguments } from "../../src/cli/commands/board.ts";

const PYTHON = process.env["LSGAN_PYTHON"];

/** Why tests with these Python modules cannot run here, or null. */
export function missingPython(...modules: readonly string[]): string | null {
  if (PYTHON === undefined) return "LSGAN_PYTHON is not set";
  const { status } = spawnSync(PYTHON, ["-c", `import ${modules.join(", ")}`]);
  return status === 0 ? null : `${PYTHON} lacks ${modules.join(", ")}`;
}

/** What a Python program prints, as JSON. @throws Error with its complaints. */
export function runPython(program: string, ...args: readonly string[]): unknown {
  const { status, stdout, stderr } = spawnSync(PYTHON ?? "", ["-c", program, ...args], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as unknown;
}

export interface Board {
  /** JSON of a route below /data; the reply's bytes for images. */
  readonly get: (route: string, body?: unknown) => Promise<unknown>;
  readonly bytes: (route: string) => Promise<Buffer>;
  readonly stop: () => Promise<void>;
}

/** Starts TensorBoard as `board` does, with its fast data server, on a free port; waits until it has read the folder. */
export async function startBoard(folder: string, runs: number): Promise<Board> {
  const port = await freePort();
  const args = [...tensorBoardArguments(folder, { port }), "--load_fast=true", "--host=127.0.0.1"];
  const child = spawn(PYTHON ?? "", ["-m", "tensorboard.main", ...args], { stdio: "ignore" });
  const ended = once(child, "exit");
  const fetchRoute = (route: string, body?: unknown): Promise<Response> =>
    fetch(
      `http://127.0.0.1:${port}/data/${route}`,
      body === undefined ? {} : { method: "POST", body: JSON.stringify(body) },
    );
  const get: Board["get"] = async (route, body) => (await fetchRoute(route, body)).json();
  await waitUntil(async () => {
    const found = await get("runs");
    return Array.isArray(found) && found.length >= runs;
  });
  return {
    get,
    bytes: async (route) => Buffer.from(await (await fetchRoute(route)).arrayBuffer()),
    stop: async () => {
      child.kill();
      await ended;
    },
  };
}

async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    if (await isSo().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("TensorBoard did not show the runs within 20 s");
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
