import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import type { PlannedClaim } from "../../src/plan/claims.ts";
import { planDocument } from "../../src/plan/plan-file.ts";
import type { Declarations } from "../../src/plan/plan-file.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { findDeclarations } from "../../src/runs/declarations.ts";
import { writeJson } from "../../src/shared/files.ts";
import { BINARY, cellSpec, done, makeSweep, PEARSON } from "../report/fixtures.ts";

const folder = mkdtempSync(join(tmpdir(), "lsgan-declarations-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const planPath = join(folder, "plan.json");
const NEW = { state: "new" } as const;
const CLAIM: PlannedClaim = {
  declared: 0,
  metric: "matched-share",
  cell: 0,
  baseline: 1,
  relation: "greater",
  margin: 0,
  paired: false,
  primary: true,
};
const RULE = { name: "good", when: { "matched-share": { above: 0.9 } } };

/** Three cells with so many results each, and two seeds. */
function sweepOf(results: readonly number[], changes: Partial<Plan>): ReturnType<typeof makeSweep> {
  const sweep = makeSweep(
    results.map((count, i) => ({
      label: `cell ${String(i)}`,
      spec: cellSpec(i === 0 ? BINARY : PEARSON),
      runs: [0, 1].map((run) => (run < count ? done({ "matched-share": 1 }) : NEW)),
    })),
  );
  return { ...sweep, plan: { ...sweep.plan, ...changes } };
}

/** As a sweep does: looks, and writes plan.json. */
function declare(sweep: ReturnType<typeof makeSweep>, now: string | null): Declarations {
  const found = findDeclarations(sweep.plan, { planPath, survey: sweep.survey, now });
  if (now !== null) writeJson(planPath, planDocument(sweep.plan, 1, found));
  return found;
}

describe("findDeclarations", () => {
  test("a claim keeps the time of the first sweep that had it; a new one counts the results it could have seen", () => {
    const declared = { claims: [CLAIM], outcomes: [RULE] };
    const first = declare(sweepOf([0, 0, 0], declared), "2026-01-01T00:00:00.000Z");
    const before = { declaredAt: "2026-01-01T00:00:00.000Z", resultsBefore: 0 };
    expect(first).toEqual({ claims: [before], outcomes: [before] });

    const more = { ...declared, claims: [CLAIM, { ...CLAIM, margin: 0.1, primary: false }] };
    const second = declare(sweepOf([2, 1, 2], more), "2026-01-02T00:00:00.000Z");
    // Of its own two cells, not of the third.
    const late = { declaredAt: "2026-01-02T00:00:00.000Z", resultsBefore: 3 };
    expect(second).toEqual({ claims: [before, late], outcomes: [before] });

    const third = declare(sweepOf([2, 2, 2], more), "2026-01-03T00:00:00.000Z");
    expect(third.claims).toEqual([before, late]);
  });

  test("a claim about other values, by the number of last evaluations, is another claim", () => {
    const plan = { claims: [CLAIM], lastEvaluations: 5 };
    const { claims } = declare(sweepOf([1, 0, 0], plan), "2026-01-04T00:00:00.000Z");
    expect(claims).toEqual([{ declaredAt: "2026-01-04T00:00:00.000Z", resultsBefore: 1 }]);
  });

  test("what no sweep has written down has no time", () => {
    const plan = { claims: [{ ...CLAIM, metric: "class-kl" }] };
    const found = declare(sweepOf([2, 2, 2], plan), null);
    expect(found.claims).toEqual([{ declaredAt: null, resultsBefore: 4 }]);
  });

  test("a plan.json from before there were claims, or none at all, knows of none", () => {
    writeJson(planPath, { format: 1 });
    const sweep = sweepOf([0, 0, 0], { claims: [CLAIM] });
    const none = [{ declaredAt: null, resultsBefore: 0 }];
    expect(declare(sweep, null).claims).toEqual(none);
    rmSync(planPath);
    expect(declare(sweep, null).claims).toEqual(none);
  });
});
