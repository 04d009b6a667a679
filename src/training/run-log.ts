/**
 * All that one attempt of a run writes down while it trains: its event file and metrics.csv. Opened before the first
 * step with what is known then: settings, question, HParams and the label scheme's reference lines.
 */
import type { LabelScheme } from "../config/spec.ts";
import { openMetricRows } from "../runs/metric-rows.ts";
import type { RunOutcome } from "../runs/messages.ts";
import type { RunRecord } from "../runs/record.ts";
import { openingOf } from "../runs/run-opening.ts";
import { setAsideEventFiles } from "../tensorboard/event-file.ts";
import { createEventWriter } from "../tensorboard/event-writer.ts";
import type { EventWriter } from "../tensorboard/event-writer.ts";
import { writeRunOpening } from "../tensorboard/run-opening.ts";
import { describeTag } from "./tags.ts";

/** Scalars go to the event file and to metrics.csv. */
export interface RunLog extends EventWriter {
  /** Writes how the run ended and closes everything; once, as the last call. */
  readonly end: (outcome: RunOutcome) => void;
}

export type LoggedRecord = Pick<
  RunRecord,
  "spec" | "question" | "resolvedYaml" | "cell" | "cellLabel" | "axes" | "seed"
>;

/** Starts the files of an attempt that begins at step 0; those of earlier attempts are set aside. @throws the system's error where it cannot write there. */
export function openRunLog(directory: string, record: LoggedRecord): RunLog {
  setAsideEventFiles(directory);
  const rows = openMetricRows(directory);
  const events = createEventWriter(directory, { describe: describeTag });
  writeOpening(events, record);
  events.flush();
  const flush = (): void => {
    events.flush();
    rows.flush();
  };
  const close = (): void => {
    events.close();
    rows.close();
  };
  let lastStep = 0;
  return {
    ...events,
    scalars: (step, values) => {
      lastStep = Math.max(lastStep, step);
      events.scalars(step, values);
      rows.append(step, values);
    },
    flush,
    close,
    end: (outcome) => {
      events.text("run/outcome", lastStep, outcomeText(outcome));
      // A cancelled run goes on some day: its session stays open.
      if (outcome.status !== "cancelled")
        events.sessionEnd(outcome.status === "finished" ? "success" : "failure");
      close();
    },
  };
}

function writeOpening(events: EventWriter, record: LoggedRecord): void {
  const { spec } = record;
  writeRunOpening(events, openingOf(record));
  if (spec.objective.kind === "least-squares")
    writeReferenceLines(events, spec.objective.labels, spec.training.steps);
}

/** a, b, c and D* as constant series from the first to the last step, raw and as (y − a)/(b − a). */
function writeReferenceLines(events: EventWriter, labels: LabelScheme, steps: number): void {
  const { a, b, c } = labels;
  const lines = { a, b, c, d_star: (a + b) / 2 };
  const scalars: Record<string, number> = {};
  for (const [name, value] of Object.entries(lines)) {
    scalars[`reference/${name}`] = value;
    scalars[`reference_scaled/${name}`] = (value - a) / (b - a);
  }
  events.scalars(0, scalars);
  events.scalars(steps, scalars);
}

function outcomeText(outcome: RunOutcome): string {
  switch (outcome.status) {
    case "finished":
      return `finished in ${(outcome.durationMs / 1000).toFixed(1)} s`;
    case "diverged":
      return `diverged at step ${outcome.step}: \`${outcome.what}\` is not finite`;
    case "cancelled":
      return `cancelled after step ${outcome.step}`;
    case "failed":
      return `failed: ${outcome.error}`;
  }
}
