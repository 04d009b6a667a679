/** What a child said, narrowed: anything but a message of runs/messages.ts is refused. */
import type { ChildMessage, RunOutcome } from "../runs/messages.ts";

type Fields = Readonly<Record<string, unknown>>;

/** The message, or null where it is none. */
export function parseChildMessage(value: unknown): ChildMessage | null {
  if (!isFields(value)) return null;
  switch (value["type"]) {
    case "started":
      return parseStarted(value);
    case "progress":
      return parseProgress(value);
    case "evaluated":
      return parseEvaluated(value);
    case "warning": {
      const { text } = value;
      return typeof text === "string" ? { type: "warning", text } : null;
    }
    case "ended": {
      const outcome = parseOutcome(value["outcome"]);
      return outcome === null ? null : { type: "ended", outcome };
    }
    default:
      return null;
  }
}

function parseStarted({ executor, steps, fromStep }: Fields): ChildMessage | null {
  if (typeof executor !== "string" || !isNumber(steps) || !isNumber(fromStep)) return null;
  return { type: "started", executor, steps, fromStep };
}

function parseProgress({ step, stepsPerSecond, losses }: Fields): ChildMessage | null {
  if (!isNumber(step) || !isNumber(stepsPerSecond) || !isFields(losses)) return null;
  const { discriminator, generator } = losses;
  if (!isNumber(discriminator) || !isNumber(generator)) return null;
  return { type: "progress", step, stepsPerSecond, losses: { discriminator, generator } };
}

function parseEvaluated({ step, values }: Fields): ChildMessage | null {
  if (!isNumber(step) || !isFields(values)) return null;
  const numbers = Object.entries(values).flatMap(([tag, value]): [string, number][] =>
    isNumber(value) ? [[tag, value]] : [],
  );
  return { type: "evaluated", step, values: Object.fromEntries(numbers) };
}

function parseOutcome(value: unknown): RunOutcome | null {
  if (!isFields(value)) return null;
  const { status, step, what, durationMs, error } = value;
  if (status === "finished" && isNumber(durationMs)) return { status, durationMs };
  if (status === "cancelled" && isNumber(step)) return { status, step };
  if (status === "failed" && typeof error === "string") return { status, error };
  if (status === "diverged" && isNumber(step) && typeof what === "string" && isNumber(durationMs))
    return { status, step, what, durationMs };
  return null;
}

/** Losses may be NaN or infinite: they arrive as such, because messages are sent by structured clone. */
const isNumber = (value: unknown): value is number => typeof value === "number";

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;
