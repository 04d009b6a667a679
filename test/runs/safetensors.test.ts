import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { readSafetensors, writeSafetensors } from "../../src/runs/safetensors.ts";
import { missingPython, runPython } from "../tensorboard/python.ts";

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensors-"));
  path = join(folder, "checkpoint", "final.safetensors");
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const tensors = new Map([
  ["generator/0-dense/kernel", { shape: [2, 3], data: Float32Array.of(1, -2, 0.5, 3, NaN, 1e-40) }],
  ["generator/0-dense/bias", { shape: [], data: Float32Array.of(7) }],
  ["empty", { shape: [0, 4], data: new Float32Array() }],
]);

describe("writeSafetensors", () => {
  test("writes the bytes of the format", () => {
    writeSafetensors(path, new Map([["w", { shape: [2], data: Float32Array.of(1, -2) }]]));
    const json = '{"__metadata__":{},"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}';
    const bytes = readFileSync(path);
    expect(bytes.readBigUInt64LE(0)).toBe(72n);
    expect(json).toHaveLength(72); // a multiple of 8 already
    expect(bytes.subarray(8, 80).toString()).toBe(json);
    expect(bytes.subarray(80).toString("hex")).toBe("0000803f" + "000000c0"); // 1, −2
  });

  test("keeps names, shapes, values and metadata", () => {
    writeSafetensors(path, tensors, { id: "abc" });
    const found = readSafetensors(path);
    expect(found.metadata).toEqual({ id: "abc" });
    expect([...found.tensors]).toEqual([...tensors]);
  });

  test("equal tensors give equal bytes", () => {
    writeSafetensors(path, tensors, { id: "abc" });
    const before = readFileSync(path);
    writeSafetensors(path, tensors, { id: "abc" });
    expect(readFileSync(path)).toEqual(before);
  });

  test("refuses data that do not fill their shape", () => {
    const wrong = new Map([["w", { shape: [3], data: Float32Array.of(1) }]]);
    expect(() => {
      writeSafetensors(path, wrong);
    }).toThrow("Expected `w` to hold 3 values, got 1");
  });

  const missing = missingPython("safetensors.numpy");
  test.skipIf(missing !== null)(
    `is read by the format's own library${missing === null ? "" : ` (skipped: ${missing})`}`,
    () => {
      writeSafetensors(path, tensors, { id: "abc" });
      const program = `
import json, sys
from safetensors import safe_open
with safe_open(sys.argv[1], framework="numpy") as f:
    names = sorted(f.keys())
    print(json.dumps({"metadata": f.metadata(), "tensors": [
        [n, f.get_tensor(n).dtype.name, list(f.get_tensor(n).shape), f.get_tensor(n).tobytes().hex()] for n in names]}))`;
      expect(runPython(program, path)).toEqual({
        metadata: { id: "abc" },
        tensors: [...tensors.entries()]
          .sort(([one], [other]) => (one < other ? -1 : 1))
          .map(([name, { shape, data }]) => [
            name,
            "float32",
            shape,
            Buffer.from(data.buffer).toString("hex"),
          ]),
      });
    },
  );
});

describe("readSafetensors", () => {
  test.each([
    ["nothing", Buffer.alloc(0)],
    ["no header", Buffer.from("0800000000000000" + "6e6f74206a736f6e", "hex")],
    ["an array as header", Buffer.from("0200000000000000" + "5b5d", "hex")],
  ])("refuses a file that holds %s", (_name, bytes) => {
    path = join(folder, "broken.safetensors");
    writeFileSync(path, bytes);
    expect(() => readSafetensors(path)).toThrow(expect.objectContaining({ code: "DATA_CORRUPT" }));
  });

  test("refuses a file that was cut short", () => {
    writeSafetensors(path, new Map([["w", { shape: [4], data: new Float32Array(4) }]]));
    writeFileSync(path, readFileSync(path).subarray(0, -4));
    expect(() => readSafetensors(path)).toThrow("w to hold 4 values");
  });
});
