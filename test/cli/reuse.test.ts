/** Two sweeps that share a cell: the second one copies what the first one trained. */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { all, decodeEventFile, decodeFields, first } from "../tensorboard/decode.ts";
import { makeFolder, runLsgan, SMOKE } from "./run-lsgan.ts";
import type { Ended } from "./run-lsgan.ts";

const folder = makeFolder();
let planned: Ended;
let swept: Ended;

function experiment(name: string, labels: string, more = ""): void {
  writeFileSync(
    join(folder, `${name}.yaml`),
    `extends: ${JSON.stringify(SMOKE)}
name: ${name}
question: What does ${name} ask?
training: { steps: 20 }
evaluation: { everySteps: 20, samples: 100 }
seeds: { count: 2 }
sweep: [{ grid: { objective.labels: [${labels}] ${more} } }]
`,
  );
}

beforeAll(async () => {
  experiment("first", "binary, pearson");
  // Another axis, so another name for the cell that both have.
  experiment("second", "pearson, { a: 0, b: 1, c: 0.5 }", ", training.steps: [20]");
  await runLsgan(["sweep", "first.yaml"], folder);
  planned = await runLsgan(["plan", "second.yaml"], folder);
  swept = await runLsgan(["sweep", "second.yaml"], folder);
}, 240_000);

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A run's directory by the beginning of its cell's name. */
function runFolder(sweep: string, cell: string, seed = 1): string {
  const names = readdirSync(join(folder, "runs", sweep), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith(cell))
    .map(({ name }) => name);
  return join(folder, "runs", sweep, names[0] ?? "", `seed-${String(seed)}`);
}

const readJson = (path: string): Readonly<Record<string, unknown>> =>
  JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, unknown>>;

/** When a run's training was started, in milliseconds; a copy keeps its source's. */
const createdAt = (run: Readonly<Record<string, unknown>>): number =>
  Date.parse((run["provenance"] as { createdAt: string }).createdAt);

const readRun = (sweep: string, file: string): Readonly<Record<string, unknown>> =>
  readJson(join(runFolder(sweep, "labels-pearson"), file));

