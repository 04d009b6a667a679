/** One run of the two-unit session, watched and logged; its files decoded. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { Dataset } from "../../src/data/dataset.ts";
import type { ChildMessage, RunOutcome } from "../../src/runs/messages.ts";
import { seed } from "../../src/shared/brand.ts";
import { createFeed } from "../../src/training/feed.ts";
import { openRunLog } from "../../src/training/run-log.ts";
import { train } from "../../src/training/train.ts";
import { RunWatcher } from "../../src/training/watch.ts";
import { decodeEventFile, decodeFields, first, integer } from "../tensorboard/decode.ts";
import { twoUnitRecord } from "./two-unit-record.ts";
import type { RecordOptions } from "./two-unit-record.ts";
import { createTwoUnits } from "./two-unit-session.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "log-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Numbers on a line: neither images nor points of the plane, so there are no pictures. */
const LINE: Dataset = {
  kind: "line",
  sampleShape: [1],
  size: 4,
  draws: null,
  digest: "",
  samples: new Float32Array(4),
  labels: null,
  classes: 1,
  mixture: null,
};

interface Logged {
  readonly outcome: RunOutcome;
  readonly messages: readonly ChildMessage[];
  readonly watcher: RunWatcher;
}

async function logTwoUnits(
  options: RecordOptions & { readonly batch?: (index: number) => number } = {},
): Promise<Logged> {
  const { batch = () => 1 } = options;
  const record = twoUnitRecord(options);
  const { plan, session } = createTwoUnits();
  const writer = openRunLog(folder, record);
  const messages: ChildMessage[] = [];
  const watcher = new RunWatcher({
    record,
    directory: folder,
    dataset: LINE,
    metrics: [
      {
        kind: "sum",
        unsuited: () => null,
        values: [{ tag: "sum", minimum: 0, maximum: 1, better: "higher", type: "real" }],
        evaluate: (samples) => ({ sum: samples.reduce((sum, value) => sum + value, 0) }),
      },
    ],
    session,
    writer,
    send: (message) => messages.push(message),
    heartbeat: () => undefined,
  });
  const feed = createFeed({
    plan,
    session,
    batches: {
      fill: (index, out) => {
        out.fill(batch(index));
      },
      fillLabels: () => undefined,
    },
    latent: record.spec.latent,
    latents: "fresh",
    seed: seed(1),
  });
  const outcome = await train({ record, plan, session, feed, watcher, shouldStop: () => false });
  writer.end(outcome);
  return { outcome, messages, watcher };
}

const eventFiles = (): string[] => readdirSync(folder).filter((name) => name.includes("tfevents"));
const events = (): ReturnType<typeof decodeEventFile> =>
  decodeEventFile(join(folder, eventFiles()[0] ?? ""));

/** Step and first number of every value of a tag. */
const series = (tag: string): (readonly [step: number, value: number | undefined])[] =>
  events().flatMap(({ step, values }) =>
    values
      .filter((value) => value.tag === tag)
      .map(({ tensor }) => [step, tensor.floats[0]] as const),
  );

const tagsOf = (plugin: string): string[] =>
  events()
    .flatMap(({ values }) => values)
    .filter(({ metadata }) => metadata?.plugin === plugin)
    .map(({ tag }) => tag);

const textOf = (tag: string): string | undefined =>
  events()
    .flatMap(({ values }) => values)
    .find((value) => value.tag === tag)
    ?.tensor.strings[0]?.toString();

