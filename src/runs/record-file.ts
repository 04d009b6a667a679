/** run.json on disk: written before a child starts, read by the child, and the proof of whose directory it is. */
import type { RunSettings, RunSpec } from "../config/spec.ts";
import { canonicalJson } from "../plan/canonical.ts";
import { runIdOf } from "../plan/identity.ts";
import { LabError } from "../shared/errors.ts";
import { writeJson } from "../shared/files.ts";
import { findJson, requireFound } from "./json-file.ts";
import type { Found } from "./json-file.ts";
import {
  asBoolean,
  asCount,
  asFormat,
  asNumber,
  asObject,
  asArray,
  asOneOf,
  asRecord,
  asText,
  asTexts,
  isObject,
  orNull,
} from "./narrow.ts";
import { runPaths, shortId } from "./paths.ts";
import type { Provenance, RunRecord, TakenFrom } from "./record.ts";

/**
 * Makes a run's directory by writing its run.json. A directory that already holds the same run keeps its place and gets
 * the new record (its provenance is that of the coming attempt).
 *
 * @throws LabError RUN_DIRECTORY where the directory holds a run of another spec, or a run.json that cannot be read
 */
export function createRunDirectory(directory: string, record: RunRecord): void {
  const found = findRunRecord(directory);
  if (found.kind === "unreadable") {
    throw new LabError(
      "RUN_DIRECTORY",
      `${found.reason}; move ${directory} away to let the run start afresh`,
    );
  }
  if (found.kind === "present" && found.value.id !== record.id) {
    throw new LabError("RUN_DIRECTORY", describeForeign(directory, found.value, record.spec));
  }
  writeJson(runPaths(directory).record, record);
}

/** Looks for a run's record; a missing or broken file is an answer, not an error. */
export function findRunRecord(directory: string): Found<RunRecord> {
  return findJson(runPaths(directory).record, checkRecord);
}

/**
 * Reads a record that must be there.
 *
 * @throws LabError RUN_DIRECTORY where it is missing, unreadable, or was changed after it was written
 */
export function readRunRecord(directory: string): RunRecord {
  return requireFound(findRunRecord(directory), runPaths(directory).record);
}

/** Says how the spec found in a directory differs from the one that should be there: the first three keys. */
export function describeForeign(directory: string, found: RunRecord, wanted: RunSpec): string {
  const keys = differingKeys(found.spec, wanted);
  const shown = keys
    .slice(0, 3)
    .map(({ key, one, other }) => `${key} (there ${show(one)}, wanted ${show(other)})`);
  const rest = keys.length > 3 ? ` and ${String(keys.length - 3)} more` : "";
  return (
    `Expected ${directory} to hold run ${shortId(runIdOf(wanted))}, got run ${shortId(found.id)}, ` +
    `which differs in ${shown.join(", ")}${rest}`
  );
}

interface Difference {
  readonly key: string;
  readonly one: unknown;
  readonly other: unknown;
}

/** Every key whose value differs, dotted, in the order of the second value's keys. */
export function differingKeys(one: unknown, other: unknown, prefix = ""): readonly Difference[] {
  if (isObject(one) && isObject(other)) {
    const keys = new Set([...Object.keys(other), ...Object.keys(one)]);
    return [...keys].flatMap((key) =>
      differingKeys(one[key], other[key], prefix === "" ? key : `${prefix}.${key}`),
    );
  }
  const equal =
    one === undefined || other === undefined
      ? one === other
      : canonicalJson(one) === canonicalJson(other);
  return equal ? [] : [{ key: prefix, one, other }];
}

const show = (value: unknown): string =>
  value === undefined ? "nothing" : `\`${JSON.stringify(value).slice(0, 40)}\``;

