/** result.json on disk: written once, when a run has ended; read by the planner, the summary and the report. */
import { writeJson } from "../shared/files.ts";
import { findJson, requireFound } from "./json-file.ts";
import type { Found } from "./json-file.ts";
import {
  asArray,
  asCount,
  asFormat,
  asNumber,
  asObject,
  asOneOf,
  asRecord,
  asText,
  orNull,
  writableNumbers,
} from "./narrow.ts";
import { runPaths } from "./paths.ts";
import type { RunResult } from "./result.ts";

/** Writes result.json, whole or not at all. Numbers that are not finite become texts. */
export function writeResult(directory: string, result: RunResult): void {
  writeJson(runPaths(directory).result, writableNumbers(result));
}

/** Looks for a run's result; a missing or broken file is an answer, not an error. */
export function findResult(directory: string): Found<RunResult> {
  return findJson(runPaths(directory).result, checkResult);
}

/**
 * Reads a result that must be there.
 *
 * @throws LabError RUN_DIRECTORY where it is missing or unreadable
 */
export function readResult(directory: string): RunResult {
  return requireFound(findResult(directory), runPaths(directory).result);
}

function checkResult(value: unknown, where: string): RunResult {
  const result = asObject(value, where);
  const at = (key: string): string => `${where}: ${key}`;
  const losses = asObject(result["losses"], at("losses"));
  const references = asObject(result["references"], at("references"));
  const reference = (name: keyof RunResult["references"]): Readonly<Record<string, number>> =>
    asRecord(references[name], asNumber, at(`references: ${name}`));
  return {
    format: asFormat(result["format"], at("format")),
    id: asText(result["id"], at("id")),
    status: asOneOf(result["status"], ["finished", "diverged"], at("status")),
    diverged: orNull(result["diverged"], checkDivergence, at("diverged")),
    resultsVersion: asCount(result["resultsVersion"], at("resultsVersion")),
    executor: asText(result["executor"], at("executor")),
    threads: asCount(result["threads"], at("threads")),
    steps: asCount(result["steps"], at("steps")),
    durationMs: asNumber(result["durationMs"], at("durationMs")),
    weightsDigest: asText(result["weightsDigest"], at("weightsDigest")),
    dataDigest: asText(result["dataDigest"], at("dataDigest")),
    ...(result["featureNetworks"] !== undefined && {
      featureNetworks: asArray(result["featureNetworks"], at("featureNetworks")).map((item, i) =>
        checkNetwork(item, at(`featureNetworks[${String(i)}]`)),
      ),
    }),
    metrics: asRecord(result["metrics"], asNumber, at("metrics")),
    evaluations: asArray(result["evaluations"], at("evaluations")).map((item, i) =>
      checkEvaluation(item, at(`evaluations[${String(i)}]`)),
    ),
    references: {
      "perfect-sampler": reference("perfect-sampler"),
      "uniform-noise": reference("uniform-noise"),
      "untrained-generator": reference("untrained-generator"),
    },
    losses: {
      discriminator: asNumber(losses["discriminator"], at("losses: discriminator")),
      generator: asNumber(losses["generator"], at("losses: generator")),
    },
  };
}

function checkNetwork(value: unknown, where: string): { file: string; sha256: string } {
  const { file, sha256 } = asObject(value, where);
  return { file: asText(file, `${where}: file`), sha256: asText(sha256, `${where}: sha256`) };
}

function checkDivergence(value: unknown, where: string): { step: number; what: string } {
  const { step, what } = asObject(value, where);
  return { step: asCount(step, `${where}: step`), what: asText(what, `${where}: what`) };
}

function checkEvaluation(value: unknown, where: string): RunResult["evaluations"][number] {
  const { step, values } = asObject(value, where);
  return {
    step: asCount(step, `${where}: step`),
    values: asRecord(values, asNumber, `${where}: values`),
  };
}
