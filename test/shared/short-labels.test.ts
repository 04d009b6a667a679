import { expect, test } from "vitest";

import { shortLabels } from "../../src/shared/short-labels.ts";
import { formatDuration } from "../../src/shared/terminal-text.ts";

test("labels that begin alike stay apart where they are cut; short ones stay as they are", () => {
  expect(
    shortLabels(["layers: dense 128 · one", "labels: binary", "layers: dense 128 · two"], 17),
  ).toEqual(["layers: dense… #1", "labels: binary", "layers: dense… #3"]);
});

test("from 48 hours on, time is told in days", () => {
  expect(formatDuration(47 * 3_600_000)).toBe("47:00:00");
  expect(formatDuration(60 * 3_600_000)).toBe("2.5 days");
});