describe("runs that another sweep has trained", { timeout: 180_000 }, () => {
  test("plan gives them a mark of their own, and forecasts only what is left", () => {
    expect(planned.stdout).toContain("2 to run (2 elsewhere, 2 new)");
    expect(planned.stdout).toMatch(/labels: pearson\S* +.*= =/);
    expect(planned.stdout).toContain("= in first");
    expect(planned.stdout).toContain("2 runs are trained already");
    expect(planned.stdout).toMatch(/would take about .*reckoned from a (remembered )?trial/);
  });

  test("sweep copies them and trains the rest", () => {
    expect(swept.stdout).toContain(
      "2 runs taken over, with equal specs and seeds: 2 from first (--no-reuse trains them anew)",
    );
    expect(swept.exitCode).toBe(0);
    expect(readRun("second", "result.json")).toEqual(readRun("first", "result.json"));
    const files = (sweep: string): readonly string[] =>
      readdirSync(runFolder(sweep, "labels-pearson"), { recursive: true, encoding: "utf8" }).sort();
    expect(files("second")).toEqual(files("first"));
  });

  test("the copy's record has the names of its own sweep and says where it was trained", () => {
    const [copy, source] = [readRun("second", "run.json"), readRun("first", "run.json")];
    expect(copy).toMatchObject({
      id: source["id"],
      experiment: "second",
      question: "What does second ask?",
      provenance: source["provenance"],
      settings: source["settings"],
      takenFrom: { sweep: "first", cell: source["cell"] },
    });
    expect(copy["resolvedYaml"]).toContain("name: second\n");
    expect(source).not.toHaveProperty("takenFrom");
  });

  test("TensorBoard finds the copy in the HParams of its own sweep, with every value of the source", () => {
    const [copy, source] = ["second", "first"].map((sweep) => {
      const directory = runFolder(sweep, "labels-pearson");
      const [name = ""] = readdirSync(directory).filter((file) => file.startsWith("events."));
      return decodeEventFile(join(directory, name)).flatMap(({ step, wallTime, values }) =>
        values.map((value) => ({ step, wallTime, ...value })),
      );
    });
    const isNaming = (tag: string): boolean =>
      ["run/question", "run/settings", "_hparams_/session_start_info"].includes(tag);
    expect(copy?.filter(({ tag }) => !isNaming(tag))).toEqual(
      source?.filter(({ tag }) => !isNaming(tag)),
    );
    expect(copy?.map(({ tag, step }) => ({ tag, step }))).toEqual(
      source?.map(({ tag, step }) => ({ tag, step })),
    );
    const texts = (tag: string): string =>
      String(copy?.find((value) => value.tag === tag)?.tensor.strings[0] ?? "");
    expect(texts("run/question")).toBe("What does second ask?");
    expect(texts("run/settings")).toContain("name: second");
    const start = copy?.find(({ tag }) => tag === "_hparams_/session_start_info");
    const content = decodeFields(start?.metadata?.content ?? Buffer.alloc(0));
    const fields = decodeFields(first(content, 3) ?? Buffer.alloc(0));
    expect(first(fields, 4)?.toString()).toBe(String(readRun("second", "run.json")["cell"]));
    expect(all(fields, 1).map((entry) => first(decodeFields(entry), 1)?.toString())).toEqual(
      Object.keys(readRun("second", "run.json")["axes"] ?? {}),
    );
  });

  test("claims declared only now have seen the results that were copied", async () => {
    experiment("claims", "binary, pearson");
    const file = join(folder, "claims.yaml");
    const claim = `expect:
  - { metric: high-quality-share, cells: pearson, baseline: binary, relation: greater }
`;
    writeFileSync(file, readFileSync(file, "utf8") + claim);
    const { stdout, exitCode } = await runLsgan(["sweep", "claims.yaml"], folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("nothing left to train: 4 elsewhere");
    expect(readJson(join(folder, "runs/claims/plan.json"))["claims"]).toMatchObject([
      { resultsBefore: 4 },
    ]);
  });

  test("--no-reuse trains anew, to the same bits", async () => {
    experiment("anew", "pearson");
    const { exitCode, stdout } = await runLsgan(["sweep", "anew.yaml", "--no-reuse"], folder);
    expect(stdout).toContain("2 to run (2 new)");
    expect(exitCode).toBe(0);
    const directory = runFolder("anew", "");
    const [own, other] = [
      readJson(join(directory, "result.json")),
      readRun("first", "result.json"),
    ];
    expect(own["weightsDigest"]).toBe(other["weightsDigest"]);
    const [record, source] = [readJson(join(directory, "run.json")), readRun("first", "run.json")];
    expect(record).not.toHaveProperty("takenFrom");
    expect(createdAt(record)).toBeGreaterThan(createdAt(source));
  });

  test("a stale or unfinished run is not taken over, and a copy of a copy names the first source", async () => {
    const source = runFolder("first", "labels-binary", 1);
    const result = readJson(join(source, "result.json"));
    writeFileSync(join(source, "result.json"), JSON.stringify({ ...result, resultsVersion: 0 }));
    rmSync(join(runFolder("first", "labels-binary", 2), "result.json"));
    rmSync(join(folder, "runs/claims"), { recursive: true });
    experiment("third", "binary, pearson");
    const plan = await runLsgan(["plan", "third.yaml", "--no-forecast"], folder);
    expect(plan.stdout).toContain("2 to run (2 new, 2 elsewhere)");
    for (const sweep of ["anew", "first"]) rmSync(join(folder, "runs", sweep), { recursive: true });
    experiment("fourth", "pearson");
    await runLsgan(["sweep", "fourth.yaml"], folder);
    const directory = runFolder("fourth", "");
    expect(readJson(join(directory, "run.json"))).toMatchObject({
      experiment: "fourth",
      takenFrom: { sweep: "first" },
    });
    expect(existsSync(join(directory, "claim.json"))).toBe(false);
  });
});
