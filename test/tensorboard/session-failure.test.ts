import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { createEventWriter } from "../../src/tensorboard/event-writer.ts";
import { writeSessionFailure } from "../../src/tensorboard/session-failure.ts";
import { decodeEventFile } from "./decode.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "failure-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("writeSessionFailure", () => {
  test("adds a later file that starts after the last step and voids nothing before it", () => {
    const writer = createEventWriter(folder);
    writer.scalars(12, { x: 1 });
    writer.close();
    writeSessionFailure(folder, 12, "was killed by SIGKILL");
    const names = readdirSync(folder).sort();
    expect(names).toHaveLength(2);
    const [, start, ...events] = decodeEventFile(join(folder, names[1] ?? ""));
    expect(start).toMatchObject({ sessionLog: 1, step: 13 });
    expect(events.flatMap(({ values }) => values).map(({ tag }) => tag)).toEqual([
      "run/outcome",
      "_hparams_/session_end_info",
    ]);
  });

  test("writes nothing where the child had written nothing", () => {
    writeSessionFailure(folder, 0, "could not be started");
    expect(readdirSync(folder)).toEqual([]);
  });
});
