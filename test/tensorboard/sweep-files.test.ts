import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { writeSweepEvents } from "../../src/tensorboard/sweep-files.ts";
import type { SweepEvents } from "../../src/tensorboard/sweep-files.ts";
import { all, decodeEventFile, decodeFields, first, integer, text } from "./decode.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sweep-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const sweep: SweepEvents = {
  name: "lsgan-abc",
  question: "Do the schemes differ?",
  axes: { scheme: ["binary", "pearson"], rate: [1e-3, 1e-4, 1e-3], mixed: ["auto", 3] },
  metrics: [{ tag: "eval/matched-share", displayName: "matched share" }],
  charts: [{ title: "losses", charts: [{ title: "both", tags: ["loss/d", "loss/g"] }] }],
};

const values = (): ReturnType<typeof decodeEventFile>[number]["values"] =>
  decodeEventFile(join(folder, readdirSync(folder)[0] ?? "")).flatMap((event) => event.values);

describe("writeSweepEvents", () => {
  test("describes every axis with its type and each of its values once", () => {
    writeSweepEvents(folder, sweep);
    const tag = values().find((value) => value.tag === "_hparams_/experiment");
    const data = decodeFields(tag?.metadata?.content ?? Buffer.alloc(0));
    const experiment = decodeFields(first(data, 2) ?? Buffer.alloc(0));
    expect(text(experiment, 6)).toBe("lsgan-abc");
    const axes = all(experiment, 4).map((info) => {
      const fields = decodeFields(info);
      const domain = all(decodeFields(first(fields, 5) ?? Buffer.alloc(0)), 1);
      return [text(fields, 1), integer(fields, 4), domain.length];
    });
    expect(axes).toEqual([
      ["scheme", 1, 2], // STRING
      ["rate", 3, 2], // FLOAT64, 1e-3 once
      ["mixed", 1, 2],
    ]);
    const metric = decodeFields(first(experiment, 5) ?? Buffer.alloc(0));
    expect(text(decodeFields(first(metric, 1) ?? Buffer.alloc(0)), 2)).toBe("eval/matched-share");
  });

  test("charts name their tags exactly", () => {
    writeSweepEvents(folder, sweep);
    const layout = values().find((value) => value.tag === "custom_scalars__config__");
    const [category] = all(decodeFields(layout?.tensor.strings[0] ?? Buffer.alloc(0)), 2);
    const [chart] = all(decodeFields(category ?? Buffer.alloc(0)), 2);
    const multiline = first(decodeFields(chart ?? Buffer.alloc(0)), 2) ?? Buffer.alloc(0);
    expect(all(decodeFields(multiline), 1).map(String)).toEqual(["loss/d$", "loss/g$"]);
  });

  test("a second call replaces the file of the first, so that there is one experiment", () => {
    writeSweepEvents(folder, sweep);
    const [before] = readdirSync(folder);
    writeSweepEvents(folder, { ...sweep, question: null });
    const after = readdirSync(folder);
    expect(after).toHaveLength(1);
    expect(after).not.toEqual([before]);
  });
});
