/** One question to a child process that may load tensor libraries: it answers with one line of JSON. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { execa } from "execa";

import { threadEnvironment } from "../execution/budget.ts";
import { chooseLine } from "../execution/log-file.ts";
import { LabError } from "../shared/errors.ts";
import { writeJson } from "../shared/files.ts";
import { WORKER_PATH } from "./package.ts";

/** What the worker can be asked for, each with a request of its own: see worker/main.ts. */
export type WorkerQuestion = "--probe" | "--sample" | "--export" | "--classifier";

/** @throws LabError ENGINE where the child fails, with the line it printed that says most */
export async function askWorker(
  question: WorkerQuestion,
  request: unknown,
  { threads = 1 }: { readonly threads?: number } = {},
): Promise<unknown> {
  const folder = mkdtempSync(join(tmpdir(), "lsgan-"));
  try {
    const file = join(folder, "request.json");
    writeJson(file, request);
    const { stdout, stderr, failed } = await execa(
      process.execPath,
      [WORKER_PATH, question, file],
      { env: threadEnvironment(threads), stdin: "ignore", reject: false },
    );
    if (failed)
      throw new LabError("ENGINE", chooseLine(stderr) ?? "the child process failed silently");
    return JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as unknown;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
