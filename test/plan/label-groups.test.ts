import { describe, expect, test } from "vitest";

import { groupByLabels } from "../../src/plan/label-groups.ts";
import { CELL_SPEC, leastSquares } from "./spec-fixture.ts";

const cell = (...labels: Parameters<typeof leastSquares>) => ({
  ...CELL_SPEC,
  objective: leastSquares(...labels),
});

describe("groupByLabels", () => {
  test("groups cells of equal t = (c − a)/(b − a) and leaves others alone", () => {
    const cells = [cell(0, 1, 1), cell(-1, 1, 0), cell(0, 1, 0.5), cell(0, 1, 0.25)];
    expect(groupByLabels(cells)).toEqual([{ position: 0.5, kind: "same-game", cells: [1, 2] }]);
  });

  test("calls them the same run where D's output is in the labels' scale", () => {
    const cells = [cell(-1, 1, 0, "labels"), cell(0, 1, 0.5, "labels")];
    expect(groupByLabels(cells)).toEqual([{ position: 0.5, kind: "same-run", cells: [0, 1] }]);
  });

  test("does not group cells that differ in anything else", () => {
    const other = { ...cell(0, 1, 0.5), latent: { ...CELL_SPEC.latent, size: 3 } };
    expect(groupByLabels([cell(-1, 1, 0), other])).toEqual([]);
  });

  test("is not misled by rounding", () => {
    expect(groupByLabels([cell(0, 0.3, 0.1), cell(0, 3, 1)])).toHaveLength(1);
  });
});
