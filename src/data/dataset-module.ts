/** What every kind of data set gives: one file per kind, the same three or four functions. */
import type { DatasetSpec } from "../config/spec.ts";
import type { Dataset, HeldOut, Mixture } from "./dataset.ts";

/** What can be said of a data set without loading it: enough to check networks, metrics and batch sizes. */
export interface DatasetDescription {
  readonly kind: string;
  readonly sampleShape: readonly number[];
  readonly classes: number;
  /** Distinct samples, or null for a distribution. */
  readonly size: number | null;
  /** Rows of one epoch, or null for a distribution. */
  readonly rows: number | null;
  readonly mixture: Mixture | null;
  /** Images in each held-out set; absent: there are none, or they are among those trained on. */
  readonly heldOutCount?: number;
  /** Stacks of digits: whose digits. */
  readonly stackedFrom?: "mnist" | "synthetic-digits";
}

export interface DatasetOptions {
  /** Where the user keeps data files (`--data-dir`, LSGAN_DATA_DIR); null: the cache folder only. */
  readonly folder?: string | null;
  /** Default: `cacheFolder()`. */
  readonly cacheFolder?: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: DownloadProgress) => void;
  /** Something worth telling the user that is no error, such as a file that is not the official one. */
  readonly onWarning?: (text: string) => void;
}

export interface DownloadProgress {
  readonly file: string;
  readonly receivedBytes: number;
  /** Null where the server does not say. */
  readonly totalBytes: number | null;
}

/** `Spec` is the resolved spec of our own kinds; an extension is given its `options`. */
export interface DatasetModule<Spec = DatasetSpec> {
  readonly kind: string;
  /** Pure; no file is read. */
  describe(spec: Spec): DatasetDescription;
  /** @throws LabError DATA_MISSING or DATA_CORRUPT. */
  load(spec: Spec, options: DatasetOptions): Promise<Dataset>;
  /** Why `load` would fail for want of files, or null. Reads no content and never the network. */
  checkPresent?(spec: Spec, options: DatasetOptions): string | null;
  /** Fetches what is missing. @throws LabError DATA_MISSING or DATA_CORRUPT. */
  ensure?(spec: Spec, options: DatasetOptions): Promise<void>;
  /** Where the description has `heldOutCount`: the data set whose files hold it, and the images. */
  heldOutSource?(spec: Spec): DatasetSpec;
  /** @throws LabError DATA_MISSING or DATA_CORRUPT. */
  loadHeldOut?(spec: Spec, options: DatasetOptions): Promise<HeldOut>;
}
