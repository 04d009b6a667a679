import { describe, expect, test } from "vitest";

import { describeAxes, formatAxisValue } from "../../src/plan/axes.ts";
import { cellName } from "../../src/plan/cell-name.ts";

/** Axes of cells given as overrides; every cell has the base's value of `base`. */
function axesOf(
  cells: readonly Readonly<Record<string, unknown>>[],
  base: Readonly<Record<string, unknown>> = {},
) {
  return describeAxes(
    cells.map((cell) => ({
      combination: Object.entries(cell).map(([path, value]) => ({ path, value, place: [] })),
      resolved: (key) => base[key],
    })),
  );
}

describe("describeAxes", () => {
  test("names a cell by the shortest ending of each varying key", () => {
    const axes = axesOf([
      { "objective.labels": "binary", "optimizer.learningRate": 0.1 },
      { "objective.labels": "pearson", "optimizer.learningRate": 0.1 },
    ]);
    expect(axes.map(({ label }) => label)).toEqual(["labels: binary", "labels: pearson"]);
    expect(axes[0]?.values).toEqual({ "objective.labels": "binary" });
  });

  test("keeps as much of two keys as tells them apart", () => {
    const axes = axesOf([
      { "generator.rate": 1, "discriminator.rate": 1 },
      { "generator.rate": 2, "discriminator.rate": 2 },
    ]);
    expect(axes[0]?.label).toBe("generator.rate: 1, discriminator.rate: 1");
  });

  test("gives the unchanged cell the base's value of a varying key", () => {
    const axes = axesOf([{}, { "training.steps": 20 }], { "training.steps": 10 });
    expect(axes).toEqual([
      { label: "base", fullLabel: "base", values: { "training.steps": 10 } },
      { label: "steps: 20", fullLabel: "steps: 20", values: { "training.steps": 20 } },
    ]);
  });

  describe("where a name would be too long for a table", () => {
    const long = "a network with a name that takes a good part of a table's line";
    const cell = (kind: string, weight: number, network: string): Record<string, unknown> => ({
      ...{ "objective.kind": kind, "objective.weight": weight },
      ...{ "generator.name": network, "discriminator.name": network },
    });
    const cells = [
      cell("hinge", 1, long),
      cell("hinge", 1, "small"),
      cell("wasserstein", 10, "small"),
    ];

    test("leaves out of all names the keys that are not needed to tell the cells apart", () => {
      expect(axesOf(cells).map(({ label }) => label)).toEqual([
        `objective: hinge, generator.name: ${long}`,
        "objective: hinge, generator.name: small",
        "objective: wasserstein, generator.name: small",
      ]);
    });

    test("keeps every key in the full name and among the values", () => {
      const [, , last] = axesOf(cells);
      expect(last?.fullLabel).toBe(
        "objective: wasserstein, weight: 10, generator.name: small, discriminator.name: small",
      );
      expect(last?.values).toEqual(cells[2]);
    });

    test("leaves no cell without a name, though one would be told apart by having none", () => {
      const only = [{ a: long, b: long }, { a: "x", b: "x" }, {}];
      expect(axesOf(only).map(({ label }) => label)).toEqual([`a: ${long}`, "a: x", "base"]);
    });
  });

  test("writes lists of layers in full where they would look alike", () => {
    const layers = (slope: number): unknown => [{ kind: "leaky-relu", slope }];
    const alike = axesOf([{ layers: layers(0.1) }, { layers: layers(0.2) }]);
    expect(alike.map(({ label }) => label)).toEqual([
      'layers: [{"kind":"leaky-relu","slope":0.1}]',
      'layers: [{"kind":"leaky-relu","slope":0.2}]',
    ]);
    const apart = axesOf([{ layers: layers(0.1) }, { layers: [{ kind: "tanh" }] }]);
    expect(apart.map(({ label }) => label)).toEqual(["layers: leaky-relu", "layers: tanh"]);
  });

  test("calls a network by the label that the file gives it", () => {
    const network = (label: string, units: number): unknown => ({
      kind: "layers",
      label,
      layers: [{ kind: "dense", units }],
    });
    const cells = [{ generator: network("small", 8) }, { generator: network("large", 99) }];
    expect(axesOf(cells).map(({ label }) => label)).toEqual([
      "generator: small",
      "generator: large",
    ]);
    expect(axesOf(cells).map(({ values }) => values)).toEqual([
      { generator: "small" },
      { generator: "large" },
    ]);
  });

  test("writes the layers of networks that share a label", () => {
    const network = (units: number): unknown => ({
      kind: "layers",
      label: "mine",
      layers: [{ kind: "dense", units }],
    });
    const axes = axesOf([{ generator: network(8) }, { generator: network(99) }]);
    expect(axes.map(({ label }) => label)).toEqual(["layers: dense 8", "layers: dense 99"]);
  });

  test("writes a key's values as texts where some are structures, because TensorBoard takes one type", () => {
    const axes = axesOf([{ labels: "binary" }, { labels: { a: 0, b: 1, c: 0.5 } }]);
    expect(axes.map(({ values }) => values["labels"])).toEqual(["binary", '{"a":0,"b":1,"c":0.5}']);
    expect(axes[1]?.label).toBe("labels: (0, 1, 0.5)");
  });
});

describe("formatAxisValue", () => {
  test.each([
    ["binary", "binary"],
    [1e-5, "0.00001"],
    [{ c: 0, a: -1, b: 1 }, "(-1, 1, 0)"],
    [[1, 2], "[1,2]"],
    [
      [{ kind: "dense", units: 8 }, { kind: "tanh" }, { kind: "conv2d", filters: 3 }],
      "dense 8 · tanh · conv2d 3",
    ],
  ])("writes %j as %s", (value, text) => {
    expect(formatAxisValue(value)).toBe(text);
  });
});

describe("cellName", () => {
  const hash = "1f3a9c02".padEnd(64, "0");

  test.each([
    ["labels: binary", "labels-binary-1f3a9c02"],
    ["labels: (-1, 1, 0.5)", "labels-m1-1-0p5-1f3a9c02"],
    ["learningRate: 1e-7", "learning-rate-1em7-1f3a9c02"],
    ["…", "cell-1f3a9c02"],
    ["../../etc/passwd", "etc-passwd-1f3a9c02"],
  ])("makes %j %s", (label, name) => {
    expect(cellName(label, hash)).toBe(name);
  });

  test("is never longer than 48 characters and keeps the hash", () => {
    const name = cellName("x".repeat(200), hash);
    expect(name).toHaveLength(48);
    expect(name.endsWith("-1f3a9c02")).toBe(true);
  });
});
