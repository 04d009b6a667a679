/** Errors a person can act on. Everything else is a bug and keeps its stack trace. */

/** The closed list of things that can go wrong for reasons outside this program. */
export const ERROR_CODES = [
  "USAGE", // the command line is wrong
  "CONFIG", // the experiment file is wrong; see ConfigError
  "DATA_MISSING", // a data file is not there and cannot be fetched
  "DATA_CORRUPT", // a data file is there and is not what it should be
  "RUN_DIRECTORY", // a run directory belongs to another spec or cannot be read
  "DIVERGED", // a loss or a weight is not finite
  "ENGINE", // an executor is missing or refuses a program
  "PROTOCOL", // parent and child do not understand each other
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** An expected failure: printed as one message without a stack trace. */
export class LabError extends Error {
  override readonly name: string = "LabError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Exit codes of every command. */
export const EXIT_CODES = { ok: 0, someRunsIncomplete: 1, badRequest: 2, bug: 70 } as const;
