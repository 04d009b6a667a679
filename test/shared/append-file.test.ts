import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createAppendFile } from "../../src/shared/append-file.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "append-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const bytes = (text: string): Uint8Array => Buffer.from(text);

describe("createAppendFile", () => {
  test("keeps what was written in order, over many flushes", () => {
    const path = join(folder, "file");
    const file = createAppendFile(path);
    file.write(bytes("one "));
    file.write(bytes("two "));
    file.flush();
    file.write(bytes("three"));
    expect(readFileSync(path, "utf8")).toBe("one two ");
    file.close();
    file.close(); // does no harm
    expect(readFileSync(path, "utf8")).toBe("one two three");
  });

  test("writes by itself once a megabyte is waiting", () => {
    const path = join(folder, "file");
    const file = createAppendFile(path, { flushMs: 1e9 });
    file.write(new Uint8Array(1 << 20));
    expect(readFileSync(path)).toHaveLength(1 << 20);
    file.close();
  });

  test("throws at once where the file cannot be made", () => {
    expect(() => createAppendFile(join(folder, "missing", "file"))).toThrow("ENOENT");
  });

  test.skipIf(!existsSync("/dev/full"))(
    "says once that the disk is full, and does not throw (skipped where there is no /dev/full)",
    () => {
      const problems: string[] = [];
      const file = createAppendFile("/dev/full", { onProblem: (text) => problems.push(text) });
      file.write(bytes("x"));
      file.flush();
      file.flush();
      file.close();
      expect(problems).toEqual([expect.stringContaining("cannot write /dev/full")]);
    },
  );
});
