import { describe, expect, test } from "vitest";

import { parseChildMessage } from "../../src/execution/parse-message.ts";
import type { ChildMessage } from "../../src/runs/messages.ts";

const GOOD: readonly ChildMessage[] = [
  { type: "started", executor: "onnx", steps: 10, fromStep: 0 },
  {
    type: "progress",
    step: 3,
    stepsPerSecond: 2.5,
    losses: { discriminator: NaN, generator: Infinity },
  },
  { type: "evaluated", step: 3, values: { "matched-share": 0.5 } },
  { type: "warning", text: "slow" },
  { type: "ended", outcome: { status: "finished", durationMs: 5 } },
  { type: "ended", outcome: { status: "diverged", step: 1, what: "loss/g", durationMs: 5 } },
  { type: "ended", outcome: { status: "cancelled", step: 1 } },
  { type: "ended", outcome: { status: "failed", error: "no" } },
];

const BAD: readonly unknown[] = [
  null,
  "ready",
  42,
  {},
  { type: "hello" },
  { type: "started", executor: "onnx", steps: "10", fromStep: 0 },
  { type: "progress", step: 3, stepsPerSecond: 2 },
  { type: "progress", step: 3, stepsPerSecond: 2, losses: { discriminator: 1 } },
  { type: "evaluated", step: 3, values: null },
  { type: "warning", text: 3 },
  { type: "ended", outcome: { status: "won" } },
  { type: "ended", outcome: { status: "finished" } },
  { type: "ended" },
];

describe("parseChildMessage", () => {
  test.each(GOOD)("gives back $type as it was sent", (message) => {
    expect(parseChildMessage(message)).toEqual(message);
  });

  test("takes nothing that is not in the protocol along", () => {
    const message = { type: "warning", text: "slow", pid: 4 };
    expect(parseChildMessage(message)).toEqual({ type: "warning", text: "slow" });
  });

  test.each(BAD.map((value) => [JSON.stringify(value), value]))("refuses %s", (_, value) => {
    expect(parseChildMessage(value)).toBeNull();
  });
});
