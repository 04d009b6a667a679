/** `lsgan board [FILE]`: TensorBoard on the results, or how to get it. */
import { existsSync, rmSync } from "node:fs";

import { execa } from "execa";

import { loadExperiment } from "../../config/load.ts";
import { sweepPaths } from "../../runs/paths.ts";
import { EXIT_CODES, LabError } from "../../shared/errors.ts";
import { makeBoardView } from "../board-view.ts";
import type { BoardView } from "../board-view.ts";

export interface BoardOptions {
  readonly runsDir: string;
  readonly port?: number;
}

/** Runs TensorBoard until it is stopped; returns the exit code. */
export async function board(file: string | null, options: BoardOptions): Promise<number> {
  const folder = await resultsFolder(file, options);
  const found = await findTensorBoard();
  if (found === null) {
    console.error(
      "TensorBoard is not installed: `python3 -m pip install tensorboard` gets it (or point LSGAN_PYTHON at a Python that has it).",
    );
    return EXIT_CODES.badRequest;
  }
  const view = file === null ? makeBoardView(folder) : null;
  try {
    return await showBoard(found, view, tensorBoardArguments(view?.folder ?? folder, options));
  } finally {
    if (view !== null) rmSync(view.folder, { recursive: true, force: true });
  }
}

/** How often new cells are looked for while TensorBoard runs. */
const REFRESH_MS = 20_000;

async function showBoard(
  { command: [program, ...first] }: TensorBoardProgram,
  view: BoardView | null,
  words: readonly string[],
): Promise<number> {
  const timer = setInterval(() => view?.refresh(), REFRESH_MS);
  // Ctrl-C ends TensorBoard, which is in the same group; this process then cleans up after it.
  const stay = (): void => undefined;
  process.on("SIGINT", stay);
  const { exitCode, failed, isTerminated } = await execa(program, [...first, ...words], {
    stdio: "inherit",
    reject: false,
  });
  process.removeListener("SIGINT", stay);
  clearInterval(timer);
  // Ctrl-C is how one leaves it.
  if (!failed || isTerminated || exitCode === 130) return EXIT_CODES.ok;
  return EXIT_CODES.someRunsIncomplete;
}

/**
 * More samples than there are: by default TensorBoard keeps ten random pictures and a thousand random points of a tag.
 * Its 0, which should mean all, makes its readers keep everything and its tabs show nothing (measured with 2.21).
 */
export function tensorBoardArguments(
  folder: string,
  { port }: Pick<BoardOptions, "port">,
): readonly string[] {
  return [
    "--logdir",
    folder,
    "--samples_per_plugin",
    "scalars=1000000,images=10000,histograms=10000,text=10000",
    ...(port === undefined ? [] : ["--port", String(port)]),
  ];
}

async function resultsFolder(file: string | null, { runsDir }: BoardOptions): Promise<string> {
  const folder =
    file === null ? runsDir : sweepPaths(runsDir, (await loadExperiment(file)).name).directory;
  if (existsSync(folder)) return folder;
  throw new LabError("USAGE", `There are no results in ${folder} yet: lsgan sweep makes them`);
}

type CommandWords = readonly [string, ...string[]];

export interface TensorBoardProgram {
  readonly command: CommandWords;
  readonly version: string;
}

/** The first of these that starts: TensorBoard itself, or as a module of a Python. */
export async function findTensorBoard(): Promise<TensorBoardProgram | null> {
  const own = process.env["LSGAN_PYTHON"];
  const candidates: readonly CommandWords[] = [
    ...(own === undefined || own === "" ? [] : [[own, "-m", "tensorboard.main"] as const]),
    ["tensorboard"],
    ["python3", "-m", "tensorboard.main"],
    ["python", "-m", "tensorboard.main"],
  ];
  for (const [program, ...first] of candidates) {
    const { failed, stdout } = await execa(program, [...first, "--version"], {
      reject: false,
      stdin: "ignore",
    });
    if (!failed) return { command: [program, ...first], version: stdout.trim() };
  }
  return null;
}
