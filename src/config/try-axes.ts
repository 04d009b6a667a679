/** Tries every single value of a sweep in the experiment. What only shows where axes meet is found when cells are planned. */
import type { Axis } from "./axes.ts";
import type { Cells } from "./create-cells.ts";
import type { Override, SweepBlock } from "./experiment.ts";
import type { Issue } from "./issue.ts";

interface TriedBlock {
  readonly block: SweepBlock;
  readonly axes: readonly Axis[];
}

/** `wrong`: keys that are known to be wrong as axes. */
export function tryAxes(
  blocks: readonly TriedBlock[],
  wrong: ReadonlySet<string>,
  cells: Cells,
): readonly Issue[] {
  const changed = blocks.flatMap(({ axes }) => axes.map(({ path }) => path));
  const isAnyConditional = blocks.some(({ block }) => block.when !== undefined);
  return blocks.flatMap(({ block, axes }) => {
    // Then each entry of the list is a whole cell.
    const isAlone = !isAnyConditional && Object.keys(block).every((form) => form === "list");
    return axes.flatMap(({ trials }) => {
      const issues = trials.flatMap((overrides) => {
        const tried = overrides.filter(({ path }) => !wrong.has(path));
        const resolution = cells.resolve(tried);
        if (resolution.ok) return [];
        if (isAlone) return resolution.issues;
        const own = resolution.issues.filter((issue) => isOwnFault(issue, tried, changed));
        const left = resolution.issues.find((issue) => isOfLoneKind(issue, tried, changed));
        return left === undefined ? own : [...own, { ...left, hint: WHOLE_OBJECTS }];
      });
      // What is wrong with the axis shows in each of its values.
      const outer = issues.find(({ path }) => isOuter(path, trials));
      return issues.filter((issue) => issue === outer || !isOuter(issue.path, trials));
    });
  });
}

/** Whether the path leads to all values of an axis. */
const isOuter = (path: string, trials: Axis["trials"]): boolean =>
  trials.every((overrides) => overrides.every((own) => own.path.startsWith(`${path}.`)));

const WHOLE_OBJECTS =
  "another kind has other keys: let the axis give whole objects, each with its `kind` and its keys";

/** Whether an axis changes the kind of an object and nothing else of it, so that the old kind's keys stay behind. */
function isOfLoneKind(
  { code, path }: Issue,
  overrides: readonly Override[],
  changed: readonly string[],
): boolean {
  if (code !== "unknown-key" && code !== "missing-key") return false;
  const [own] = overrides;
  if (overrides.length !== 1 || own === undefined || !own.path.endsWith(".kind")) return false;
  const owner = own.path.slice(0, -".kind".length);
  const others = changed.filter((other) => other !== own.path);
  return (
    isWithin(path, owner) &&
    !others.some((other) => isWithin(other, owner) || isWithin(owner, other))
  );
}

/** Whether no other axis can mend it. */
function isOwnFault(
  { code, path }: Issue,
  overrides: readonly Override[],
  changed: readonly string[],
): boolean {
  if (code === "conflict") return false;
  if (overrides.some((own) => isWithin(path, own.path) && path !== own.path)) return true;
  const isOwn = overrides.some((own) => path === own.path);
  if (isOwn && code !== "unknown-key") return true;
  // A key of another kind than the experiment's: right where some axis changes the kind.
  if (code !== "unknown-key" || !overrides.some((own) => isWithin(own.path, path))) return false;
  const owner = path.slice(0, path.lastIndexOf("."));
  return !changed.some((other) => other === `${owner}.kind` || isWithin(owner, other));
}

const isWithin = (path: string, outer: string): boolean =>
  path === outer || path.startsWith(`${outer}.`);
