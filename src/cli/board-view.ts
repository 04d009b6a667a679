/**
 * One TensorBoard of all sweeps. Its HParams tab takes the columns of one experiment, whichever it meets first, so with every
 * sweep's own description in sight the runs of all others lose their columns. This makes a folder that links to the cells of
 * every sweep and holds one description with the columns of all.
 */
import { existsSync, mkdirSync, mkdtempSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { METRICS } from "../metrics/registry.ts";
import { listFolders } from "../runs/folders.ts";
import { findJson } from "../runs/json-file.ts";
import { asArray, asObject, asText, isObject } from "../runs/narrow.ts";
import { sweepPaths } from "../runs/paths.ts";
import type { HParam } from "../tensorboard/hparams.ts";
import { writeSweepEvents } from "../tensorboard/sweep-files.ts";
import { runCharts } from "../training/tags.ts";

export interface BoardView {
  readonly folder: string;
  /** Links cells that have come since. */
  readonly refresh: () => void;
}

/** The caller removes the folder; what it links to stays. */
export function makeBoardView(runsDir: string): BoardView {
  const folder = mkdtempSync(join(tmpdir(), "lsgan-board-"));
  const sweeps = listFolders(runsDir).map((name) => readColumns(sweepPaths(runsDir, name).plan));
  const tags = [...new Set(sweeps.flatMap((sweep) => sweep.tags))];
  writeSweepEvents(folder, {
    name: "all sweeps",
    question: null,
    axes: uniteAxes(sweeps.map(({ axes }) => axes)),
    metrics: tags.map((tag) => ({ tag: `eval/${tag}`, displayName: tag })),
    charts: runCharts(tags.map((tag) => `eval/${tag}`)),
  });
  const refresh = (): void => {
    linkCells(runsDir, folder);
  };
  refresh();
  return { folder, refresh };
}

function linkCells(runsDir: string, view: string): void {
  for (const sweep of listFolders(runsDir))
    for (const cell of listFolders(join(runsDir, sweep))) {
      const link = join(view, sweep, cell);
      if (existsSync(link)) continue;
      mkdirSync(join(view, sweep), { recursive: true });
      symlinkSync(resolve(runsDir, sweep, cell), link, "junction");
    }
}

interface SweepColumns {
  readonly axes: readonly (readonly [string, HParam])[];
  readonly tags: readonly string[];
}

/** What a sweep's runs have as HParams and metrics; nothing where plan.json cannot be read. */
function readColumns(planPath: string): SweepColumns {
  const found = findJson(planPath, (value, where) => {
    const { cells, sharedSpec } = asObject(value, where);
    const read = asArray(cells, where).map((cell) => asObject(cell, where));
    return {
      axes: read.flatMap(({ axes, label }): SweepColumns["axes"] => {
        const entries = Object.entries(asObject(axes, where)).filter(isAxis);
        return entries.length > 0 ? entries : [["cell", asText(label, where)]];
      }),
      tags: [sharedSpec, ...read.map(({ spec }) => spec)].flatMap(tagsOf),
    };
  });
  return found.kind === "present" ? found.value : { axes: [], tags: [] };
}

function tagsOf(spec: unknown): readonly string[] {
  if (!isObject(spec) || !isObject(spec["evaluation"])) return [];
  const { metrics } = spec["evaluation"];
  if (!Array.isArray(metrics)) return [];
  return metrics.flatMap((metric: unknown) => {
    const kind = isObject(metric) ? metric["kind"] : null;
    const values = typeof kind === "string" ? (METRICS.get(kind)?.values ?? []) : [];
    return values.map(({ tag }) => tag);
  });
}

const isAxis = (entry: readonly [string, unknown]): entry is [string, HParam] =>
  ["string", "number", "boolean"].includes(typeof entry[1]);

function uniteAxes(
  sweeps: readonly SweepColumns["axes"][],
): Readonly<Record<string, readonly HParam[]>> {
  const united = new Map<string, Set<HParam>>();
  for (const [axis, value] of sweeps.flat())
    united.set(axis, (united.get(axis) ?? new Set<HParam>()).add(value));
  return Object.fromEntries([...united].map(([axis, values]) => [axis, [...values]]));
}
