import { describe, expect, test } from "vitest";

import { createSchedule } from "../../src/training/schedule.ts";
import type { RunSpec } from "../../src/config/spec.ts";
import { PaceMeter } from "../../src/training/pace.ts";

const spec = (steps: number, everySteps: number): Pick<RunSpec, "training" | "evaluation"> => ({
  training: {
    steps,
    batchSize: 4,
    discriminatorSteps: 1,
    order: "discriminator-first",
    latents: "fresh",
    discriminatorBatch: "full",
    realAndFake: "separate",
    fakesForDiscriminator: "training",
    generatorAverage: null,
  },
  evaluation: { everySteps, samples: 10, metrics: [], primary: "" },
});

const due = (is: (completed: number) => boolean, steps: number): number[] =>
  Array.from({ length: steps + 1 }, (_, i) => i).filter(is);

describe("createSchedule", () => {
  test("evaluates before training, at every interval and at the end", () => {
    const schedule = createSchedule(spec(10, 4), {
      logging: { everySteps: 5, histogramsEverySteps: null },
      snapshots: [0, 10],
    });
    expect(due(schedule.evaluates, 10)).toEqual([0, 4, 8, 10]);
    expect(due(schedule.draws, 10)).toEqual([0, 10]);
  });

  test("logs after the first step, at every interval and at the end", () => {
    const schedule = createSchedule(spec(10, 4), {
      logging: { everySteps: 4, histogramsEverySteps: null },
      snapshots: [0, 10],
    });
    expect(due(schedule.logs, 10).filter((step) => step > 0)).toEqual([1, 4, 8, 10]);
  });

  test("measures updates at the first step, every fifth log and the end", () => {
    const schedule = createSchedule(spec(25, 4), {
      logging: { everySteps: 2, histogramsEverySteps: null },
      snapshots: [0, 25],
    });
    const measured = due(schedule.measures, 25).filter((step) => step > 0);
    expect(measured).toEqual([1, 10, 20, 25]);
    expect(measured.filter((step) => !schedule.logs(step))).toEqual([]);
  });

  test("histograms follow the snapshots unless they have an interval of their own", () => {
    const logging = { everySteps: 5, histogramsEverySteps: null };
    const following = createSchedule(spec(10, 4), { logging, snapshots: [0, 3, 10] });
    const own = createSchedule(spec(10, 4), {
      logging: { ...logging, histogramsEverySteps: 6 },
      snapshots: [0, 10],
    });
    expect(due(following.histograms, 10)).toEqual([0, 3, 10]);
    expect(due(own.histograms, 10)).toEqual([0, 6, 10]);
  });
});

describe("PaceMeter", () => {
  test("does not count the time of evaluations", () => {
    let now = 0;
    const pace = new PaceMeter(() => now);
    now = 10;
    pace.step();
    now = 1010; // an evaluation
    pace.resume();
    now = 1020;
    pace.step();
    expect(pace.take()).toEqual({ stepsPerSecond: 100, stepMs: 10 }); // 2 steps in 20 ms
    expect(pace.take()).toBeNull();
  });
});
