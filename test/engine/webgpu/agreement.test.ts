/** Every layer kind and objective on a device beside float64: one step each, because a software device takes its time. */
import { describe, expect, test } from "vitest";

import { LAYER_CASES, OBJECTIVE_CASES } from "../support/cases.ts";
import { compareSteps, open } from "../support/compare.ts";
import type { Difference } from "../support/compare.ts";
import { openWebgpu } from "../support/webgpu.ts";

const { executor: webgpu, missing } = await openWebgpu();

describe.skipIf(missing !== null)("the webgpu executor", () => {
  test.each([...LAYER_CASES, ...OBJECTIVE_CASES])(
    "agrees with float64: $name",
    { timeout: 300_000 },
    async ({ spec, sampleShape }) => {
      const opened = await open(webgpu === null ? [] : [webgpu], spec, sampleShape);
      const wrong: Difference[] = [];
      for await (const difference of compareSteps(opened, 1))
        if (!(difference.used <= 1)) wrong.push(difference);
      expect(wrong).toEqual([]);
      for (const session of opened.sessions) await session.dispose();
    },
  );
});
