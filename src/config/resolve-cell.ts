/** The settings of one cell from its sections; remembers the parts, so that cells which share a section share its part. */
import type { Catalog } from "./catalog.ts";
import type { Sections } from "./validators.ts";
import type { CellSpec } from "./experiment.ts";
import { freezeDeep } from "./freeze.ts";
import {
  resolveDataset,
  resolveNetwork,
  resolveObjective,
  resolveOptimizers,
} from "./resolve-parts.ts";
import { resolveEvaluation, resolveSnapshots } from "./resolve-times.ts";
import type { LayerSpec, RunSettings } from "./spec.ts";

export interface ResolvedCell {
  readonly spec: CellSpec;
  readonly settings: RunSettings;
}

/** Resolves complete sections; null where one is missing. */
export function createCellResolver(catalog: Catalog): (sections: Sections) => ResolvedCell | null {
  const dataset = remembered(resolveDataset, catalog);
  const objective = remembered(resolveObjective, catalog);
  const optimizer = remembered(resolveOptimizers, catalog);
  const generator = remembered(
    (filled: Parameters<typeof resolveNetwork>[0]) => resolveNetwork(filled, "generator", catalog),
    catalog,
  );
  const discriminator = remembered(
    (filled: Parameters<typeof resolveNetwork>[0]) =>
      resolveNetwork(filled, "discriminator", catalog),
    catalog,
  );
  return (sections) => {
    const { latent, training, evaluation, engine, logging } = sections;
    if (!sections.dataset || !sections.objective || !sections.optimizer) return null;
    if (!sections.generator || !sections.discriminator) return null;
    if (!latent || !training || !evaluation || !engine || !logging) return null;
    const parts = {
      dataset: dataset(sections.dataset),
      latent,
      generator: generator(sections.generator),
      discriminator: discriminator(sections.discriminator),
      objective: objective(sections.objective),
      optimizer: optimizer(sections.optimizer),
      training,
      evaluation: resolveEvaluation(evaluation, sections.dataset.kind, training.steps, catalog),
    };
    const snapshots = resolveSnapshots(sections.snapshots, training.steps);
    return freezeDeep({
      spec: { ...parts, extensions: usedExtensions(parts, catalog) },
      settings: { engine, logging, snapshots },
    });
  };
}

/** The same part for the same section. */
function remembered<Section extends object, Part>(
  resolve: (section: Section, catalog: Catalog) => Part,
  catalog: Catalog,
): (section: Section) => Part {
  const parts = new WeakMap<Section, Part>();
  return (section) => {
    const known = parts.get(section);
    if (known !== undefined) return known;
    const part = freezeDeep(resolve(section, catalog));
    parts.set(section, part);
    return part;
  };
}

/** Digests of the extensions that a cell really uses, by name. */
function usedExtensions(
  parts: Omit<CellSpec, "extensions">,
  { extensions }: Catalog,
): Readonly<Record<string, string>> {
  if (extensions.length === 0) return {};
  const { dataset, generator, discriminator, objective, optimizer, evaluation } = parts;
  const used = {
    dataset: [dataset],
    layer: [...generator.layers, ...discriminator.layers].flatMap(allLayers),
    objective: [objective],
    optimizer: [optimizer.generator, optimizer.discriminator],
    metric: evaluation.metrics,
  };
  return Object.fromEntries(
    extensions
      .filter(({ file }) => used[file.family].some(({ kind }) => kind === `extension:${file.kind}`))
      .map(({ file }) => [file.name, file.digest]),
  );
}

/** A layer and all that it holds. */
export function allLayers(layer: LayerSpec): readonly LayerSpec[] {
  const inner =
    layer.kind === "residual"
      ? [...layer.layers, ...layer.shortcut]
      : layer.kind === "repeat"
        ? layer.layers
        : [];
  return [layer, ...inner.flatMap(allLayers)];
}
