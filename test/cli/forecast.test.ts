import { describe, expect, test } from "vitest";

import { scheduleLength } from "../../src/cli/forecast.ts";

describe("scheduleLength", () => {
  test.each([
    { durations: [4, 3, 2, 1], jobs: 1, length: 10 },
    // 4 | 3: the second place is free first, then 3 + 2 = 5 and 4 + 1 = 5
    { durations: [4, 3, 2, 1], jobs: 2, length: 5 },
    // 1 | 1 | 1, then 1 + 9: the last run started decides
    { durations: [1, 1, 1, 9], jobs: 3, length: 10 },
    { durations: [5], jobs: 8, length: 5 },
    { durations: [], jobs: 2, length: 0 },
  ])("takes $length for runs of $durations with $jobs jobs", ({ durations, jobs, length }) => {
    expect(scheduleLength(durations, jobs)).toBe(length);
  });
});
