import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { setAsideEventFiles } from "../../src/tensorboard/event-file.ts";
import { createEventWriter } from "../../src/tensorboard/event-writer.ts";
import { all, decodeEventFile, decodeFields, first, integer, text } from "./decode.ts";
import type { DecodedEvent, DecodedValue } from "./decode.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "events-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const files = (): string[] => readdirSync(folder).sort();
const read = (file = files().at(-1) ?? ""): DecodedEvent[] => decodeEventFile(join(folder, file));
const valuesOf = (tag: string): (DecodedValue & { readonly step: number })[] =>
  read().flatMap(({ step, values }) =>
    values.filter((value) => value.tag === tag).map((value) => ({ ...value, step })),
  );

describe("createEventWriter", () => {
  test("the first record is the file's version and the second a START at the first step", () => {
    createEventWriter(folder, { firstStep: 20, now: () => 1_700_000_000.5 }).close();
    const [version, start] = read();
    expect(version).toMatchObject({ fileVersion: "brain.Event:2", writer: "lsgan-lab", step: 0 });
    expect(version?.wallTime).toBe(1_700_000_000.5);
    expect(start).toMatchObject({ sessionLog: 1, step: 20, fileVersion: null });
  });

  test("both records are on disk before anything else is written", () => {
    const writer = createEventWriter(folder);
    expect(read()).toHaveLength(2);
    writer.close();
  });

  test("scalars are float32 of rank 0, with metadata in the first value of a tag only", () => {
    const writer = createEventWriter(folder, { describe: (tag) => `what ${tag} is` });
    writer.scalars(0, { "loss/d": 0.1, "loss/g": 0 });
    writer.scalars(5, { "loss/d": NaN });
    writer.close();
    const [before, after] = valuesOf("loss/d");
    expect(before?.tensor).toMatchObject({ dtype: 1, shape: [], floats: [Math.fround(0.1)] });
    expect(before?.metadata).toEqual({
      plugin: "scalars",
      content: Buffer.alloc(0),
      description: "what loss/d is",
      dataClass: 1,
    });
    expect(after).toMatchObject({ step: 5, metadata: null });
    expect(after?.tensor.floats).toEqual([NaN]);
    expect(valuesOf("loss/g")[0]?.tensor.floats).toEqual([0]); // zero is written, not left out
  });

  test("refuses a step that does not grow within its tag", () => {
    const writer = createEventWriter(folder);
    writer.scalars(3, { x: 1 });
    expect(() => {
      writer.scalars(3, { x: 2 });
    }).toThrow("Expected a step after 3 for `x`, got 3");
    writer.scalars(2, { y: 1 }); // another tag has steps of its own
    writer.close();
  });

  test("images hold width, height and every PNG in one string tensor", () => {
    const writer = createEventWriter(folder);
    const png = (byte: number): Uint8Array => Uint8Array.of(0x89, byte);
    const size = { width: 28, height: 14 };
    writer.images("samples/grid", 7, [
      { ...size, png: png(1) },
      { ...size, png: png(2) },
    ]);
    writer.close();
    const [value] = valuesOf("samples/grid");
    expect(value).toMatchObject({ step: 7, metadata: { plugin: "images", dataClass: 3 } });
    expect(value?.tensor).toMatchObject({ dtype: 7, shape: [4] });
    expect(value?.tensor.strings).toEqual([
      Buffer.from("28"),
      Buffer.from("14"),
      Buffer.from(png(1)),
      Buffer.from(png(2)),
    ]);
  });

  test("histograms are 30 rows of left, right and count in float64", () => {
    const writer = createEventWriter(folder);
    writer.histogram("weights/w", 1, Float32Array.of(0, 1, 1, 30, NaN, Infinity));
    writer.close();
    const [value] = valuesOf("weights/w");
    expect(value?.tensor).toMatchObject({ dtype: 2, shape: [30, 3] });
    const doubles = value?.tensor.doubles ?? [];
    // 30 buckets of width 1 from 0 to 30: 0 in the first, two ones in the second, 30 in the last.
    expect(doubles.slice(0, 6)).toEqual([0, 1, 1, 1, 2, 2]);
    expect(doubles.slice(87)).toEqual([29, 30, 1]);
    expect(doubles.filter((_, i) => i % 3 === 2).reduce((sum, n) => sum + n)).toBe(4);
  });

  test("text is one string of rank 0", () => {
    const writer = createEventWriter(folder);
    writer.text("run/question", 0, "Wozu das Ganze? χ²");
    writer.close();
    const [value] = valuesOf("run/question");
    expect(value).toMatchObject({ metadata: { plugin: "text" }, tensor: { dtype: 7, shape: [] } });
    expect(value?.tensor.strings[0]?.toString()).toBe("Wozu das Ganze? χ²");
  });

  test("a session's start tells its values and its group; its end how it ended", () => {
    const writer = createEventWriter(folder, { now: () => 12 });
    writer.sessionStart({ hparams: { scheme: "binary", rate: 0, fast: false }, group: "cell-1" });
    writer.sessionEnd("failure");
    writer.close();
    const [start] = valuesOf("_hparams_/session_start_info");
    expect(start?.tensor).toMatchObject({ dtype: 1, shape: [0] });
    expect(start?.metadata?.plugin).toBe("hparams");
    const info = decodeFields(first(decodeFields(contentOf(start)), 3) ?? Buffer.alloc(0));
    const hparams = all(info, 1).map((entry) => {
      const fields = decodeFields(entry);
      const [value] = decodeFields(first(fields, 2) ?? Buffer.alloc(0));
      return [text(fields, 1), value?.number, value?.bytes.toString("hex")];
    });
    expect(hparams).toEqual([
      ["scheme", 3, Buffer.from("binary").toString("hex")], // string_value
      ["rate", 2, "0000000000000000"], // number_value 0 is written
      ["fast", 4, "00"], // bool_value false is written
    ]);
    expect(text(info, 4)).toBe("cell-1");
    expect(first(info, 5)?.readDoubleLE()).toBe(12);
    const [end] = valuesOf("_hparams_/session_end_info");
    const ended = decodeFields(first(decodeFields(contentOf(end)), 4) ?? Buffer.alloc(0));
    expect(integer(ended, 1)).toBe(2); // FAILURE
  });

  test("a later attempt makes a new file that sorts after all before it", () => {
    const now = (): number => 1_700_000_000;
    createEventWriter(folder, { now }).close();
    writeFileSync(join(folder, "events.out.tfevents.1700000005.zzz.1.0"), "");
    createEventWriter(folder, { now }).close();
    createEventWriter(folder, { now }).close();
    const seconds = files().map((name) => name.split(".")[3]);
    expect(seconds).toEqual(["1700000000", "1700000005", "1700000006", "1700000007"]);
    expect(read().map(({ sessionLog }) => sessionLog)).toEqual([null, 1]); // START in every file
  });

  test("files set aside are no event files any more, and later names still grow", () => {
    const now = (): number => 1_700_000_000;
    createEventWriter(folder, { now }).close();
    setAsideEventFiles(folder);
    expect(files().filter((name) => name.includes("tfevents"))).toEqual([]);
    createEventWriter(folder, { now }).close();
    expect(files()).toMatchObject([
      expect.stringMatching(/^earlier-attempt\.1700000000\./),
      expect.stringMatching(/^events\.out\.tfevents\.1700000001\./),
    ]);
  });

  test("refuses a second writer in one directory until the first is closed", () => {
    const writer = createEventWriter(folder);
    expect(() => createEventWriter(join(folder, "."))).toThrow("Expected one writer of events in");
    writer.close();
    createEventWriter(folder).close();
  });

  test("keeps bytes in memory until they are flushed, the interval is over, or the writer closes", () => {
    const writer = createEventWriter(folder, { flushMs: 1e9 });
    const [name = ""] = files();
    const size = (): number => readFileSync(join(folder, name)).length;
    const before = size();
    writer.scalars(0, { x: 1 });
    expect(size()).toBe(before);
    writer.flush();
    expect(size()).toBeGreaterThan(before);
    writer.scalars(1, { x: 1 });
    writer.close();
    expect(read()).toHaveLength(4);
    const prompt = createEventWriter(folder, { flushMs: 0 });
    prompt.scalars(0, { x: 1 });
    expect(read()).toHaveLength(3);
    prompt.close();
  });
});

const contentOf = (value: DecodedValue | undefined): Buffer =>
  value?.metadata?.content ?? Buffer.alloc(0);
