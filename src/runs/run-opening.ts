/** What a run's event file opens with, from its record. */
import type { RunOpening } from "../tensorboard/run-opening.ts";
import type { RunRecord } from "./record.ts";

/** Seeds of one cell are one row of the HParams table. Without an axis there must still be one column to show. */
export function openingOf({
  question,
  resolvedYaml,
  axes,
  cell,
  cellLabel,
}: Pick<RunRecord, "question" | "resolvedYaml" | "axes" | "cell" | "cellLabel">): RunOpening {
  const hparams = Object.keys(axes).length > 0 ? axes : { cell: cellLabel };
  return { question, settings: resolvedYaml, hparams, group: cell };
}
