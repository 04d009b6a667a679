/** The axes of a block: every key that it varies, and the values to try. */
import { flattenEntry } from "./check-sweep-values.ts";
import type { Override, Place, SweepBlock } from "./experiment.ts";

export interface Axis {
  readonly form: string;
  readonly path: string;
  /** Of the axis's key. */
  readonly place: Place;
  /** Overrides that are tried together: one for a value of an axis. */
  readonly trials: readonly (readonly Override[])[];
}

export function axesOf(block: SweepBlock, place: Place): readonly Axis[] {
  const lists = (["grid", "zip", "ablate"] as const).flatMap((form) =>
    Object.entries(block[form] ?? {}).map(([path, values]) => {
      const at = [...place, form, path];
      const trials = values.map((value, i) => [{ path, value, place: [...at, i] }]);
      return { form, path, place: at, trials };
    }),
  );
  const entries = (block.list ?? []).flatMap((entry, i) => {
    const overrides = flattenEntry(entry, [...place, "list", i]);
    return overrides.map((override, j) => ({
      form: `list ${String(i)}`,
      path: override.path,
      place: override.place ?? place,
      trials: j === 0 ? [overrides] : [],
    }));
  });
  const drawn = Object.entries(block.random?.parameters ?? {}).map(([path, range]) => {
    const at = [...place, "random", "parameters", path];
    const trials =
      range.kind === "choice"
        ? range.values.map((value, i) => [{ path, value, place: [...at, "values", i] }])
        : (["minimum", "maximum"] as const).map((end) => [
            { path, value: range[end], place: [...at, end] },
          ]);
    return { form: "random", path, place: at, trials };
  });
  return [...lists, ...entries, ...drawn];
}
