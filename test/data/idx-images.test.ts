import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import type { ServerResponse } from "node:http";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";

import { afterEach, describe, expect, test, vi } from "vitest";

import type { DownloadProgress } from "../../src/data/dataset-module.ts";
import { createIdxModule } from "../../src/data/idx-images.ts";
import type { IdxSpec } from "../../src/data/idx-images.ts";
import { checkDataPresent, describeDataset, loadDataset } from "../../src/data/registry.ts";
import {
  ARCHIVES,
  breakHalfway,
  CONTENT,
  giveArchives,
  idxImages,
  idxLabels,
  serve,
  temporaryFolder,
  tinySource,
} from "./idx-files.ts";
import type { FileServer } from "./idx-files.ts";
import { valuesIn } from "./values.ts";

const TRAIN: IdxSpec = {
  kind: "mnist",
  split: "train",
  limit: null,
  shuffle: true,
  stepsPerEpoch: null,
};
const TEST: IdxSpec = { ...TRAIN, split: "test" };

/** Nobody listens here. */
const NOWHERE = "http://127.0.0.1:9";
const offline = createIdxModule(tinySource([NOWHERE]));

const servers: FileServer[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function open(...answers: Parameters<typeof serve>): Promise<FileServer> {
  const server = await serve(...answers);
  servers.push(server);
  return server;
}

function folderWith(files: Readonly<Record<string, Uint8Array>>): string {
  const folder = temporaryFolder();
  for (const [name, bytes] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), bytes);
  }
  return folder;
}

const content = (name: string): Uint8Array => CONTENT[name] ?? new Uint8Array();
const archive = (name: string): Uint8Array => ARCHIVES.get(name) ?? new Uint8Array();
const inFolder = (folder: string): { folder: string; cacheFolder: string } => ({
  folder,
  cacheFolder: temporaryFolder(),
});

