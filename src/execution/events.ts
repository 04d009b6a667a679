/** What happens while a plan is executed: the display's only input. */
import type { ChildMessage, RunOutcome } from "../runs/messages.ts";
import type { Owner } from "../runs/status.ts";

/** One run as the parent sees it. */
export interface RunToExecute {
  readonly id: string;
  readonly directory: string;
  /** What its cell is called in tables. */
  readonly cellLabel: string;
  readonly seed: number;
  readonly steps: number;
  readonly threads: number;
}

export type ExecutionEvent =
  /** Another process trains it: it waits here, and is told once more when it starts or has ended. */
  | { readonly type: "waiting"; readonly run: RunToExecute; readonly by: Owner }
  | { readonly type: "started"; readonly run: RunToExecute }
  | { readonly type: "message"; readonly run: RunToExecute; readonly message: ChildMessage }
  | { readonly type: "ended"; readonly run: RunToExecute; readonly end: RunEnd }
  /** The sweep was told to stop: children finish their step. Forced: they are being killed. */
  | { readonly type: "stopping"; readonly forced: boolean };

/** How a run ended, and where to look. */
export interface RunEnd {
  readonly outcome: RunOutcome;
  readonly logPath: string;
  /** Last line that the child printed, or null. */
  readonly lastLine: string | null;
}