function checkRecord(value: unknown, where: string): RunRecord {
  const record = asObject(value, where);
  const at = (key: string): string => `${where}: ${key}`;
  const id = asText(record["id"], at("id"));
  return {
    format: asFormat(record["format"], at("format")),
    id,
    experiment: asText(record["experiment"], at("experiment")),
    question: orNull(record["question"], asText, at("question")),
    cell: asText(record["cell"], at("cell")),
    cellLabel: asText(record["cellLabel"], at("cellLabel")),
    axes: asRecord(record["axes"], asAxisValue, at("axes")),
    seed: asCount(record["seed"], at("seed")),
    spec: checkSpec(record["spec"], id, at("spec")),
    settings: checkSettings(record["settings"], at("settings")),
    extensionFiles: asTexts(record["extensionFiles"], at("extensionFiles")),
    resolvedYaml: asText(record["resolvedYaml"], at("resolvedYaml")),
    resultsVersion: asCount(record["resultsVersion"], at("resultsVersion")),
    provenance: checkProvenance(record["provenance"], at("provenance")),
    ...(record["takenFrom"] === undefined
      ? {}
      : { takenFrom: checkTakenFrom(record["takenFrom"], at("takenFrom")) }),
  };
}

function checkTakenFrom(value: unknown, where: string): TakenFrom {
  const { sweep, cell, at } = asObject(value, where);
  return {
    sweep: asText(sweep, `${where}.sweep`),
    cell: asText(cell, `${where}.cell`),
    at: asText(at, `${where}.at`),
  };
}

/** The id is the spec's hash, so a spec that hashes to it is the very value that was validated and written. */
function checkSpec(value: unknown, id: string, where: string): RunSpec {
  const spec = asObject(value, where) as unknown as RunSpec;
  const found = runIdOf(spec);
  if (found === id) return spec;
  throw new LabError(
    "RUN_DIRECTORY",
    `Expected ${where} to hash to its id ${shortId(id)}, got ${shortId(found)}: the file was changed by hand`,
  );
}

function checkSettings(value: unknown, where: string): RunSettings {
  const settings = asObject(value, where);
  const engine = asObject(settings["engine"], `${where}.engine`);
  const logging = asObject(settings["logging"], `${where}.logging`);
  return {
    engine: {
      executor: asOneOf(
        engine["executor"],
        ["auto", "onnx", "tensorflow", "webgpu", "eager"],
        `${where}.engine.executor`,
      ),
      threads: asCount(engine["threads"], `${where}.engine.threads`),
    },
    logging: {
      everySteps: asCount(logging["everySteps"], `${where}.logging.everySteps`),
      histogramsEverySteps: orNull(
        logging["histogramsEverySteps"],
        asCount,
        `${where}.logging.histogramsEverySteps`,
      ),
    },
    snapshots: asArray(settings["snapshots"], `${where}.snapshots`).map((step) =>
      asCount(step, `${where}.snapshots`),
    ),
  };
}

function checkProvenance(value: unknown, where: string): Provenance {
  const provenance = asObject(value, where);
  const at = (key: string): string => `${where}.${key}`;
  const cpu = asObject(provenance["cpu"], at("cpu"));
  return {
    createdAt: asText(provenance["createdAt"], at("createdAt")),
    commit: orNull(provenance["commit"], asText, at("commit")),
    dirty: orNull(provenance["dirty"], asBoolean, at("dirty")),
    ...(provenance["changes"] === undefined
      ? {}
      : { changes: asText(provenance["changes"], at("changes")) }),
    node: asText(provenance["node"], at("node")),
    platform: asText(provenance["platform"], at("platform")),
    packages: asRecord(provenance["packages"], asText, at("packages")),
    cpu: {
      model: asText(cpu["model"], at("cpu.model")),
      features: asTexts(cpu["features"], at("cpu.features")),
    },
    threads: asCount(provenance["threads"], at("threads")),
    executor: asText(provenance["executor"], at("executor")),
  };
}

function asAxisValue(value: unknown, where: string): string | number | boolean {
  if (typeof value === "string" || typeof value === "boolean") return value;
  return asNumber(value, where);
}