describe("load", () => {
  const IMAGES = content("t10k-images-idx3-ubyte");
  const LABELS = content("t10k-labels-idx1-ubyte");

  test.each([
    ["official archives", "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"],
    ["the dotted spelling, compressed", "t10k-images.idx3-ubyte.gz", "t10k-labels.idx1-ubyte.gz"],
    [
      "a folder of the data set's own",
      "mnist/t10k-images-idx3-ubyte.gz",
      "mnist/t10k-labels-idx1-ubyte.gz",
    ],
    [
      "torchvision's folder",
      "MNIST/raw/t10k-images-idx3-ubyte.gz",
      "MNIST/raw/t10k-labels-idx1-ubyte.gz",
    ],
  ])("reads %s", async (_, images, labels) => {
    const folder = folderWith({ [images]: gzipSync(IMAGES), [labels]: gzipSync(LABELS) });
    expect((await offline.load(TEST, inFolder(folder))).size).toBe(2);
  });

  test.each([
    ["decompressed", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"],
    ["decompressed, dotted", "t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"],
    [
      "decompressed under the archive's name",
      "t10k-images-idx3-ubyte.gz",
      "t10k-labels-idx1-ubyte.gz",
    ],
  ])("reads files %s", async (_, images, labels) => {
    const folder = folderWith({ [images]: IMAGES, [labels]: LABELS });
    expect((await offline.load(TEST, inFolder(folder))).size).toBe(2);
  });

  test("accepts an archive recompressed at another level, whose own MD5 is not the official one", async () => {
    const folder = folderWith({
      "t10k-images-idx3-ubyte.gz": gzipSync(IMAGES, { level: 1 }),
      "t10k-labels-idx1-ubyte.gz": gzipSync(LABELS, { level: 1 }),
    });
    expect((await offline.load(TEST, inFolder(folder))).size).toBe(2);
  });

  test("scales byte v to v / 127.5 − 1: 0, 51, 255 become −1, −0.6, 1", async () => {
    const folder = folderWith({
      "t10k-images-idx3-ubyte": IMAGES,
      "t10k-labels-idx1-ubyte": LABELS,
    });
    const dataset = await offline.load(TEST, inFolder(folder));
    const { labels, sampleShape, draws } = dataset;
    const values = valuesIn(dataset);
    expect([...values.slice(0, 3)]).toEqual([-1, Math.fround(-0.6), 1]);
    expect(values.length).toBe(2 * 784);
    expect(Array.from(labels ?? [])).toEqual([7, 9]);
    expect({ sampleShape, draws }).toEqual({ sampleShape: [28, 28, 1], draws: null });
  });

  test("keeps the first `limit` images and their labels, under another digest", async () => {
    const folder = folderWith({
      "train-images-idx3-ubyte": content("train-images-idx3-ubyte"),
      "train-labels-idx1-ubyte": content("train-labels-idx1-ubyte"),
    });
    const all = await offline.load(TRAIN, inFolder(folder));
    const some = await offline.load({ ...TRAIN, limit: 4 }, inFolder(folder));
    expect(some.size).toBe(4);
    expect(Array.from(some.labels ?? [])).toEqual([0, 1, 2, 3]);
    expect(valuesIn(some)).toEqual(valuesIn(all).slice(0, 4 * 784));
    expect(some.digest).not.toBe(all.digest);
    expect((await offline.load({ ...TRAIN, limit: 99 }, inFolder(folder))).digest).toBe(all.digest);
  });

  const changed = (bytes: Uint8Array, at: number, value: number): Uint8Array =>
    Uint8Array.from(bytes, (byte, i) => (i === at ? value : byte));

  test.each([
    [
      "labels under the images' name",
      { images: LABELS, labels: LABELS },
      "Expected `IMAGES` to begin with the magic number 0x00000803 of IDX images, got 0x00000801",
    ],
    [
      "a file cut off in its header",
      { images: IMAGES.subarray(0, 9), labels: LABELS },
      "Expected `IMAGES` to begin with an IDX header of 16 bytes, got 9 bytes in all",
    ],
    [
      "an empty file",
      { images: new Uint8Array(), labels: LABELS },
      "Expected `IMAGES` to begin with an IDX header of 16 bytes, got 0 bytes in all",
    ],
    [
      "a file cut off in its pixels",
      { images: IMAGES.subarray(0, 1000), labels: LABELS },
      "Expected `IMAGES` to have 1584 bytes, because its header tells of 2 × 28 × 28 images, got 1000",
    ],
    [
      "a label that is no class",
      { images: IMAGES, labels: idxLabels([7, 10]) },
      "Expected the labels in `LABELS` to be from 0 to 9, got 10 at byte 9",
    ],
    [
      "fewer labels than images",
      { images: IMAGES, labels: idxLabels([7]) },
      "Expected as many labels as images, got 2 images in `IMAGES` (1584 bytes) and 1 labels in `LABELS` (9 bytes)",
    ],
    [
      "a gzip file cut off",
      { images: gzipSync(IMAGES).subarray(0, 30), labels: LABELS },
      "Expected `IMAGES` to be a whole gzip file, got 30 bytes that do not decompress: unexpected end of file",
    ],
    [
      "one changed pixel",
      { images: changed(IMAGES, 100, 1), labels: LABELS },
      /^Expected `IMAGES` to be the t10k-images-idx3-ubyte of Tiny MNIST \(MD5 of the decompressed bytes [0-9a-f]{32}\), got another or a damaged file \([0-9a-f]{32}, 1584 bytes\)$/,
    ],
  ])("refuses %s, naming the file and its bytes", async (_, { images, labels }, message) => {
    const folder = folderWith({
      "t10k-images-idx3-ubyte": images,
      "t10k-labels-idx1-ubyte": labels,
    });
    const error: unknown = await offline.load(TEST, inFolder(folder)).catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "DATA_CORRUPT" });
    const text = (error instanceof Error ? error.message : "")
      .replaceAll(join(folder, "t10k-images-idx3-ubyte"), "IMAGES")
      .replaceAll(join(folder, "t10k-labels-idx1-ubyte"), "LABELS");
    expect(text).toEqual(typeof message === "string" ? message : expect.stringMatching(message));
  });

  test("refuses images of another size", async () => {
    const small = idxImages(2, () => 0);
    new DataView(small.buffer).setUint32(8, 14);
    new DataView(small.buffer).setUint32(12, 56);
    const folder = folderWith({
      "t10k-images-idx3-ubyte": small,
      "t10k-labels-idx1-ubyte": LABELS,
    });
    await expect(offline.load(TEST, inFolder(folder))).rejects.toThrow(
      "to be 28 × 28, got 14 × 56",
    );
  });
});

