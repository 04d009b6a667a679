/** Tiny IDX files, a source that knows their digests, and a server that gives them, badly if asked to. */
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createHash } from "node:crypto";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import type { IdxFile, IdxSource } from "../../src/data/idx-source.ts";

const PIXELS = 28 * 28;

export function idxImages(count: number, valueAt: (byte: number) => number): Uint8Array {
  const bytes = new Uint8Array(16 + count * PIXELS);
  const view = new DataView(bytes.buffer);
  [0x803, count, 28, 28].forEach((word, i) => {
    view.setUint32(4 * i, word);
  });
  for (let i = 0; i < count * PIXELS; i++) bytes[16 + i] = valueAt(i);
  return bytes;
}

export function idxLabels(labels: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 + labels.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 0x801);
  view.setUint32(4, labels.length);
  bytes.set(labels, 8);
  return bytes;
}

const md5 = (bytes: Uint8Array): string => createHash("md5").update(bytes).digest("hex");

/** Noise-like bytes, so that the compressed file is long enough to be cut. */
const noise = (salt: number) => (i: number) => (Math.imul(i + salt, 0x9e3779b1) >>> 13) & 255;

export const CONTENT: Readonly<Record<string, Uint8Array>> = {
  "train-images-idx3-ubyte": idxImages(6, noise(1)),
  "train-labels-idx1-ubyte": idxLabels([0, 1, 2, 3, 4, 5]),
  "t10k-images-idx3-ubyte": idxImages(2, (i) => [0, 51, 255][i % 3] ?? 0),
  "t10k-labels-idx1-ubyte": idxLabels([7, 9]),
};

export const ARCHIVES: ReadonlyMap<string, Uint8Array> = new Map(
  Object.entries(CONTENT).map(([name, bytes]) => [`${name}.gz`, gzipSync(bytes)]),
);

export function tinySource(mirrors: readonly string[]): IdxSource {
  return {
    kind: "mnist",
    title: "Tiny MNIST",
    torchvisionFolder: "MNIST/raw",
    mirrors,
    classes: 10,
    splits: {
      train: {
        count: 6,
        images: fileOf("train-images-idx3-ubyte"),
        labels: fileOf("train-labels-idx1-ubyte"),
      },
      test: {
        count: 2,
        images: fileOf("t10k-images-idx3-ubyte"),
        labels: fileOf("t10k-labels-idx1-ubyte"),
      },
    },
  };
}

function fileOf(name: string): IdxFile {
  const archive = ARCHIVES.get(`${name}.gz`) ?? new Uint8Array();
  const content = CONTENT[name] ?? new Uint8Array();
  return { name: `${name}.gz`, archiveMd5: md5(archive), contentMd5: md5(content) };
}

export const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), "lsgan-data-"));

export interface FileServer {
  readonly url: string;
  /** `<path>` or `<path> <Range>` of every request, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

type Answer = (name: string, request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine that answers by `answer`. */
export async function serve(answer: Answer): Promise<FileServer> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    const { url = "", headers } = request;
    requests.push(headers.range === undefined ? url : `${url} ${headers.range}`);
    answer(url.split("/").at(-1) ?? "", request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => {
          resolve();
        });
      }),
  };
}

/** Gives the archives, and parts of them. */
export const giveArchives: Answer = (name, request, response) => {
  const bytes = ARCHIVES.get(name);
  if (bytes === undefined) {
    response.writeHead(404).end();
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (start >= bytes.length) {
    response.writeHead(416).end();
    return;
  }
  const rest = bytes.subarray(start);
  const range = `bytes ${String(start)}-${String(bytes.length - 1)}/${String(bytes.length)}`;
  response.writeHead(start > 0 ? 206 : 200, {
    "Content-Length": rest.length,
    ...(start > 0 ? { "Content-Range": range } : {}),
  });
  response.end(rest);
};

/** Gives the first half of what was asked for, then breaks the connection. */
export const breakHalfway: Answer = (name, request, response) => {
  const bytes = ARCHIVES.get(name) ?? new Uint8Array();
  const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  const rest = bytes.subarray(start);
  response.writeHead(start > 0 ? 206 : 200, { "Content-Length": rest.length });
  response.write(rest.subarray(0, Math.ceil(rest.length / 2)), () => {
    setTimeout(() => response.destroy(), 20);
  });
};