describe("a logged run", () => {
  test("has every scalar tag, raw and scaled", async () => {
    await logTwoUnits();
    expect(tagsOf("scalars").sort()).toEqual(
      [
        ...["loss/d", "loss/d_real", "loss/d_fake", "loss/g", "loss_mean/d", "loss_mean/g"],
        ...["d/mean_real", "d/mean_fake", "d/std_real", "d/std_fake", "d/accuracy"],
        ...["mean_real", "mean_fake", "std_real", "std_fake"].map((name) => `d_scaled/${name}`),
        ...["grads/d", "grads/g", "updates/d", "updates/g"],
        ...["perf/steps_per_second", "perf/step_ms", "perf/memory_mb"],
        ...["a", "b", "c", "d_star"].map((name) => `reference/${name}`),
        ...["a", "b", "c", "d_star"].map((name) => `reference_scaled/${name}`),
        "eval/sum",
      ].sort(),
    );
  });

  test("logs the first step, every interval and the last, and evaluates from step 0 on", async () => {
    const { watcher } = await logTwoUnits();
    expect(series("loss/d").map(([step]) => step)).toEqual([1, 4, 8, 10]);
    expect(series("eval/sum").map(([step]) => step)).toEqual([0, 5, 10]);
    expect(watcher.evaluations.map(({ step }) => step)).toEqual([0, 5, 10]);
  });

  test("draws a, b, c and D* from the first step to the last", async () => {
    await logTwoUnits();
    const ends = (value: number): unknown => [
      [0, value],
      [10, value],
    ];
    expect(series("reference/a")).toEqual(ends(-1));
    expect(series("reference/b")).toEqual(ends(1));
    expect(series("reference/c")).toEqual(ends(0));
    expect(series("reference/d_star")).toEqual(ends(0)); // (−1 + 1)/2
    expect(series("reference_scaled/c")).toEqual(ends(0.5)); // (0 + 1)/2
  });

  test("an objective without labels has neither lines nor scaled scores", async () => {
    await logTwoUnits({
      objective: {
        kind: "cross-entropy",
        reduction: "mean",
        realSmoothing: 0,
        gradientPenalty: { kind: "none" },
      },
    });
    const tags = tagsOf("scalars");
    expect(tags.filter((tag) => /^(reference|d_scaled)/.test(tag))).toEqual([]);
    expect(tags).toContain("d/mean_real");
  });

  test("tells its settings, question and how it ended", async () => {
    await logTwoUnits();
    expect(textOf("run/question")).toBe("Do two units learn?");
    expect(textOf("run/settings")).toBe("    name: two-units\n    latent:\n      size: 1");
    expect(textOf("run/outcome")).toMatch(/^finished in \d+\.\d s$/);
  });

  test("metrics.csv holds the scalars of the event file, without the reference lines", async () => {
    await logTwoUnits();
    const rows = readFileSync(join(folder, "metrics.csv"), "utf8").trim().split("\n").slice(1);
    const loss = rows.filter((row) => row.split(",")[1] === "loss/d");
    expect(
      loss.map((row) => [Number(row.split(",")[0]), Math.fround(Number(row.split(",")[2]))]),
    ).toEqual(series("loss/d"));
    expect(rows.some((row) => row.includes("reference"))).toBe(false);
  });

  test("histograms of weights at the snapshots, of scores after the first step", async () => {
    await logTwoUnits();
    const steps = (tag: string): number[] => series(tag).map(([step]) => step);
    expect(steps("weights/generator/g")).toEqual([0, 10]);
    expect(steps("scores/real")).toEqual([10]);
  });

  test("a diverged run keeps its finite values, and shows the step that broke", async () => {
    const { outcome, watcher } = await logTwoUnits({ batch: (i) => (i < 6 ? 1 : Infinity) });
    expect(outcome).toMatchObject({ status: "diverged", step: 7 });
    expect(series("loss/d").map(([step]) => step)).toEqual([1, 4, 7]);
    expect(series("loss/d").map(([, value]) => Number.isFinite(value))).toEqual([
      true,
      true,
      false,
    ]);
    expect(series("loss_mean/d").every(([, value]) => Number.isFinite(value))).toBe(true);
    expect(Number.isFinite(watcher.losses.discriminator)).toBe(true);
    expect(textOf("run/outcome")).toBe("diverged at step 7: `loss/d` is not finite");
    expect(sessionStatus()).toBe(2); // FAILURE
  });

  test("sends its evaluations and its progress to the parent", async () => {
    const { messages } = await logTwoUnits();
    const steps = (type: ChildMessage["type"]): (number | null)[] =>
      messages.filter((m) => m.type === type).map((m) => ("step" in m ? m.step : null));
    expect(steps("evaluated")).toEqual([0, 5, 10]);
    expect(steps("progress")[0]).toBe(1);
  });
});

describe("openRunLog", () => {
  test("seeds of a cell share a group; a run without axes still has a column", () => {
    openRunLog(folder, twoUnitRecord({ axes: {} })).end({ status: "finished", durationMs: 1 });
    const content = contentOf("_hparams_/session_start_info");
    expect(content).toContain("labels-pearson-abcdef"); // the group
    expect(content).toContain("labels: pearson"); // the column `cell`
    expect(sessionStatus()).toBe(1); // SUCCESS
  });

  test("a cancelled run leaves its session open", () => {
    openRunLog(folder, twoUnitRecord()).end({ status: "cancelled", step: 3 });
    expect(contentOf("_hparams_/session_end_info")).toBe("");
  });

  test("a new attempt has one event file for readers, with START, and keeps the earlier one aside", () => {
    openRunLog(folder, twoUnitRecord()).end({ status: "failed", error: "no memory" });
    openRunLog(folder, twoUnitRecord()).end({ status: "finished", durationMs: 1 });
    expect(eventFiles()).toHaveLength(1);
    expect(readdirSync(folder).filter((name) => name.startsWith("earlier-"))).toHaveLength(1);
    expect(events()[1]).toMatchObject({ sessionLog: 1, step: 0 });
    expect(sessionStatus()).toBe(1);
  });
});

const hparams = (tag: string): Buffer =>
  events()
    .flatMap(({ values }) => values)
    .find((value) => value.tag === tag)?.metadata?.content ?? Buffer.alloc(0);

const contentOf = (tag: string): string => hparams(tag).toString("latin1");

const sessionStatus = (): number =>
  integer(
    decodeFields(first(decodeFields(hparams("_hparams_/session_end_info")), 4) ?? Buffer.alloc(0)),
    1,
  );
