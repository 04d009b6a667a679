/**
 * One child process from start to end: started in a process group of its own (Ctrl-C in a terminal reaches only the
 * parent, which then decides), asked to stop by message, and ended by force where it does not listen.
 */
import { createWriteStream } from "node:fs";

import { execa } from "execa";

import type { ChildMessage, ParentMessage, RunOutcome } from "../runs/messages.ts";
import { threadEnvironment } from "./budget.ts";
import type { RunToExecute } from "./events.ts";
import type { ChildReport } from "./outcome.ts";
import { parseChildMessage } from "./parse-message.ts";

export interface Limits {
  /** A child that is silent for longer, on its channel and in its status file, is ended. */
  readonly stallMs: number;
  /** From the request to stop to SIGTERM. */
  readonly graceMs: number;
  /** From SIGTERM to SIGKILL. */
  readonly killMs: number;
}

export const DEFAULT_LIMITS: Limits = { stallMs: 1_800_000, graceMs: 10_000, killMs: 2000 };

export interface ChildOptions {
  readonly workerPath: string;
  readonly limits: Limits;
  /** Aborted: ask the child to stop after its step. */
  readonly stop: AbortSignal;
  /** Aborted: end it now. */
  readonly kill: AbortSignal;
  /** Where its output goes. */
  readonly logDescriptor: number;
  readonly onMessage: (message: ChildMessage) => void;
  /** When the child last gave a sign of life in its files, in ms since 1970; 0 where it never did. */
  readonly lastHeartbeat: () => number;
}

/** Runs a child to its end, whichever it is. Never throws for what a child does. */
export async function runChild(
  run: RunToExecute,
  options: ChildOptions,
): Promise<Omit<ChildReport, "lastLine">> {
  const child = spawnWorker(run, options);
  const life = new ChildLife(child, options);
  const end = await life.end();
  return { ...life.report(), ...end, stallMs: options.limits.stallMs };
}

/**
 * One thread collects garbage: the helper threads of a child take a fifth of its step in processor time, and make it wait
 * where every core has a child of its own. V8 takes this at the start of a process only.
 */
const NODE_OPTIONS = ["--single-threaded-gc", "--enable-source-maps"] as const;

function spawnWorker(run: RunToExecute, { workerPath, logDescriptor }: ChildOptions): Worker {
  // Only its descriptor is used, by the child itself; nothing is written through it.
  const output = createWriteStream("", { fd: logDescriptor, autoClose: false });
  return execa(process.execPath, [...NODE_OPTIONS, workerPath, run.directory], {
    stdin: "ignore",
    stdout: output,
    stderr: output,
    ipc: true,
    serialization: "advanced", // losses may be NaN, which JSON cannot say
    buffer: false,
    reject: false,
    detached: process.platform !== "win32",
    env: threadEnvironment(run.threads),
  });
}

interface WorkerEnd {
  readonly exitCode?: number | undefined;
  readonly signal?: string | undefined;
  /** The system's own words where the process could not be started. */
  readonly originalMessage?: string | undefined;
}

/** What we use of execa's subprocess. */
interface Worker extends PromiseLike<WorkerEnd> {
  readonly pid?: number | undefined;
  readonly connected: boolean;
  kill(signal: NodeJS.Signals): boolean;
  send(message: ParentMessage, callback: (error: Error | null) => void): boolean;
  on(event: "message", listener: (message: unknown) => void): unknown;
  once(event: "disconnect", listener: () => void): unknown;
}

/** Listens to one child and ends it when it must. */
class ChildLife {
  readonly #child: Worker;
  readonly #options: ChildOptions;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #over = new AbortController();
  #lastSign = Date.now();
  #said: RunOutcome | null = null;
  #step = 0;
  #ended: ChildReport["ended"] = null;
  #stopAsked = false;

  constructor(child: Worker, options: ChildOptions) {
    this.#child = child;
    this.#options = options;
    child.on("message", (value) => {
      this.#receive(value);
    });
    this.#onAbort(options.stop, () => {
      this.#askToStop();
    });
    this.#onAbort(options.kill, () => {
      this.#terminate("killed");
    });
    this.#watchForStall();
  }

  /** Resolves when the process is gone, its last messages are read, and nothing of its group is left. */
  async end(): Promise<Pick<ChildReport, "exitCode" | "signal" | "startError">> {
    living.add(this.#child);
    const { exitCode, signal, originalMessage } = await this.#child;
    await this.#channelClosed();
    this.#over.abort();
    for (const timer of this.#timers) clearTimeout(timer);
    signalGroup(this.#child, "SIGKILL"); // grandchildren
    living.delete(this.#child);
    const startError = this.#child.pid === undefined ? (originalMessage ?? "unknown reason") : null;
    return { exitCode: exitCode ?? null, signal: signal ?? null, startError };
  }

  report(): Pick<ChildReport, "said" | "step" | "ended" | "stopAsked"> {
    return {
      said: this.#said,
      step: this.#step,
      ended: this.#ended,
      stopAsked: this.#stopAsked,
    };
  }

  #receive(value: unknown): void {
    this.#lastSign = Date.now();
    const message = parseChildMessage(value);
    if (message === null) {
      this.#terminate("protocol");
      return;
    }
    if (message.type === "ended") this.#said = message.outcome;
    if (message.type === "started") this.#step = message.fromStep;
    if (message.type === "progress" || message.type === "evaluated") this.#step = message.step;
    this.#options.onMessage(message);
  }

  #askToStop(): void {
    this.#stopAsked = true;
    const message: ParentMessage = { type: "stop" };
    // A child that is just ending has closed its channel: then there is nothing to ask.
    if (this.#child.connected) this.#child.send(message, () => undefined);
    this.#after(this.#options.limits.graceMs, () => {
      this.#terminate("killed");
    });
  }

  #terminate(why: NonNullable<ChildReport["ended"]>): void {
    if (this.#ended !== null) return;
    this.#ended = why;
    signalGroup(this.#child, "SIGTERM");
    this.#after(this.#options.limits.killMs, () => {
      signalGroup(this.#child, "SIGKILL");
    });
  }

  #watchForStall(): void {
    const { limits, lastHeartbeat } = this.#options;
    const timer = setInterval(() => {
      if (Date.now() - this.#lastSign < limits.stallMs) return;
      this.#lastSign = Math.max(this.#lastSign, lastHeartbeat());
      if (Date.now() - this.#lastSign >= limits.stallMs) this.#terminate("stalled");
    }, limits.stallMs / 10);
    this.#timers.add(timer);
  }

  /** Messages still in the pipe arrive after the process is gone, but before the channel closes. */
  async #channelClosed(): Promise<void> {
    if (!this.#child.connected) return;
    await new Promise<void>((resolve) => {
      this.#child.once("disconnect", resolve);
      this.#after(1000, resolve);
    });
  }

  #after(milliseconds: number, action: () => void): void {
    this.#timers.add(setTimeout(action, milliseconds));
  }

  #onAbort(signal: AbortSignal, action: () => void): void {
    if (signal.aborted) action();
    else signal.addEventListener("abort", action, { once: true, signal: this.#over.signal });
  }
}

/** If the parent ends without having waited (a bug), its children do not outlive it. */
const living = new Set<Worker>();
process.on("exit", () => {
  for (const child of living) signalGroup(child, "SIGKILL");
});

function signalGroup(child: Worker, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === "win32") child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // the group is gone, which is what we want
  }
}
