/** status.json from the child's side: running with a heartbeat, then how it ended. */
import type { RunOutcome } from "../runs/messages.ts";
import { thisOwner } from "../runs/owner.ts";
import { beat, endAttempt, plannedStatus, startAttempt } from "../runs/status.ts";
import { readStatus, writeStatus } from "../runs/status-file.ts";

export interface StatusKeeper {
  readonly beat: (step: number) => void;
  readonly end: (outcome: RunOutcome) => void;
}

/** Starts another attempt of the run in `directory`, of `steps` steps in all. */
export function openStatus(directory: string, id: string, steps: number): StatusKeeper {
  let status = startAttempt(readStatus(directory) ?? plannedStatus(id), thisOwner());
  writeStatus(directory, status);
  return {
    beat: (step) => {
      status = beat(status, step);
      writeStatus(directory, status);
    },
    end: (outcome) => {
      const step = stepOf(outcome, steps) ?? status.step;
      const { status: state } = outcome;
      status = endAttempt(
        status,
        state === "failed" ? { state, step, error: outcome.error } : { state, step },
      );
      writeStatus(directory, status);
    },
  };
}

function stepOf(outcome: RunOutcome, steps: number): number | null {
  if (outcome.status === "finished") return steps;
  return outcome.status === "failed" ? null : outcome.step;
}
