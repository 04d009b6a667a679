/** A conditional network's one map from labels to numbers: found from the layers that join it. */
import type { InitializerSpec, LayerSpec, NetworkSpec } from "../config/spec.ts";
import { LayerShapeError } from "./layers/layer.ts";
import type { LayerPlace, LayerSpecOf } from "./layers/layer.ts";
import { layerModule } from "./layers/registry.ts";
import { packedBy } from "./layers/sequence.ts";

export interface LabelMap {
  /** Labels are 0 … classes − 1. */
  readonly classes: number;
  readonly size: number;
  readonly initializer: InitializerSpec;
}

/** Name of the map's variable within its network, [classes, size]. */
export const LABEL_MAP = "label-map/kernel";

/** Whether some layer of the network joins labels. */
export const joinsLabels = ({ layers }: NetworkSpec): boolean => findJoins(layers).length > 0;

/**
 * null for a network that joins no labels.
 *
 * @throws LayerShapeError where the data have no labels, or the network's joins want different maps
 */
export function labelMapOf({ layers }: NetworkSpec, classes: number): LabelMap | null {
  const joins = findJoins(layers);
  const [first] = joins;
  if (first === undefined) return null;
  if (classes < 2) {
    throw new LayerShapeError(
      "Expected data with labels to join, got data of one kind",
      undefined,
      {
        place: first.place,
      },
    );
  }
  const { size, initializer } = first.spec;
  for (const { spec, place, packed } of joins) {
    if (packed > 1)
      throw new LayerShapeError(
        `Expected labels to be joined before samples are packed, got ${packed} samples in a pack`,
        "put the join-label before the pack",
        { place },
      );
    if (spec.size !== size)
      throw new LayerShapeError(
        `Expected size ${size} as at the first join-label, because a network has one label map, got ${spec.size}`,
        undefined,
        { place },
      );
    if (JSON.stringify(spec.initializer) !== JSON.stringify(initializer))
      throw new LayerShapeError(
        "Expected the initializer of the first join-label, because a network has one label map",
        undefined,
        { place },
      );
  }
  return { classes, size, initializer };
}

interface Join {
  readonly spec: LayerSpecOf<"join-label">;
  readonly place: LayerPlace;
  /** Samples in one row of what comes to it, the last time it is applied. */
  readonly packed: number;
}

function findJoins(
  layers: readonly LayerSpec[],
  outer: LayerPlace = [],
  packedBefore = 1,
): readonly Join[] {
  return layers.flatMap((spec, index) => {
    const place = [...outer, index];
    const packed = packedBefore * packedBy(layers.slice(0, index), layerModule);
    switch (spec.kind) {
      case "join-label":
        return [{ spec, place, packed }];
      case "residual":
        return [
          ...findJoins(spec.layers, [...place, "layers"], packed),
          ...findJoins(spec.shortcut, [...place, "shortcut"], packed),
        ];
      case "repeat":
        return findJoins(
          spec.layers,
          [...place, "layers"],
          packed * packedBy(spec.layers, layerModule) ** (spec.times - 1),
        );
      default:
        return [];
    }
  });
}
