/**
 * The child's end of the message channel. Without a parent (a run started by hand) messages go nowhere and nothing ever
 * asks to stop but a signal.
 */
import type { ChildMessage } from "../runs/messages.ts";

export interface Channel {
  readonly send: (message: ChildMessage) => void;
  /** True once the parent said stop, the channel closed, or SIGTERM or SIGINT arrived. */
  readonly shouldStop: () => boolean;
  readonly close: () => void;
}

export function openChannel(): Channel {
  let stopped = false;
  const stop = (): void => {
    stopped = true;
  };
  process.on("message", (message: unknown) => {
    if (isStop(message)) stop();
  });
  process.on("disconnect", stop);
  process.on("SIGTERM", stop);
  // Ctrl-C reaches the whole process group: the parent decides, the child only finishes its step.
  process.on("SIGINT", stop);
  return {
    send: (message) => {
      if (process.connected) process.send?.(message);
    },
    shouldStop: () => stopped,
    close: () => {
      if (process.connected) process.disconnect();
    },
  };
}

function isStop(message: unknown): boolean {
  return (
    typeof message === "object" && message !== null && "type" in message && message.type === "stop"
  );
}
