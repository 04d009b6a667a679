/** Evaluations of the ring's runs, ours and the twin's, in one form: cell → seed → step → tag → value. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** From metrics.csv of every run in a directory of label-schemes/ring.yaml or paper/r1-ring.yaml. */
export function readOurs(root) {
  const kinds = { lsgan: isPublished, gan: ({ objective }) => objective.kind === "cross-entropy" };
  const { cells: planned } = JSON.parse(readFileSync(join(root, "plan.json"), "utf8"));
  return Object.fromEntries(
    Object.entries(kinds).map(([cell, belongs]) => {
      const found = planned.filter(({ spec }) => belongs(spec));
      if (found.length !== 1) throw new Error(`Expected one cell ${cell}, got ${found.length}`);
      const folder = join(root, found[0].name);
      const seeds = readdirSync(folder).filter((name) => /^seed-\d+$/.test(name));
      return [
        cell,
        new Map(seeds.map((name) => [Number(name.slice(5)), readMetrics(join(folder, name))])),
      ];
    }),
  );
}

function isPublished({ objective }) {
  const { kind, labels, discriminatorScale } = objective;
  if (kind !== "least-squares" || discriminatorScale !== "none") return false;
  return labels.a === 0 && labels.b === 1 && labels.c === 1;
}

/** Of a run that has not begun: nothing. */
function readMetrics(folder) {
  const steps = new Map();
  let text = "";
  try {
    text = readFileSync(join(folder, "metrics.csv"), "utf8");
  } catch (error) {
    if (error.code !== "ENOENT") throw error;
  }
  for (const line of text.split("\n")) {
    const [step, tag, value] = line.split(",");
    if (!tag?.startsWith("eval/") || value === undefined) continue;
    const values = steps.get(Number(step)) ?? new Map();
    steps.set(Number(step), values.set(tag.slice(5), Number(value)));
  }
  return steps;
}

export function readTwin(path) {
  const found = { lsgan: new Map(), gan: new Map() };
  for (const line of readFileSync(path, "utf8").split("\n").filter(Boolean)) {
    const { cell, seed, step, ...values } = JSON.parse(line);
    const steps = found[cell].get(seed) ?? new Map();
    found[cell].set(seed, steps.set(step, new Map(Object.entries(values))));
  }
  return found;
}
