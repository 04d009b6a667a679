/**
 * metrics.csv of a sweep: every scalar of every run in one long table, `cell,seed,step,tag,value`, made of the runs' own
 * metrics.csv without ever holding more than a piece of one. Runs that are still going are in it as far as they are.
 */
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
} from "node:fs";
import { dirname } from "node:path";
import { pipeline } from "node:stream/promises";

import { runPaths } from "../runs/paths.ts";
import type { SweepResults } from "./summarise.ts";

const HEADER = "cell,seed,step,tag,value\n";
/** Rows are handed on in pieces of about this many characters. */
const PIECE = 1 << 16;

/** Writes the table whole: a reader finds the old one or the new one. */
export async function writeSweepMetrics(
  results: Pick<SweepResults, "plan" | "paths" | "survey">,
): Promise<void> {
  const { metrics } = results.paths;
  const temporary = `${metrics}.${String(process.pid)}`;
  mkdirSync(dirname(metrics), { recursive: true });
  try {
    await pipeline(tableRows(results), createWriteStream(temporary));
    renameSync(temporary, metrics);
  } finally {
    rmSync(temporary, { force: true });
  }
}

async function* tableRows({
  plan,
  survey,
}: Pick<SweepResults, "plan" | "survey">): AsyncGenerator<string> {
  let piece = HEADER;
  for (const { run, directory } of survey) {
    const path = runPaths(directory).metrics;
    if (!existsSync(path)) continue;
    const cell = quoteField(plan.cells[run.cell]?.name ?? "");
    for await (const rows of readRows(path, `${cell},${String(run.seed)},`)) {
      piece += rows;
      if (piece.length < PIECE) continue;
      yield piece;
      piece = "";
    }
  }
  yield piece;
}

/** Whole rows below the header, many at once; of a file that is being written the last, unfinished one is left out. */
async function* readRows(path: string, prefix: string): AsyncGenerator<string> {
  let rest = "";
  let isHeader = true;
  for await (const chunk of createReadStream(path, "utf8") as AsyncIterable<string>) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    if (isHeader && lines.length > 0) {
      lines.shift();
      isHeader = false;
    }
    yield lines.map((line) => (line === "" ? "" : `${prefix}${line}\n`)).join("");
  }
}

/** A field as RFC 4180 has it: in quotes where it holds a comma, a quote or a line break. */
export function quoteField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
