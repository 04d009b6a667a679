/**
 * Writes what TensorBoard shows of one run: scalars, histograms, images, texts, HParams. One writer per directory; every
 * writer starts a file of its own. Bytes are appended every two seconds, on `flush` and on `close`.
 */
import type { AppendFileOptions } from "../shared/append-file.ts";
import { createEventFile } from "./event-file.ts";
import { summaryEvent } from "./event.ts";
import { BUCKETS, histogramOf } from "./histogram.ts";
import {
  encodeExperiment,
  encodeSessionEnd,
  encodeSessionStart,
  EXPERIMENT_TAG,
  SESSION_END_TAG,
  SESSION_START_TAG,
} from "./hparams.ts";
import type { HParamsExperiment, SessionStart, SessionStatus } from "./hparams.ts";
import { encodeLayout, LAYOUT_TAG } from "./layout.ts";
import type { Category } from "./layout.ts";
import { summaryValue } from "./summary-value.ts";
import type { Metadata } from "./summary-value.ts";
import { doubleTensor, floatScalar, nullTensor, stringScalar, stringVector } from "./tensor.ts";

/** An encoded image (PNG) and its size in pixels. */
export interface EncodedImage {
  readonly width: number;
  readonly height: number;
  readonly png: Uint8Array;
}

/** The steps of a tag must grow from call to call: readers drop what does not. A tag belongs to one kind of value. */
export interface EventWriter {
  readonly scalars: (step: number, values: Readonly<Record<string, number>>) => void;
  /** Values that are not finite are not counted. */
  readonly histogram: (tag: string, step: number, values: ArrayLike<number>) => void;
  /** Images of one size under one tag, to be leafed through. */
  readonly images: (tag: string, step: number, images: readonly EncodedImage[]) => void;
  readonly text: (tag: string, step: number, markdown: string) => void;
  readonly sessionStart: (session: Omit<SessionStart, "startSeconds">) => void;
  readonly sessionEnd: (status: SessionStatus) => void;
  /** Only in a sweep's root: readers take one experiment, whichever they meet first. */
  readonly experiment: (experiment: Omit<HParamsExperiment, "createdSeconds">) => void;
  readonly layout: (categories: readonly Category[]) => void;
  readonly flush: () => void;
  readonly close: () => void;
}

export interface EventWriterOptions extends AppendFileOptions {
  /** Default 0. A later attempt that goes on at step s says s. */
  readonly firstStep?: number;
  /** Unix time in seconds; default the system's. */
  readonly now?: () => number;
  /** Markdown that explains a tag, or undefined. */
  readonly describe?: (tag: string) => string | undefined;
}

/** Opens the next event file of `directory`. @throws Error where this process has a writer there already. */
export function createEventWriter(
  directory: string,
  options: EventWriterOptions = {},
): EventWriter {
  const { firstStep = 0, now = systemSeconds, describe = () => undefined } = options;
  const file = createEventFile(directory, { ...options, firstStep, now });
  const latest = new Map<string, number>();

  const value = (tag: string, step: number, tensor: Uint8Array, metadata: Metadata): Uint8Array => {
    const before = latest.get(tag);
    if (before !== undefined && step <= before)
      throw new Error(`Expected a step after ${before} for \`${tag}\`, got ${step}`);
    latest.set(tag, step);
    return summaryValue(tag, tensor, before === undefined ? metadata : null);
  };
  const write = (tag: string, step: number, tensor: Uint8Array, metadata: Metadata): void => {
    file.write(summaryEvent(now(), step, [value(tag, step, tensor, metadata)]));
  };
  const hparams = (tag: string, content: Uint8Array): void => {
    write(tag, 0, nullTensor(), { plugin: "hparams", content });
  };

  return {
    scalars: (step, values) => {
      const encoded = Object.entries(values).map(([tag, number]) =>
        value(tag, step, floatScalar(number), metadataOf("scalars", describe(tag))),
      );
      if (encoded.length > 0) file.write(summaryEvent(now(), step, encoded));
    },
    histogram: (tag, step, values) => {
      const tensor = doubleTensor(histogramOf(values), [BUCKETS, 3]);
      write(tag, step, tensor, metadataOf("histograms", describe(tag)));
    },
    images: (tag, step, images) => {
      const [first] = images;
      if (first === undefined) return;
      const size = [String(first.width), String(first.height)];
      const tensor = stringVector([...size, ...images.map(({ png }) => png)]);
      write(tag, step, tensor, metadataOf("images", describe(tag)));
    },
    text: (tag, step, markdown) => {
      write(tag, step, stringScalar(markdown), metadataOf("text", describe(tag)));
    },
    sessionStart: (session) => {
      hparams(SESSION_START_TAG, encodeSessionStart({ ...session, startSeconds: now() }));
    },
    sessionEnd: (status) => {
      hparams(SESSION_END_TAG, encodeSessionEnd(status, now()));
    },
    experiment: (experiment) => {
      hparams(EXPERIMENT_TAG, encodeExperiment({ ...experiment, createdSeconds: now() }));
    },
    layout: (categories) => {
      write(LAYOUT_TAG, 0, stringScalar(encodeLayout(categories)), { plugin: "custom_scalars" });
    },
    flush: file.flush,
    close: file.close,
  };
}

const systemSeconds = (): number => Date.now() / 1000;

function metadataOf(plugin: Metadata["plugin"], description: string | undefined): Metadata {
  return description === undefined ? { plugin } : { plugin, description };
}
