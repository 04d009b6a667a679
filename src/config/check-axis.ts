/** Whether a dotted key can be an axis of a sweep. */
import type { Catalog } from "./catalog.ts";
import { explainNoKey } from "./explain-paths.ts";
import type { Mistake } from "./mistake.ts";
import { isSection } from "./sections.ts";
import { schemasAt } from "./walk-schema.ts";

/** Settings that change what is watched and not what is trained: two cells that differ in them only are one run. */
const NO_AXES = ["engine", "logging", "snapshots"];

/** `form`: which form of a block names it. */
export function checkAxis(path: string, form: string, catalog: Catalog): Mistake | null {
  const segments = path.split(".");
  const [first = ""] = segments;
  const refuse = (text: string, hint: string): Mistake => ({
    code: "sweep",
    path: segments,
    part: "key",
    text,
    hint,
  });
  if (first === "seeds")
    return refuse(
      "expected a setting to compare, got the seeds, which are replicates and never an axis",
      "say how many with `seeds: { count: 8 }` at the top of the file",
    );
  if (path === "evaluation.lastEvaluations")
    return refuse(
      `expected a setting that changes a run's numbers, got \`${path}\`, which is about reading them`,
      "set it for the whole experiment, at the top of the file",
    );
  // A list may set them beside what it compares.
  if (NO_AXES.includes(first) && !form.startsWith("list"))
    return refuse(
      `expected a setting that changes a run's numbers, got \`${first}\`, which does not`,
      `set \`${first}\` for the whole experiment, at the top of the file`,
    );
  if (schemasAt(catalog.root, segments, catalog.schemas).length === 0)
    return explainNoKey(segments, catalog);
  if (isSection(first)) return null;
  return refuse(
    `expected a setting of a run, got \`${first}\`, which belongs to the whole experiment`,
    "compare settings of dataset, latent, generator, discriminator, objective, optimizer, training or evaluation",
  );
}
