/**
 * The HParams plugin's messages. A session is one run (directory); sessions of one group are one row of the table, with
 * the mean of their metrics. The experiment, in the sweep's root and nowhere else, decides which columns there are.
 *
 * Source: tensorboard/plugins/hparams/plugin_data.proto and api.proto; google/protobuf/struct.proto.
 */
import { message, utf8 } from "./protobuf.ts";

export type HParam = string | number | boolean;

export const EXPERIMENT_TAG = "_hparams_/experiment";
export const SESSION_START_TAG = "_hparams_/session_start_info";
export const SESSION_END_TAG = "_hparams_/session_end_info";

export interface SessionStart {
  readonly hparams: Readonly<Record<string, HParam>>;
  /** Sessions of equal name are one row. */
  readonly group: string;
  readonly startSeconds: number;
}

/** SessionStartInfo, as the content of HParamsPluginData. */
export function encodeSessionStart({ hparams, group, startSeconds }: SessionStart): Uint8Array {
  const info = message((f) => {
    for (const [name, value] of Object.entries(hparams)) {
      const entry = message((e) => {
        e.text(1, name);
        e.member(2, encodeValue(value));
      });
      f.member(1, entry);
    }
    f.text(4, group);
    f.double(5, startSeconds);
  });
  return message((f) => {
    f.member(3, info);
  });
}

export type SessionStatus = "success" | "failure";
const STATUS: Readonly<Record<SessionStatus, number>> = { success: 1, failure: 2 };

/** SessionEndInfo, as the content of HParamsPluginData. */
export function encodeSessionEnd(status: SessionStatus, endSeconds: number): Uint8Array {
  const info = message((f) => {
    f.integer(1, STATUS[status]);
    f.double(2, endSeconds);
  });
  return message((f) => {
    f.member(4, info);
  });
}

export interface HParamsExperiment {
  readonly name: string;
  readonly description: string;
  readonly createdSeconds: number;
  /** All values of each axis, in order; they become the column's filter. */
  readonly axes: Readonly<Record<string, readonly HParam[]>>;
  readonly metrics: readonly MetricColumn[];
}

export interface MetricColumn {
  /** Scalar tag in the run's own directory. */
  readonly tag: string;
  readonly displayName: string;
}

/** Experiment, as the content of HParamsPluginData. */
export function encodeExperiment(experiment: HParamsExperiment): Uint8Array {
  const encoded = message((f) => {
    f.text(1, experiment.description);
    f.double(3, experiment.createdSeconds);
    for (const [name, values] of Object.entries(experiment.axes))
      f.member(4, encodeAxis(name, values));
    for (const metric of experiment.metrics) f.member(5, encodeMetric(metric));
    f.text(6, experiment.name);
  });
  return message((f) => {
    f.member(2, encoded);
  });
}

const TYPES = { string: 1, boolean: 2, number: 3 } as const;

/** HParamInfo. An axis of mixed types is shown as text and filtered by its values as they are. */
function encodeAxis(name: string, values: readonly HParam[]): Uint8Array {
  const types = new Set(values.map((value) => TYPES[typeOf(value)]));
  const [type = TYPES.string, ...others] = types;
  const domain = message((f) => {
    for (const value of new Set(values)) f.member(1, encodeValue(value));
  });
  return message((f) => {
    f.text(1, name);
    f.integer(4, others.length > 0 ? TYPES.string : type);
    f.member(5, domain);
  });
}

/** MetricInfo: a tag of the session's own run (no group), measured apart from training. */
function encodeMetric({ tag, displayName }: MetricColumn): Uint8Array {
  const name = message((f) => {
    f.text(2, tag);
  });
  return message((f) => {
    f.member(1, name);
    f.text(3, displayName);
    f.integer(5, 2);
  });
}

/** google.protobuf.Value: a oneof, so that 0 and false are written too. */
function encodeValue(value: HParam): Uint8Array {
  return message((f) => {
    if (typeof value === "number") f.double(2, value);
    else if (typeof value === "string") f.member(3, utf8(value));
    else f.flag(4, value);
  });
}

function typeOf(value: HParam): keyof typeof TYPES {
  if (typeof value === "number") return "number";
  return typeof value === "string" ? "string" : "boolean";
}