describe("checkPresent", () => {
  test("is null where the files are, and does not open them", () => {
    const folder = folderWith({
      "t10k-images-idx3-ubyte": new Uint8Array(),
      "t10k-labels-idx1-ubyte": new Uint8Array(),
    });
    expect(offline.checkPresent?.(TEST, inFolder(folder))).toBeNull();
  });

  test("names the missing files, what is present, the other split where complete, the folder and the flag", () => {
    const folder = folderWith({
      "mnist/t10k-images-idx3-ubyte.gz": archive("t10k-images-idx3-ubyte.gz"),
      "mnist/t10k-labels-idx1-ubyte.gz": archive("t10k-labels-idx1-ubyte.gz"),
    });
    const text = offline.checkPresent?.(TRAIN, { folder, cacheFolder: "/cache" }) ?? "";
    expect(text.replaceAll(folder, "DATA")).toMatchInlineSnapshot(`
      "Expected Tiny MNIST's training images to be in a data folder; missing: train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz
        looked in: DATA/mnist, DATA/MNIST/raw, DATA, /cache/mnist
        present:   DATA/mnist/t10k-images-idx3-ubyte.gz, DATA/mnist/t10k-labels-idx1-ubyte.gz
        the split \`test\` is complete: \`dataset.split: test\` would use its 2 images; classifier metrics need \`test-training\`, which leaves some of them to compare with
        put them into /cache/mnist, or name their folder with --data-dir FOLDER"
    `);
  });

  test("says the same of all splits that read the same files, so that a plan says it once", () => {
    const empty = { folder: temporaryFolder(), cacheFolder: "/cache" };
    const parts = { ...TEST, split: "test-training" } as const;
    const text = offline.checkPresent?.(parts, empty);
    expect(text).toContain("Tiny MNIST's test images");
    expect(text).toBe(offline.checkPresent?.(TEST, empty));
  });
});

