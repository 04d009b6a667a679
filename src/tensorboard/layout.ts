/**
 * Layout of the Custom Scalars tab: categories of charts with several tags each, shown for every run below the
 * directory that holds it. Source: tensorboard/plugins/custom_scalar/layout.proto.
 */
import { message, utf8 } from "./protobuf.ts";

export const LAYOUT_TAG = "custom_scalars__config__";

export interface Category {
  readonly title: string;
  readonly charts: readonly Chart[];
}

export interface Chart {
  readonly title: string;
  /** Exact tags, drawn in one chart. */
  readonly tags: readonly string[];
}

/** Serialised Layout. */
export function encodeLayout(categories: readonly Category[]): Uint8Array {
  return message((f) => {
    for (const category of categories) f.member(2, encodeCategory(category));
  });
}

function encodeCategory({ title, charts }: Category): Uint8Array {
  return message((f) => {
    f.text(1, title);
    for (const chart of charts) f.member(2, encodeChart(chart));
  });
}

function encodeChart({ title, tags }: Chart): Uint8Array {
  const multiline = message((f) => {
    for (const tag of tags) f.member(1, utf8(exactly(tag)));
  });
  return message((f) => {
    f.text(1, title);
    f.member(2, multiline);
  });
}

/** TensorBoard takes a chart's tags as patterns that must match from the start: `loss/d` would match `loss/d_real` too. */
const exactly = (tag: string): string => `${tag.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}$`;
