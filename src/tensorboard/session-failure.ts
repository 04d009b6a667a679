/** For the parent of a child that died: closes the session the child could not close. */
import { eventFileNames } from "./event-file.ts";
import { createEventWriter } from "./event-writer.ts";

/**
 * Adds a file to a run's directory that says FAILURE and `reason`, where the child got as far as opening its own.
 * `lastStep`: the last one the child told of.
 */
export function writeSessionFailure(directory: string, lastStep: number, reason: string): void {
  if (eventFileNames(directory).length === 0) return;
  const writer = createEventWriter(directory, { firstStep: lastStep + 1 });
  writer.text("run/outcome", lastStep + 1, reason);
  writer.sessionEnd("failure");
  writer.close();
}