describe("ensure", () => {
  test("downloads both files once, with progress up to the whole, and load reads them", async () => {
    const server = await open(giveArchives);
    const module = createIdxModule(tinySource([server.url]));
    const cacheFolder = temporaryFolder();
    const progress: DownloadProgress[] = [];
    const onProgress = (state: DownloadProgress): void => void progress.push(state);
    await module.ensure?.(TRAIN, { cacheFolder, onProgress });
    await module.ensure?.(TRAIN, { cacheFolder, onProgress });
    expect(server.requests).toEqual(["/train-images-idx3-ubyte.gz", "/train-labels-idx1-ubyte.gz"]);
    expect(readdirSync(join(cacheFolder, "mnist"))).toEqual([
      "train-images-idx3-ubyte.gz",
      "train-labels-idx1-ubyte.gz",
    ]);
    const size = archive("train-labels-idx1-ubyte.gz").length;
    expect(progress.at(-1)).toMatchObject({ receivedBytes: size, totalBytes: size });
    expect((await module.load(TRAIN, { cacheFolder })).size).toBe(6);
  });

  test("resumes an interrupted transfer where it broke", async () => {
    let broken = false;
    const server = await open((name, request, response) => {
      if (broken) giveArchives(name, request, response);
      else breakHalfway(name, request, response);
      broken = true;
    });
    const module = createIdxModule(tinySource([server.url]));
    const cacheFolder = temporaryFolder();
    await module.ensure?.(TRAIN, { cacheFolder });
    const half = Math.ceil(archive("train-images-idx3-ubyte.gz").length / 2);
    expect(server.requests.slice(0, 2)).toEqual([
      "/train-images-idx3-ubyte.gz",
      `/train-images-idx3-ubyte.gz bytes=${String(half)}-`,
    ]);
    expect((await module.load(TRAIN, { cacheFolder })).size).toBe(6);
  });

  test("goes on at the next mirror where one that always breaks has stopped", async () => {
    const bad = await open(breakHalfway);
    const good = await open(giveArchives);
    const module = createIdxModule(tinySource([bad.url, good.url]));
    const cacheFolder = temporaryFolder();
    await module.ensure?.(TRAIN, { cacheFolder });
    expect(bad.requests).toHaveLength(2 * 3);
    expect(good.requests[0]).toMatch(/^\/train-images-idx3-ubyte\.gz bytes=\d+-$/);
    expect((await module.load(TRAIN, { cacheFolder })).size).toBe(6);
  });

  test("two at once download once, and leave nothing but the files", async () => {
    const server = await open((name, request, response) => {
      setTimeout(() => {
        giveArchives(name, request, response);
      }, 50);
    });
    const cacheFolder = temporaryFolder();
    const module = createIdxModule(tinySource([server.url]));
    await Promise.all([1, 2].map(async () => module.ensure?.(TRAIN, { cacheFolder })));
    expect(server.requests).toHaveLength(2);
    expect(readdirSync(join(cacheFolder, "mnist"))).toHaveLength(2);
  });

  test("a lock left by a process that is gone is taken over", async () => {
    const server = await open(giveArchives);
    const cacheFolder = temporaryFolder();
    const lock = join(cacheFolder, "mnist/train-images-idx3-ubyte.gz.lock");
    mkdirSync(join(cacheFolder, "mnist"));
    writeFileSync(lock, "");
    const hourAgo = Date.now() / 1000 - 3600;
    utimesSync(lock, hourAgo, hourAgo);
    await createIdxModule(tinySource([server.url])).ensure?.(TRAIN, { cacheFolder });
    expect(existsSync(lock)).toBe(false);
  });

  test("resumes what an earlier process left, also from a server without ranges", async () => {
    const cacheFolder = temporaryFolder();
    mkdirSync(join(cacheFolder, "mnist"));
    writeFileSync(
      join(cacheFolder, "mnist/train-images-idx3-ubyte.gz.part"),
      archive("train-images-idx3-ubyte.gz").subarray(0, 100),
    );
    const server = await open((name, _request, response) => {
      response.end(archive(name));
    });
    const module = createIdxModule(tinySource([server.url]));
    await module.ensure?.(TRAIN, { cacheFolder });
    expect(server.requests[0]).toBe("/train-images-idx3-ubyte.gz bytes=100-");
    expect((await module.load(TRAIN, { cacheFolder })).size).toBe(6);
  });

  test("starts afresh where the part on disk is of another file", async () => {
    const cacheFolder = temporaryFolder();
    const server = await open(giveArchives);
    mkdirSync(join(cacheFolder, "mnist"));
    writeFileSync(
      join(cacheFolder, "mnist/train-images-idx3-ubyte.gz.part"),
      new Uint8Array(200).fill(7),
    );
    const module = createIdxModule(tinySource([server.url]));
    await module.ensure?.(TRAIN, { cacheFolder });
    expect((await module.load(TRAIN, { cacheFolder })).size).toBe(6);
  });

  test("takes a whole part that was never renamed, without a second transfer", async () => {
    const cacheFolder = temporaryFolder();
    const server = await open(giveArchives);
    mkdirSync(join(cacheFolder, "mnist"));
    writeFileSync(
      join(cacheFolder, "mnist/train-images-idx3-ubyte.gz.part"),
      archive("train-images-idx3-ubyte.gz"),
    );
    const module = createIdxModule(tinySource([server.url]));
    await module.ensure?.(TRAIN, { cacheFolder });
    expect((await module.load(TRAIN, { cacheFolder })).size).toBe(6);
  });

  test.each([
    ["gives another file", (response: ServerResponse) => response.end("<html>")],
    ["answers 404", (response: ServerResponse) => response.writeHead(404).end()],
    ["answers 500", (response: ServerResponse) => response.writeHead(500).end()],
    ["hangs up", (response: ServerResponse) => response.destroy()],
  ])("goes on to the next mirror where the first %s", async (_, misbehave) => {
    const bad = await open((_name, _request, response) => {
      misbehave(response);
    });
    const good = await open(giveArchives);
    const module = createIdxModule(tinySource([bad.url, good.url]));
    const cacheFolder = temporaryFolder();
    await module.ensure?.(TRAIN, { cacheFolder });
    expect(good.requests).toHaveLength(2);
    expect((await module.load(TRAIN, { cacheFolder })).size).toBe(6);
  });

  test("accepts a recompressed archive from a mirror", async () => {
    const server = await open((name, _request, response) => {
      response.end(gzipSync(content(name.replace(".gz", "")), { level: 1 }));
    });
    const module = createIdxModule(tinySource([server.url]));
    const cacheFolder = temporaryFolder();
    await module.ensure?.(TRAIN, { cacheFolder });
    expect((await module.load(TRAIN, { cacheFolder })).size).toBe(6);
  });

  test("LSGAN_MIRROR replaces every mirror", async () => {
    const server = await open(giveArchives);
    vi.stubEnv("LSGAN_MIRROR", `${server.url}/mirror/`);
    await offline.ensure?.(TEST, { cacheFolder: temporaryFolder() });
    expect(server.requests[0]).toBe("/mirror/mnist/t10k-images-idx3-ubyte.gz");
  });

  test("an abort is thrown as such and leaves the part for the next time", async () => {
    const controller = new AbortController();
    const server = await open((name, _request, response) => {
      response.writeHead(200, { "Content-Length": archive(name).length });
      response.write(archive(name).subarray(0, 500), () => {
        setTimeout(() => {
          controller.abort();
        }, 50);
      });
    });
    const cacheFolder = temporaryFolder();
    const module = createIdxModule(tinySource([server.url]));
    await expect(
      module.ensure?.(TRAIN, { cacheFolder, signal: controller.signal }),
    ).rejects.toMatchObject({ name: "AbortError" });
    const part = join(cacheFolder, "mnist/train-images-idx3-ubyte.gz.part");
    expect(readFileSync(part)).toHaveLength(500);
  });

  test("offline: one message with the files, every mirror's reason, the folder and the flag", async () => {
    const server = await serve(giveArchives);
    await server.close();
    const module = createIdxModule(tinySource([server.url, `${server.url}/second`]));
    const cacheFolder = temporaryFolder();
    const error: unknown = await module
      .ensure?.(TRAIN, { cacheFolder, folder: null })
      .catch((e: unknown) => e);
    expect(error).toMatchObject({ code: "DATA_MISSING" });
    const text = (error instanceof Error ? error.message : "")
      .replaceAll(server.url.replace("http://", ""), "HOST")
      .replaceAll(cacheFolder, "CACHE");
    expect(text).toMatchInlineSnapshot(`
      "Expected Tiny MNIST's training images to be in a data folder; missing: train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz
        looked in: CACHE/mnist
        present:   none of its files
        tried:     http://HOST/train-images-idx3-ubyte.gz: connect ECONNREFUSED HOST
        tried:     http://HOST/second/train-images-idx3-ubyte.gz: connect ECONNREFUSED HOST
        put them into CACHE/mnist, or name their folder with --data-dir FOLDER"
    `);
  });
});

