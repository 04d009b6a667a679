/** Ctrl-C, SIGTERM and a closed terminal: the first asks politely, the second does not. */

import { setMaxListeners } from "node:events";

export interface Interrupts {
  /** Aborted by the first signal. */
  readonly stop: AbortSignal;
  /** Aborted by the second. */
  readonly kill: AbortSignal;
  /** Stops everything as if a signal had come. */
  readonly requestStop: () => void;
  /** Gives the signals back to Node. */
  readonly close: () => void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** Listens until closed. */
export function listenForInterrupts(): Interrupts {
  const stop = new AbortController();
  const kill = new AbortController();
  setMaxListeners(0, stop.signal, kill.signal); // one listener for each running child
  const interrupt = (): void => {
    if (stop.signal.aborted) kill.abort();
    else stop.abort();
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return {
    stop: stop.signal,
    kill: kill.signal,
    requestStop: () => {
      stop.abort();
    },
    close: () => {
      for (const signal of SIGNALS) process.removeListener(signal, interrupt);
    },
  };
}
