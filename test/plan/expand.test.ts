import { describe, expect, test } from "vitest";

import type { SweepBlock } from "../../src/plan/sweep-block.ts";
import { expandSweep } from "../../src/plan/expand.ts";

/** Cells as text: `a=1 b=x`. */
function cellsOf(...blocks: readonly SweepBlock[]): readonly string[] {
  return expandSweep(blocks).combinations.map((combination) =>
    combination.map(({ path, value }) => `${path}=${JSON.stringify(value)}`).join(" "),
  );
}

describe("expandSweep", () => {
  test("gives one cell without values where there is no block", () => {
    expect(cellsOf()).toEqual([""]);
  });

  test("grid is the product of its keys, the last key varying fastest", () => {
    expect(cellsOf({ grid: { a: [1, 2], b: [3, 4] } })).toEqual([
      "a=1 b=3",
      "a=1 b=4",
      "a=2 b=3",
      "a=2 b=4",
    ]);
  });

  test("zip takes the first values together, then the second", () => {
    expect(cellsOf({ zip: { a: [1, 2], b: [3, 4] } })).toEqual(["a=1 b=3", "a=2 b=4"]);
  });

  test("zip blames a list of another length on that list", () => {
    const { issues } = expandSweep([{ zip: { a: [1, 2], b: [3] } }]);
    expect(issues).toEqual([
      {
        place: ["sweep", 0, "zip", "b"],
        message: "Expected every list of a zip to be as long as `a` (2), got 1 values",
      },
    ]);
  });

  test("list takes entries as they are written, trees taken apart and kinds kept whole", () => {
    expect(
      cellsOf({ list: [{ training: { steps: 1 } }, { objective: { kind: "cross-entropy" } }] }),
    ).toEqual(["training.steps=1", 'objective={"kind":"cross-entropy"}']);
  });

  test("ablate gives the base once, then each value of each key alone", () => {
    expect(cellsOf({ ablate: { a: [1, 2], b: [3] } })).toEqual(["", "a=1", "a=2", "b=3"]);
  });

  test("forms of one block multiply, blocks are united", () => {
    expect(cellsOf({ grid: { a: [1, 2] }, list: [{ b: 3 }] }, { list: [{ c: 4 }] })).toEqual([
      "b=3 a=1",
      "b=3 a=2",
      "c=4",
    ]);
  });

  test("a block with `when` multiplies the earlier cells that fulfil it, in their place", () => {
    expect(cellsOf({ grid: { a: [1, 2] } }, { when: { a: 1 }, grid: { b: [3, 4] } })).toEqual([
      "a=1 b=3",
      "a=1 b=4",
      "a=2",
    ]);
  });

  test("`exclude` leaves out cells that have all the values of one entry", () => {
    expect(
      cellsOf({
        grid: { a: [1, 2], b: [3, 4] },
        exclude: [
          { a: 1, b: 4 },
          { a: 2, b: 3 },
        ],
      }),
    ).toEqual(["a=1 b=3", "a=2 b=4"]);
  });

  test("`require` leaves out cells that have the values of no entry; a list means any of it", () => {
    expect(cellsOf({ grid: { a: [1, 2, 3] }, require: [{ a: [1, 3] }] })).toEqual(["a=1", "a=3"]);
  });

  test("warns of a condition that matches nothing, where it stands", () => {
    const { warnings } = expandSweep([{ grid: { a: [1] }, exclude: [{ a: 1.5 }] }]);
    expect(warnings).toEqual([
      {
        place: ["sweep", 0, "exclude", 0],
        message: "Expected this `exclude` to match a cell, got none",
      },
    ]);
  });

  test("refuses a block of more cells than memory should hold, without making them", () => {
    const values = Array.from({ length: 1000 }, (_, i) => i);
    const { combinations, issues } = expandSweep([{ grid: { a: values, b: values, c: values } }]);
    expect(combinations).toEqual([]);
    expect(issues).toEqual([
      {
        place: ["sweep", 0],
        message: "Expected a block of at most 100000 cells, got 1000000000",
      },
    ]);
  });

  test("remembers where each value stands in the file", () => {
    const { combinations } = expandSweep([{ list: [{}] }, { grid: { a: [1, 2] } }]);
    expect(combinations[2]?.[0]?.place).toEqual(["sweep", 1, "grid", "a", 1]);
  });

  test("gives the same order again", () => {
    const blocks: readonly SweepBlock[] = [
      { grid: { b: [2, 1], a: ["y", "x"] } },
      {
        random: {
          count: 3,
          seed: 1,
          parameters: { c: { kind: "uniform", minimum: 0, maximum: 1 } },
        },
      },
    ];
    expect(cellsOf(...blocks)).toEqual(cellsOf(...blocks));
    expect(cellsOf(...blocks).slice(0, 2)).toEqual(['b=2 a="y"', 'b=2 a="x"']);
  });
});
