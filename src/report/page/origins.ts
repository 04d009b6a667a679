/** Where a sweep's results come from: what their records say, each different answer once, with how many runs gave it. */
import { changesPath } from "../../runs/paths.ts";
import { findRunRecord } from "../../runs/record-file.ts";
import type { Provenance, RunRecord } from "../../runs/record.ts";
import type { SweepResults } from "../summarise.ts";

export interface Origin {
  readonly name: string;
  readonly value: string;
}

/** Of every run with a result. */
export function collectOrigins({ survey }: Pick<SweepResults, "survey">): readonly Origin[] {
  const ended = survey.filter(({ result }) => result !== null);
  const records = ended.flatMap(({ directory }) => {
    const record = findRunRecord(directory);
    return record.kind === "present" ? [record.value] : [];
  });
  const found = records.map(({ provenance }) => provenance);
  const of = (describe: (provenance: Provenance) => string): string =>
    countEqual(found.map(describe));
  const digests = ended.flatMap(({ result }) => (result === null ? [] : [result.dataDigest]));
  const facts: readonly Origin[] = [
    { name: "made", value: describeTimes(found.map(({ createdAt }) => createdAt)) },
    { name: "taken over", value: describeTakenOver(records) },
    { name: "commit", value: of(describeCommit) },
    { name: "machine", value: of(({ cpu, platform }) => `${cpu.model}, ${platform}`) },
    { name: "Node", value: of(({ node }) => node) },
    { name: "execution", value: of(describeExecution) },
    { name: "packages", value: of(({ packages }) => describePackages(packages)) },
    { name: "data", value: countEqual(digests.map((digest) => `SHA-256 ${digest}`)) },
  ];
  return facts.filter(({ value }) => value !== "");
}

/** `one`, or `one (5 runs); other (3 runs)`. */
function countEqual(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [only] = counts.keys();
  if (counts.size <= 1) return only ?? "";
  return [...counts]
    .map(([value, count]) => `${value} (${String(count)} run${count === 1 ? "" : "s"})`)
    .join("; ");
}

/** `10 runs of r1-ring`, for runs of equal spec and seed that another sweep trained. */
function describeTakenOver(records: readonly RunRecord[]): string {
  const counts = new Map<string, number>();
  for (const { takenFrom } of records)
    if (takenFrom !== undefined)
      counts.set(takenFrom.sweep, (counts.get(takenFrom.sweep) ?? 0) + 1);
  return [...counts]
    .map(([sweep, count]) => `${String(count)} run${count === 1 ? "" : "s"} of ${sweep}`)
    .join("; ");
}

/** The first and the last run's time. */
function describeTimes(times: readonly string[]): string {
  const sorted = times.toSorted();
  const [first = "", last = ""] = [sorted[0], sorted.at(-1)];
  return first === last ? first : `${first} to ${last}`;
}

function describeCommit({ commit, dirty, changes }: Provenance): string {
  if (commit === null) return "not known: the program was not run from a git checkout";
  if (changes !== undefined)
    return `${commit}, with changes that are not committed: ${changesPath("", changes)}`;
  return dirty === true ? `${commit}, with changes that are not committed` : commit;
}

const describeExecution = ({ executor, threads }: Provenance): string =>
  `${executor}, ${String(threads)} thread${threads === 1 ? "" : "s"} for each run`;

const describePackages = (packages: Provenance["packages"]): string =>
  Object.entries(packages)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");
