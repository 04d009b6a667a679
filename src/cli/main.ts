/** Entry of the command line: every error becomes a message and an exit code here, and nowhere else. */
import { CommanderError } from "commander";

import { EXIT_CODES, LabError } from "../shared/errors.ts";
import type { ErrorCode } from "../shared/errors.ts";
import { createProgram } from "./program.ts";
import { refuseSwallowedFlags } from "./refuse-swallowed-flags.ts";

/** Runs a command; `argv` are the words after the program's name. Sets the exit code and never throws. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  endQuietlyOnClosedPipe();
  try {
    const program = createProgram((code) => {
      process.exitCode = code;
    });
    refuseSwallowedFlags(program, argv, process.env);
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    process.exitCode = tellError(error);
  }
}

/** Prints what a person can act on; a bug keeps its stack. Returns the exit code. */
function tellError(error: unknown): number {
  // Help, the version, and mistakes that commander has told already.
  if (error instanceof CommanderError)
    return error.exitCode === 0 ? EXIT_CODES.ok : EXIT_CODES.badRequest;
  if (error instanceof LabError) {
    console.error(error.message);
    return EXIT_CODE_OF[error.code];
  }
  console.error(error);
  console.error(
    "This is a bug of lsgan, not a mistake of yours. Please report it with the lines above.",
  );
  return EXIT_CODES.bug;
}

const EXIT_CODE_OF: Readonly<Record<ErrorCode, number>> = {
  USAGE: EXIT_CODES.badRequest,
  CONFIG: EXIT_CODES.badRequest,
  DATA_MISSING: EXIT_CODES.badRequest,
  DATA_CORRUPT: EXIT_CODES.badRequest,
  RUN_DIRECTORY: EXIT_CODES.badRequest,
  ENGINE: EXIT_CODES.badRequest,
  DIVERGED: EXIT_CODES.someRunsIncomplete,
  PROTOCOL: EXIT_CODES.someRunsIncomplete,
};

/** `lsgan plan f.yaml | head` closes our output before we are done: that is no error. */
function endQuietlyOnClosedPipe(): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(EXIT_CODES.ok);
  });
}
