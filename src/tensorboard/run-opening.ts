/**
 * What a run's event file opens with that names its sweep: question, settings and HParams; and how the file of a run
 * that another sweep takes over is given that sweep's names.
 */
import { summaryEvent } from "./event.ts";
import type { EventWriter } from "./event-writer.ts";
import { frameRecord } from "./framing.ts";
import { encodeSessionStart, SESSION_START_TAG } from "./hparams.ts";
import type { HParam } from "./hparams.ts";
import { readEventRecords } from "./read-records.ts";
import type { EventRecord } from "./read-records.ts";
import { summaryValue } from "./summary-value.ts";
import { nullTensor, stringScalar } from "./tensor.ts";

export interface RunOpening {
  readonly question: string | null;
  /** The experiment as resolved, YAML text. */
  readonly settings: string;
  readonly hparams: Readonly<Record<string, HParam>>;
  /** Runs of equal group are one row of the HParams table. */
  readonly group: string;
}

const QUESTION_TAG = "run/question";
const SETTINGS_TAG = "run/settings";

/** Writes the opening, before anything else of the run. */
export function writeRunOpening(
  events: Pick<EventWriter, "text" | "sessionStart">,
  { question, settings, hparams, group }: RunOpening,
): void {
  if (question !== null) events.text(QUESTION_TAG, 0, question);
  events.text(SETTINGS_TAG, 0, asCode(settings));
  events.sessionStart({ hparams, group });
}

/** The same event file with another opening: times, values and pictures are those of the run that was trained. */
export function replaceRunOpening(file: Uint8Array, opening: RunOpening): Uint8Array {
  return Buffer.concat(
    readEventRecords(file).flatMap((record) => replaceRecord(record, opening) ?? [record.bytes]),
  );
}

/** What stands for a record of the opening; null for any other record. */
function replaceRecord(
  { wallTime, tags }: EventRecord,
  { question, settings, hparams, group }: RunOpening,
): readonly Uint8Array[] | null {
  const value = (tag: string, text: string): Uint8Array =>
    frameRecord(
      summaryEvent(wallTime, 0, [summaryValue(tag, stringScalar(text), { plugin: "text" })]),
    );
  switch (tags[0]) {
    case QUESTION_TAG:
      return []; // written again beside the settings
    case SETTINGS_TAG:
      return [
        ...(question === null ? [] : [value(QUESTION_TAG, question)]),
        value(SETTINGS_TAG, asCode(settings)),
      ];
    case SESSION_START_TAG: {
      const content = encodeSessionStart({ hparams, group, startSeconds: wallTime });
      const metadata = { plugin: "hparams", content } as const;
      const session = summaryValue(SESSION_START_TAG, nullTensor(), metadata);
      return [frameRecord(summaryEvent(wallTime, 0, [session]))];
    }
    default:
      return null;
  }
}

/** An indented block of Markdown, which needs no fence that the text could close. */
const asCode = (text: string): string => text.trimEnd().replace(/^/gm, "    ");
