/** Refuses a call from which npm took words, for the commands of a program. */
import type { Command } from "commander";

import { LabError } from "../shared/errors.ts";
import { correctNpmCall } from "./npm-flags.ts";
import type { SwallowableOption } from "./npm-flags.ts";

/** @throws LabError USAGE with the command as it should have been typed */
export function refuseSwallowedFlags(
  program: Command,
  argv: readonly string[],
  environment: NodeJS.ProcessEnv,
): void {
  const [name, ...words] = argv;
  const command = program.commands.find((candidate) => candidate.name() === name);
  if (name === undefined || command === undefined) return;
  const { registeredArguments } = command;
  const corrected = correctNpmCall({
    command: name,
    words,
    options: command.options.map(({ long, required, argChoices: _, ...option }) =>
      swallowable(long ?? "", required, option.flags),
    ),
    positionals: registeredArguments.some(({ variadic }) => variadic)
      ? Infinity
      : registeredArguments.length,
    environment,
  });
  if (corrected === null) return;
  throw new LabError(
    "USAGE",
    `npm took options of this command for its own, so nothing was started. Put -- before them:\n\n    ${corrected}\n`,
  );
}

function swallowable(flag: string, hasValue: boolean, flags: string): SwallowableOption {
  if (!hasValue) return { flag, accepts: null };
  if (flags.includes("KEY=VALUE")) return { flag, accepts: (word) => word.includes("=") };
  if (flags.includes("DIR")) return { flag, accepts: (word) => !/^\d+$|=/.test(word) };
  return { flag, accepts: (word) => /^\d/.test(word) };
}
