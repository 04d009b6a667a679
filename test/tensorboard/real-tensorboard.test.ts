/** What TensorBoard itself reads: the fast data server behind its HTTP routes, and the Python event accumulator. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { decodePicture } from "../../src/pictures/picture.ts";
import { createEventWriter } from "../../src/tensorboard/event-writer.ts";
import { missingPython, runPython, startBoard } from "./python.ts";
import type { Board } from "./python.ts";
import { STEPS, writeSmallSweep } from "./write-small-sweep.ts";

const missing = missingPython("tensorboard", "tensorboard_data_server");
const because = missing === null ? "" : ` (skipped: ${missing})`;

describe.skipIf(missing !== null)(`real TensorBoard with the fast reader${because}`, () => {
  let folder: string;
  let board: Board;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "board-"));
    writeSmallSweep(folder);
    board = await startBoard(folder, 5);
  }, 60_000);
  afterAll(async () => {
    await board.stop();
    rmSync(folder, { recursive: true });
  });

  const RUN = "binary/seed-1";

  test("finds the root and every run", async () => {
    const runs = [".", "binary/seed-1", "binary/seed-2", "pearson/seed-1", "pearson/seed-2"];
    expect(await board.get("runs")).toEqual(runs);
  });

  test("shows every scalar of a run at its step", async () => {
    const tags = await board.get("plugin/scalars/tags");
    expect(Object.keys(memberOf(tags, RUN)).sort()).toEqual(
      ["d/mean_fake", "d/mean_real", "eval/matched-share", "reference/a"].sort(),
    );
    const points = await board.get(`plugin/scalars/scalars?run=${RUN}&tag=d/mean_real`);
    const steps = Array.isArray(points) ? points.map((point: unknown[]) => point[1]) : [];
    expect(steps).toEqual(Array.from({ length: STEPS + 1 }, (_, step) => step));
  });

  test("shows both images of a tag", async () => {
    const [image] = listOf(
      await board.get(`plugin/images/images?run=${RUN}&tag=samples/grid&sample=1`),
    );
    expect(image).toMatchObject({ step: 0 });
    const png = await board.bytes(`plugin/images/individualImage?${queryOf(image)}`);
    expect(decodePicture(png)).toMatchObject({ width: 8, height: 6 });
    expect(decodePicture(png).data[0]).toBe(200); // the second of two samples
  });

  test("shows histograms of 30 buckets", async () => {
    const [histogram] = listOf(
      await board.get(`plugin/histograms/histograms?run=${RUN}&tag=weights/w`),
    );
    expect(listOf(histogram)[2]).toHaveLength(30);
  });

  test("shows the texts", async () => {
    const [text] = listOf(await board.get(`plugin/text/text?run=${RUN}&tag=run/question`));
    expect(text).toMatchObject({ text: "<p>Do the schemes differ?</p>" });
  });

  test("shows the charts of the root for all runs", async () => {
    expect(await board.get("plugin/custom_scalars/layout")).toMatchObject({
      category: [
        {
          title: "discriminator",
          chart: [{ title: "scores", multiline: { tag: ["d/mean_real$", "reference/a$"] } }],
        },
      ],
    });
    const route = "plugin/custom_scalars/scalars";
    const chart = await board.get(`${route}?run=${RUN}&tag=reference/a$`);
    expect(listOf(memberOf(memberOf(chart, "tag_to_events"), "reference/a"))).toHaveLength(2);
  });

  test("the HParams experiment has our axes and metrics", async () => {
    const experiment = await board.get("plugin/hparams/experiment", { experimentName: "" });
    expect(experiment).toMatchObject({
      name: "small",
      hparamInfos: [
        {
          name: "objective.labels",
          type: "DATA_TYPE_STRING",
          domainDiscrete: ["binary", "pearson"],
        },
      ],
      metricInfos: [{ name: { group: "", tag: "eval/matched-share" } }],
    });
  });

  test("seeds of a cell are one row with their mean, and no cell of the table is empty", async () => {
    const request = {
      experimentName: "",
      allowedStatuses: ["STATUS_SUCCESS"],
      colParams: [
        { hparam: "objective.labels", order: "ORDER_ASC" },
        { metric: { group: "", tag: "eval/matched-share" } },
      ],
      startIndex: 0,
      sliceSize: 10,
    };
    const reply = await board.get("plugin/hparams/session_groups", request);
    const rows = listOf(memberOf(reply, "sessionGroups"));
    expect(rows).toMatchObject([
      {
        name: "binary",
        hparams: { "objective.labels": "binary" },
        metricValues: [{ value: 0.375, trainingStep: STEPS }], // (1/4 + 2/4)/2
      },
      { name: "pearson", metricValues: [{ value: 1 }] },
    ]);
    expect(rows.map((row) => listOf(memberOf(row, "sessions")).length)).toEqual([2, 2]);
  });
});

describe.skipIf(missing !== null)(`TensorBoard's event accumulator${because}`, () => {
  test("drops what an attempt wrote at and after the step the next one starts from", () => {
    const folder = mkdtempSync(join(tmpdir(), "attempts-"));
    const attempt = (firstStep: number, lastStep: number): void => {
      const writer = createEventWriter(folder, { firstStep });
      for (let step = firstStep; step <= lastStep; step++) writer.scalars(step, { x: step });
      if (firstStep === 0) writer.scalars(25, { orphan: 1 });
      writer.close();
    };
    attempt(0, 30);
    attempt(20, 40);
    const program = `
import json, sys
from tensorboard.backend.event_processing.plugin_event_accumulator import EventAccumulator
events = EventAccumulator(sys.argv[1], size_guidance={"tensors": 0}); events.Reload()
print(json.dumps({tag: [e.step for e in events.Tensors(tag)] for tag in events.Tags()["tensors"]}))`;
    expect(runPython(program, folder)).toEqual({
      x: Array.from({ length: 41 }, (_, step) => step),
      orphan: [],
    });
    rmSync(folder, { recursive: true });
  });
});

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function propertyOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? new Map<string, unknown>(Object.entries(value)).get(key)
    : undefined;
}

function memberOf(value: unknown, key: string): object {
  const member = propertyOf(value, key);
  return typeof member === "object" && member !== null ? member : {};
}

function queryOf(image: unknown): string {
  const query = propertyOf(image, "query");
  return typeof query === "string" ? query : "";
}
