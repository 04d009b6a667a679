/** NPY files of bytes: read where they lie, so that they may be larger than memory. */
import {
  closeSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  rmSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, onTestFinished, test } from "vitest";

import { openNpy } from "../../src/data/npy.ts";
import { npyHeader } from "./npy-file.ts";

const SIDE = 1024;
const ROW = SIDE * SIDE * 3;

test("reads rows beyond 2 GiB and 4 GiB, of versions 1.0 and 2.0, without reading the rest", () => {
  for (const version of [1, 2] as const) {
    const path = sparse({ rows: 1500, version, ends: [7, 8, 9] });
    const { shape, data } = openNpy(path);
    expect(shape).toEqual([1500, SIDE, SIDE, 3]);
    expect(data.length).toBe(1500 * ROW);
    expect(data.length).toBeGreaterThan(2 ** 32);
    expect([...data.read(1500 * ROW - 4, 1500 * ROW)]).toEqual([0, 7, 8, 9]);
    expect(data.read(800 * ROW, 801 * ROW).every((byte) => byte === 0)).toBe(true);
  }
});

test("says that a file became shorter, or is gone, while it was trained on", () => {
  const path = sparse({ rows: 2, version: 1, ends: [1] });
  const { data } = openNpy(path);
  truncateSync(path, ROW);
  expect(() => data.read(ROW, 2 * ROW)).toThrow("to stay as it was");
  rmSync(path);
  expect(() => data.read(0, ROW)).toThrow("gone or shorter");
});

interface Sparse {
  readonly rows: number;
  readonly version: 1 | 2;
  /** The last bytes; all others are 0, and take no room. */
  readonly ends: readonly number[];
}

function sparse({ rows, version, ends }: Sparse): string {
  const folder = mkdtempSync(join(tmpdir(), "lsgan-npy-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const path = join(folder, "a.npy");
  const file = openSync(path, "w");
  const header = npyHeader([rows, SIDE, SIDE, 3], version);
  writeSync(file, header);
  ftruncateSync(file, header.length + rows * ROW);
  writeSync(file, Uint8Array.from(ends), 0, ends.length, header.length + rows * ROW - ends.length);
  closeSync(file);
  return path;
}