describe("the real MNIST test split", () => {
  const folder =
    process.env["LSGAN_DATA_DIR"] ?? resolve(import.meta.dirname, "../../../shared/data");
  const present = checkDataPresent(TEST, { folder }) === null;
  if (!present) test.skip(`needs the MNIST test split: set LSGAN_DATA_DIR`, () => undefined);

  test.runIf(present)("has the published first labels, class counts and mean pixel", async () => {
    const dataset = await loadDataset(TEST, { folder });
    expect(describeDataset(TEST)).toMatchObject({ size: 10_000, rows: 10_000, classes: 10 });
    expect(dataset.size).toBe(10_000);
    expect(Array.from(dataset.labels?.subarray(0, 10) ?? [])).toEqual([
      7, 2, 1, 0, 4, 1, 4, 9, 5, 9,
    ]);
    const counts = new Array<number>(10).fill(0);
    for (const label of dataset.labels ?? []) counts[label] = (counts[label] ?? 0) + 1;
    expect(counts).toEqual([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    // torchvision's users know the test split's mean as 0.1325 of [0, 1].
    const sum = valuesIn(dataset).reduce((total, value) => total + (value + 1) / 2, 0);
    expect(sum / (10_000 * 784)).toBeCloseTo(0.1325, 4);
  });

  test.runIf(present && !existsSync(join(folder, "mnist/train-images-idx3-ubyte.gz")))(
    "does not stand in for the train split",
    () => {
      const text = checkDataPresent(TRAIN, { folder, cacheFolder: temporaryFolder() }) ?? "";
      expect(text).toContain("missing: train-images-idx3-ubyte.gz, train-labels-idx1-ubyte.gz");
      expect(text).toContain("`dataset.split: test` would use its 10000 images");
    },
  );
});
