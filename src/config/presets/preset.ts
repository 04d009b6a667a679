/** A preset: two networks by one name, their layers as a person would write them in an experiment file. */
import type { Layer } from "../schema-types.ts";

export interface Preset {
  readonly generator: readonly Layer[];
  readonly discriminator: readonly Layer[];
}
