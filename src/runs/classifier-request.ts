/** What the parent asks the child for when a classifier is to be trained. */
import type { DatasetSpec } from "../config/spec.ts";

export interface ClassifierRequest {
  readonly dataset: DatasetSpec;
  /** Where the user keeps data files; null: the cache folder only. */
  readonly dataFolder: string | null;
  /** Folder for what is written. */
  readonly output: string;
  readonly executor: string;
}
