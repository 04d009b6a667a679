/** What parent and child say to each other about a trained run: requests for samples and exports, and what was written. */
import { asObject, asTexts } from "./narrow.ts";

export interface SampleRequest {
  /** The run's directory. */
  readonly directory: string;
  /** Folder for what is written. */
  readonly output: string;
  /** Samples in the grid; of a conditional generator, as near to it as whole rows come. */
  readonly count: number;
  readonly seed: number;
  /** Classes that a conditional generator is asked for; null: the first ten. */
  readonly labels: readonly number[] | null;
}

export interface ExportRequest {
  readonly directory: string;
  readonly output: string;
}

export interface Written {
  /** Paths of the files, in the order they should be told. */
  readonly files: readonly string[];
  /** What is worth knowing of them. */
  readonly notes: readonly string[];
}

/** @throws LabError RUN_DIRECTORY where it is no such answer */
export function checkWritten(value: unknown, where: string): Written {
  const { files, notes } = asObject(value, where);
  return { files: asTexts(files, `${where}: files`), notes: asTexts(notes, `${where}: notes`) };
}
