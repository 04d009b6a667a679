/** Data sets that are read from folders and never fetched, on tiny files made here. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { encode } from "fast-png";
import { describe, expect, test } from "vitest";

import { createBatches } from "../../src/data/batches.ts";
import { checkDataPresent, describeDataset, loadDataset } from "../../src/data/registry.ts";
import { DIGIT_COUNTS } from "../../src/data/synthetic-digits.ts";
import { seed } from "../../src/shared/brand.ts";
import { npyHeader } from "./npy-file.ts";
import { valuesIn } from "./values.ts";

const ROWS = { limit: null, shuffle: true, stepsPerEpoch: null } as const;
const FOLDER_SPEC = {
  ...ROWS,
  kind: "image-folder",
  folder: "pictures",
  size: 2,
  channels: 3,
  classes: null,
} as const;

describe("image-folder", () => {
  test("reads PNG and NPY files in the order of their names, scaled to [−1, 1]", async () => {
    const options = filesOf({
      "pictures/b.png": png(2, 3, [0, 0, 0, 255, 0, 0, 0, 255, 0, 0, 0, 255]),
      "pictures/a.npy": npy(
        [2, 2, 2, 3],
        [...Array<number>(12).fill(255), ...Array<number>(12).fill(51)],
      ),
      "pictures/notes.txt": new Uint8Array(3),
    });
    const dataset = await loadDataset(FOLDER_SPEC, options);
    const { sampleShape, size, labels } = dataset;
    const values = valuesIn(dataset);
    expect({ sampleShape, size, labels }).toEqual({
      sampleShape: [2, 2, 3],
      size: 3,
      labels: null,
    });
    // 255 → 1, 51 → 51/127.5 − 1 = −0.6, then black, red, green, blue.
    expect(values[0]).toBe(1);
    expect(values[12]).toBe(Math.fround(-0.6));
    expect([...values.slice(24)]).toEqual([-1, -1, -1, 1, -1, -1, -1, 1, -1, -1, -1, 1]);
  });

  test("takes subfolders as classes, repeats grey as colours, and keeps the first `limit`", async () => {
    const grey = png(2, 1, [0, 255, 0, 255]);
    const options = filesOf({
      "pictures/cat/1.png": grey,
      "pictures/dog/1.png": grey,
      "pictures/dog/2.png": grey,
    });
    const spec = { ...FOLDER_SPEC, classes: 2, limit: 2 };
    const dataset = await loadDataset(spec, options);
    expect([...(dataset.labels ?? [])]).toEqual([0, 1]);
    expect(dataset.classes).toBe(2);
    expect([...valuesIn(dataset).slice(0, 6)]).toEqual([-1, -1, -1, 1, 1, 1]);
    await expect(loadDataset({ ...spec, classes: 3 }, options)).rejects.toMatchObject({
      code: "DATA_CORRUPT",
    });
  });

  test("a limit may end within a file, and the digest is that of the bytes that are shown", async () => {
    const numbered = (from: number, count: number): number[] =>
      Array.from({ length: 12 * count }, (_, i) => from + Math.floor(i / 12));
    const files = {
      "pictures/a.npy": npy([2, 2, 2, 3], numbered(0, 2)),
      "pictures/b.png": png(2, 3, numbered(2, 1)),
      "pictures/c.npy": npy([3, 2, 2, 3], numbered(3, 3)),
    };
    const limited = await loadDataset({ ...FOLDER_SPEC, limit: 4 }, filesOf(files));
    expect(limited.size).toBe(4);
    expect([...valuesIn(limited)]).toEqual(
      numbered(0, 4).map((byte) => Math.fround(byte / 127.5 - 1)),
    );
    const four = await loadDataset(
      FOLDER_SPEC,
      filesOf({ "pictures/all.npy": npy([4, 2, 2, 3], numbered(0, 4)) }),
    );
    expect(four.digest).toBe(limited.digest);
    const all = await loadDataset(FOLDER_SPEC, filesOf(files));
    expect(all.size).toBe(6);
    expect(all.digest).not.toBe(limited.digest);
  });

  test("batches are the same numbers whether rows are bytes in files or numbers in memory", async () => {
    const bytes = Array.from({ length: 12 * 9 }, (_, i) => (i * 89) % 256);
    const stored = await loadDataset(
      FOLDER_SPEC,
      filesOf({
        "pictures/a.npy": npy([4, 2, 2, 3], bytes.slice(0, 48)),
        "pictures/b.npy": npy([5, 2, 2, 3], bytes.slice(48)),
      }),
    );
    const inMemory = { ...stored, samples: Float32Array.from(bytes, (byte) => byte / 127.5 - 1) };
    const options = { seed: seed(3), batchSize: 4, shuffle: true, stepsPerEpoch: null };
    const [one, other] = [createBatches(stored, options), createBatches(inMemory, options)];
    for (const index of [0, 1, 2, 5]) {
      const [read, copied] = [new Float32Array(48), new Float32Array(48)];
      one.fill(index, read);
      other.fill(index, copied);
      expect(read).toEqual(copied);
      expect(new Set(read).size).toBeGreaterThan(12);
    }
  });

  test("timers run while a folder is read, so that a run can say that it lives", async () => {
    const options = filesOf({
      "pictures/a.npy": npy([100, 2, 2, 3], Array<number>(1200).fill(1)),
      ...Object.fromEntries(
        Array.from({ length: 30 }, (_, i) => [
          `pictures/b${String(i)}.png`,
          png(2, 3, Array<number>(12).fill(i)),
        ]),
      ),
    });
    let beats = 0;
    let isLoading = true;
    const beat = (): void => {
      beats += 1;
      if (isLoading) setImmediate(beat);
    };
    setImmediate(beat);
    await loadDataset(FOLDER_SPEC, options);
    isLoading = false;
    expect(beats).toBeGreaterThan(31);
  });

  test("refuses other sizes, other arrays and files that are none", async () => {
    for (const file of [
      { "pictures/a.png": png(3, 3, Array<number>(27).fill(0)) },
      { "pictures/a.png": new Uint8Array(8) },
      { "pictures/a.npy": npy([1, 2, 2, 1], [0, 0, 0, 0]) },
      { "pictures/a.npy": npy([1, 2, 2], [0, 0, 0, 0]) },
      { "pictures/a.npy": npy([1, 2, 2, 3], []).subarray(0, 40) },
      { "pictures/a.npy": npy([1, 2, 2, 3, 2], Array<number>(24).fill(0)) },
      { "pictures/a.npy": npy([12], Array<number>(12).fill(0)) },
      { "pictures/a.npy": npy([1, 2, 2, 3], [0, 0]) },
    ])
      await expect(loadDataset(FOLDER_SPEC, filesOf(file))).rejects.toMatchObject({
        code: "DATA_CORRUPT",
      });
  });

  test("says which folder and which flag where there is nothing", async () => {
    const options = filesOf({});
    const message = checkDataPresent(FOLDER_SPEC, options);
    expect(message).toContain(join(options.folder, "pictures"));
    expect(message).toContain("--data-dir");
    await expect(loadDataset(FOLDER_SPEC, options)).rejects.toMatchObject({ code: "DATA_MISSING" });
    expect(describeDataset(FOLDER_SPEC).rows).toBeNull();
  });
});

const python = process.env["LSGAN_PYTHON"];

test.runIf(python !== undefined)(
  "the export that docs/data.md gives crops the middle square, averages, and loads in the order of names (needs LSGAN_PYTHON)",
  { timeout: 60_000 },
  async () => {
    const [, script = ""] =
      /```python\n([\s\S]*?)```/.exec(readFileSync("docs/data.md", "utf8")) ?? [];
    // Of 8 × 4 the middle square is columns 2 to 5: pairs 0, 100 and 200, 100.
    const row = [0, 0, 0, 100, 200, 100, 0, 0];
    const wide = encode({
      width: 8,
      height: 4,
      channels: 1,
      depth: 8,
      data: Uint8Array.from({ length: 8 * 4 }, (_, i) => row[i % 8] ?? 0),
    });
    const red = Array.from({ length: 4 * 4 }, () => [255, 0, 0]).flat();
    const options = filesOf({
      "export.py": Buffer.from(script),
      "originals/a.png": wide,
      "originals/b/c.png": png(4, 3, red),
    });
    const { status, stderr } = spawnSync(
      python ?? "",
      ["export.py", "originals", FOLDER_SPEC.folder, String(FOLDER_SPEC.size)],
      { cwd: options.folder, encoding: "utf8" },
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const dataset = await loadDataset(FOLDER_SPEC, options);
    const bytes = [...valuesIn(dataset)].map((value) => Math.round((value + 1) * 127.5));
    const greys = [50, 150, 50, 150].flatMap((value) => [value, value, value]);
    expect(bytes).toEqual([...greys, ...red.slice(0, 12)]);
  },
);

describe("cifar-10", () => {
  const spec = { ...ROWS, kind: "cifar-10", split: "test" } as const;

  test("turns planes into pixels and keeps labels", async () => {
    const record = (label: number): number[] => [label, ...plane(0), ...plane(255), ...plane(51)];
    const options = filesOf({
      "cifar-10-batches-bin/test_batch.bin": Uint8Array.from([...record(3), ...record(9)]),
    });
    const dataset = await loadDataset(spec, options);
    const { labels, sampleShape, size } = dataset;
    const values = valuesIn(dataset);
    expect({ sampleShape, size }).toEqual({ sampleShape: [32, 32, 3], size: 2 });
    expect([...(labels ?? [])]).toEqual([3, 9]);
    expect([...values.slice(0, 3)]).toEqual([-1, 1, Math.fround(-0.6)]);
  });

  test("refuses files of another length or with other labels, and names what is missing", async () => {
    const name = "cifar-10-batches-bin/test_batch.bin";
    const broken = [
      filesOf({ [name]: new Uint8Array(100) }),
      filesOf({ [name]: new Uint8Array(3073).fill(10) }),
    ];
    for (const options of broken)
      await expect(loadDataset(spec, options)).rejects.toMatchObject({ code: "DATA_CORRUPT" });
    const message = checkDataPresent({ ...spec, split: "train" }, filesOf({}));
    expect(message).toContain("data_batch_5.bin");
  });
});

describe("hwdb", () => {
  const spec = { ...ROWS, kind: "hwdb", classes: 2 } as const;

  test("averages to 28 × 28 and orders classes by code", async () => {
    // 56 × 28: every target pixel covers two columns, 0 and 255.
    const striped = Array.from({ length: 56 * 28 }, (_, i) => (i % 2) * 255);
    const options = filesOf({
      "hwdb/part/2.gnt": gnt(0xb0a2, 28, 28, Array<number>(784).fill(51)),
      "hwdb/1.gnt": Uint8Array.from([...gnt(0xb0a3, 1, 1, [0]), ...gnt(0xb0a1, 56, 28, striped)]),
    });
    const dataset = await loadDataset(spec, options);
    const { labels, size, sampleShape } = dataset;
    const values = valuesIn(dataset);
    expect({ size, sampleShape }).toEqual({ size: 2, sampleShape: [28, 28, 1] });
    expect([...(labels ?? [])]).toEqual([0, 1]);
    expect(values[0]).toBe(Math.fround(128 / 127.5 - 1));
    expect(values[784]).toBe(Math.fround(-0.6));
  });

  test("refuses records that do not end, and too few characters", async () => {
    const cut = gnt(0xb0a1, 4, 4, Array<number>(16).fill(0)).subarray(0, 20);
    await expect(loadDataset(spec, filesOf({ "hwdb/1.gnt": cut }))).rejects.toMatchObject({
      code: "DATA_CORRUPT",
    });
    const one = filesOf({ "hwdb/1.gnt": gnt(0xb0a1, 1, 1, [0]) });
    await expect(loadDataset(spec, one)).rejects.toMatchObject({ code: "DATA_MISSING" });
    expect(checkDataPresent(spec, filesOf({}))).toContain(".gnt");
  });
});

describe("stacked-digits", () => {
  const spec = {
    kind: "stacked-digits",
    source: "synthetic-digits",
    split: "train",
    digits: 2,
    count: 300,
    shuffle: true,
    stepsPerEpoch: null,
  } as const;

  test("puts a true digit into each channel and leaves the third black", async () => {
    const dataset = await loadDataset(spec);
    const { labels, classes, sampleShape } = dataset;
    const values = valuesIn(dataset);
    const digits = await loadDataset({ ...ROWS, kind: "synthetic-digits", variation: "shift" });
    expect({ classes, sampleShape }).toEqual({ classes: 100, sampleShape: [28, 28, 3] });
    const pixels = valuesIn(digits);
    const known = new Map(
      Array.from({ length: total(DIGIT_COUNTS.shift) }, (_, i) => [
        pixels.slice(i * 784, (i + 1) * 784).join(),
        digits.labels?.[i],
      ]),
    );
    for (const image of [0, 150, 299]) {
      const channel = (number: number): Float32Array =>
        Float32Array.from({ length: 784 }, (_, i) => values[(image * 784 + i) * 3 + number] ?? NaN);
      const [tens, ones] = [known.get(channel(0).join()), known.get(channel(1).join())];
      expect(labels?.[image]).toBe(10 * (tens ?? NaN) + (ones ?? NaN));
      expect(channel(2).every((value) => value === -1)).toBe(true);
    }
  });

  test("has a thousand modes with three digits, and other data for another count", async () => {
    expect(describeDataset({ ...spec, digits: 3 })).toMatchObject({ classes: 1000, rows: 300 });
    const [one, other] = await Promise.all([
      loadDataset(spec),
      loadDataset({ ...spec, count: 301 }),
    ]);
    expect(one.digest).not.toBe(other.digest);
  });
});

const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);

const plane = (value: number): number[] => Array<number>(1024).fill(value);

/** Writes files below a fresh data folder. */
function filesOf(files: Readonly<Record<string, Uint8Array>>): {
  readonly folder: string;
  readonly cacheFolder: string;
} {
  const folder = mkdtempSync(join(tmpdir(), "lsgan-data-"));
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return { folder, cacheFolder: join(folder, "cache") };
}

function png(side: number, channels: number, data: readonly number[]): Uint8Array {
  return encode({ width: side, height: side, channels, depth: 8, data: Uint8Array.from(data) });
}

const npy = (shape: readonly number[], data: readonly number[]): Uint8Array =>
  Uint8Array.from([...npyHeader(shape), ...data]);

function gnt(code: number, width: number, height: number, pixels: readonly number[]): Uint8Array {
  const record = Buffer.alloc(10 + pixels.length);
  record.writeUInt32LE(record.length, 0);
  record.writeUInt16BE(code, 4);
  record.writeUInt16LE(width, 6);
  record.writeUInt16LE(height, 8);
  record.set(pixels, 10);
  return Uint8Array.from(record);
}
