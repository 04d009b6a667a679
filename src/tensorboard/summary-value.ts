/**
 * `Summary.Value`: a tag, a tensor, and the plugin that shows it. Readers take the metadata from a tag's first value in
 * a run and ignore later ones, so it is written once per tag and file.
 *
 * Source: tensorboard/compat/proto/summary.proto and each plugin's metadata.py.
 */
import { message } from "./protobuf.ts";

export type Plugin = "scalars" | "images" | "histograms" | "text" | "hparams" | "custom_scalars";

export interface Metadata {
  readonly plugin: Plugin;
  /** The plugin's own message; only hparams has one. */
  readonly content?: Uint8Array;
  /** Markdown, shown beside the tag. */
  readonly description?: string;
}

/** `metadata` null: this tag had a value in this file before. */
export function summaryValue(
  tag: string,
  tensor: Uint8Array,
  metadata: Metadata | null,
): Uint8Array {
  return message((f) => {
    f.text(1, tag);
    f.member(8, tensor);
    if (metadata !== null) f.member(9, metadataMessage(metadata));
  });
}

/** SummaryMetadata.DataClass of each plugin. */
const DATA_CLASS: Readonly<Record<Plugin, number>> = {
  scalars: 1,
  histograms: 2,
  text: 2,
  hparams: 2,
  custom_scalars: 2,
  images: 3,
};

function metadataMessage({ plugin, content, description = "" }: Metadata): Uint8Array {
  const data = message((f) => {
    f.text(1, plugin);
    if (content !== undefined) f.bytes(2, content);
  });
  return message((f) => {
    f.member(1, data);
    f.text(3, description);
    f.integer(4, DATA_CLASS[plugin]);
  });
}
