/** Filled and checked sections of a file → the parts of a spec: presets spelt out, names resolved, nothing optional. */
import { extensionSpec } from "./catalog.ts";
import type { Catalog } from "./catalog.ts";
import { LABEL_SCHEMES } from "./label-schemes.ts";
import { PRESETS } from "./presets/registry.ts";
import type { FilledLayer, FilledSingleOptimizer } from "./schema-types.ts";
import type {
  DatasetSpec,
  LayerSpec,
  NetworkSpec,
  ObjectiveSpec,
  OptimizerSpec,
  OptimizersSpec,
} from "./spec.ts";
import type { Filled } from "./validators.ts";
import { fillDefaults } from "./walk-schema.ts";

/** Standard deviations where the file gives none: those of the published ring, grid and swiss roll. */
const MODE_DEVIATION = { ring: 0.01, grid: 0.05, "swiss-roll": 0.03333 } as const;

export function resolveDataset(filled: Filled<"dataset">, catalog: Catalog): DatasetSpec {
  const extension = extensionSpec(catalog, "dataset", { ...filled });
  if (extension !== null) return extension;
  if (filled.kind !== "mixture") return filled;
  const { modes, standardDeviation = MODE_DEVIATION[modes.kind] } = filled;
  return { kind: "mixture", modes, standardDeviation };
}

export function resolveNetwork(
  filled: Filled<"generator">,
  network: "generator" | "discriminator",
  catalog: Catalog,
): NetworkSpec {
  const layers =
    filled.kind === "preset" ? presetLayers(filled.name, network, catalog) : filled.layers;
  return { layers: resolveLayers(layers, catalog) };
}

/** The preset's layers with the schema's defaults in them. */
function presetLayers(
  name: keyof typeof PRESETS,
  network: "generator" | "discriminator",
  { root, schemas, validators }: Catalog,
): readonly FilledLayer[] {
  const written = { kind: "layers", layers: PRESETS[name][network] };
  const document = schemas.get("network.schema.json") ?? root.document;
  const filled = fillDefaults(written, { schema: document, document }, schemas);
  const { value, errors } = validators.section(network, filled);
  if (value?.kind !== "layers")
    throw new Error(`Expected preset ${name} to fit the schema, got ${JSON.stringify(errors)}`);
  return value.layers;
}

function resolveLayers(layers: readonly FilledLayer[], catalog: Catalog): readonly LayerSpec[] {
  return layers.map((layer, i) => resolveLayer(layer, layers[i + 1], catalog));
}

function resolveLayer(
  layer: FilledLayer,
  next: FilledLayer | undefined,
  catalog: Catalog,
): LayerSpec {
  const extension = extensionSpec(catalog, "layer", { ...layer });
  if (extension !== null) return extension;
  switch (layer.kind) {
    case "dense":
    case "conv2d":
    case "conv2d-transpose":
      return { ...layer, bias: layer.bias ?? next?.kind !== "batch-normalization" };
    case "residual":
      return {
        ...layer,
        layers: resolveLayers(layer.layers, catalog),
        shortcut: resolveLayers(layer.shortcut, catalog),
      };
    case "repeat":
      return { ...layer, layers: resolveLayers(layer.layers, catalog) };
    default:
      return layer;
  }
}

export function resolveObjective(filled: Filled<"objective">, catalog: Catalog): ObjectiveSpec {
  const extension = extensionSpec(catalog, "objective", { ...filled });
  if (extension !== null) return extension;
  if (filled.kind !== "least-squares") return filled;
  const { labels } = filled;
  return { ...filled, labels: typeof labels === "string" ? LABEL_SCHEMES[labels] : labels };
}

export function resolveOptimizers(filled: Filled<"optimizer">, catalog: Catalog): OptimizersSpec {
  if (filled.kind === "separate") {
    const generator = resolveOptimizer(filled.generator, catalog);
    const discriminator = resolveOptimizer(filled.discriminator, catalog);
    return { generator, discriminator, shared: false };
  }
  const both = resolveOptimizer(filled, catalog);
  return { generator: both, discriminator: both, shared: filled.shared };
}

function resolveOptimizer(filled: FilledSingleOptimizer, catalog: Catalog): OptimizerSpec {
  const extension = extensionSpec(catalog, "optimizer", { ...filled });
  if (extension !== null) return extension;
  return withoutShared(filled);
}

const withoutShared = ({ shared: _shared, ...optimizer }: FilledSingleOptimizer): OptimizerSpec =>
  optimizer;
