/**
 * The `Event` message, one per record of an event file, and what it can carry here: the file's version, the start of a
 * session, or a summary of values at a step.
 *
 * Source: tensorboard/compat/proto/event.proto and summary.proto.
 */
import { message } from "./protobuf.ts";

/** First record of every file. */
export function versionEvent(wallTime: number): Uint8Array {
  const source = message((f) => {
    f.text(1, "lsgan-lab");
  });
  return message((f) => {
    f.double(1, wallTime);
    f.text(3, "brain.Event:2");
    f.bytes(10, source);
  });
}

/**
 * SessionLog START: what earlier files of the directory say about `step` and later is void. It stands in every file,
 * because readers take the first one of a run only as a promise.
 */
export function sessionStartEvent(wallTime: number, step: number): Uint8Array {
  const start = message((f) => {
    f.integer(1, 1);
  });
  return message((f) => {
    f.double(1, wallTime);
    f.integer(2, step);
    f.member(7, start);
  });
}

/** Values (`Summary.Value`) at one step; `wallTime` in seconds. */
export function summaryEvent(
  wallTime: number,
  step: number,
  values: readonly Uint8Array[],
): Uint8Array {
  const summary = message((f) => {
    for (const value of values) f.member(1, value);
  });
  return message((f) => {
    f.double(1, wallTime);
    f.integer(2, step);
    f.member(5, summary);
  });
}
