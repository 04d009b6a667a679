/**
 * A run's identity: SHA-256 over the canonical text of its whole resolved spec. Names, questions, logging and the
 * executor are no part of a spec, so changing them keeps every id.
 */
import { createHash } from "node:crypto";

import type { RunSpec } from "../config/spec.ts";
import { runId } from "../shared/brand.ts";
import type { RunId } from "../shared/brand.ts";
import { canonicalJson, canonicalPart } from "./canonical.ts";

/** Everything of a run but its seed: what all replicates of a cell share. */
export type CellSpec = Omit<RunSpec, "seed">;

/** Ids of one cell, and of its replicates by seed. */
export interface CellIdentity {
  /** Hash of the spec without the seed, 64 hexadecimal digits. */
  readonly hash: string;
  /** Equal to `runIdOf` of the cell's spec with this seed. */
  runId(seed: number): RunId;
}

/** Hash of the canonical spec, 64 hexadecimal digits. */
export function runIdOf(spec: RunSpec): RunId {
  return runId(sha256(canonicalJson(spec)));
}

/** Writes a cell's canonical text once and puts each seed into it, so that many replicates cost little. */
export function identifyCell(spec: CellSpec): CellIdentity {
  const texts = Object.entries(spec)
    .filter(([key]) => key !== "seed")
    .map(([key, value]) => ({ key, text: `${JSON.stringify(key)}:${canonicalPart(value)}` }))
    .sort((one, other) => (one.key < other.key ? -1 : 1));
  const before = texts.filter(({ key }) => key < "seed").map(({ text }) => text);
  const after = texts.filter(({ key }) => key > "seed").map(({ text }) => text);
  return {
    hash: sha256(`{${[...before, ...after].join(",")}}`),
    runId: (seed) =>
      runId(sha256(`{${[...before, `"seed":${canonicalJson(seed)}`, ...after].join(",")}}`)),
  };
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
