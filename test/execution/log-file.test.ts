import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { chooseLine, openLog } from "../../src/execution/log-file.ts";
import { makeFolder } from "./fixtures.ts";

describe("openLog", () => {
  test("tells only of this attempt", () => {
    const path = join(makeFolder(), "a", "log.txt");
    const first = openLog(path);
    writeSync(first.descriptor, "Error: the first attempt's\n");
    first.close();
    const second = openLog(path, new Date(0));
    expect(second.lastLine()).toBeNull();
    writeSync(second.descriptor, "hello\n");
    expect(second.lastLine()).toBe("hello");
    second.close();
    expect(readFileSync(path, "utf8")).toBe(
      "Error: the first attempt's\n\n--- next attempt, 1970-01-01T00:00:00.000Z ---\nhello\n",
    );
  });

  test("looks only at the end of a huge log", () => {
    const log = openLog(join(makeFolder(), "log.txt"));
    writeSync(log.descriptor, `Error: long ago\n${"noise\n".repeat(10_000)}the end\n`);
    expect(log.lastLine()).toBe("the end");
    log.close();
  });
});

describe("chooseLine", () => {
  const CASES: readonly (readonly [string, string, string | null])[] = [
    ["silence", "", null],
    ["blank lines", "\n \n", null],
    ["the last line", "one\ntwo\n", "two"],
    [
      "an error above its stack",
      "x\nTypeError: no tensor\n    at f (a.ts:1)\n    at g\n\nNode.js v20.20.2\n",
      "TypeError: no tensor",
    ],
    ["the last of two errors", "Error: one\nRangeError: two\nbye\n", "RangeError: two"],
    ["a line that is too long", "y".repeat(400), `${"y".repeat(299)}…`],
  ];
  test.each(CASES)("%s", (_, text, line) => {
    expect(chooseLine(text)).toBe(line);
  });
});
