/** What a training child and its parent say to each other over the message channel. One file, both sides. */

/** Child → parent. The child also writes everything that matters to its run directory: messages only feed the display. */
export type ChildMessage =
  | {
      readonly type: "started";
      readonly executor: string;
      readonly steps: number;
      readonly fromStep: number;
    }
  | {
      readonly type: "progress";
      readonly step: number;
      readonly stepsPerSecond: number;
      /** Latest losses, raw. */
      readonly losses: { readonly discriminator: number; readonly generator: number };
    }
  | {
      readonly type: "evaluated";
      readonly step: number;
      readonly values: Readonly<Record<string, number>>;
    }
  | { readonly type: "warning"; readonly text: string }
  | { readonly type: "ended"; readonly outcome: RunOutcome };

/** Parent → child. A child whose channel closes stops as if it had been told to. */
export type ParentMessage = { readonly type: "stop" };

/** How a run ended: a value, never an exception. */
export type RunOutcome =
  | { readonly status: "finished"; readonly durationMs: number }
  /** A loss or a weight stopped being finite. A result like any other: counted, never dropped. */
  | {
      readonly status: "diverged";
      readonly step: number;
      readonly what: string;
      readonly durationMs: number;
    }
  | { readonly status: "cancelled"; readonly step: number }
  | { readonly status: "failed"; readonly error: string };
