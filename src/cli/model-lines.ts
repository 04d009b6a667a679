/** Both networks of a cell as lines for a terminal: every layer with its settings, output shape and parameters. */
import type { CellSpec } from "../config/experiment.ts";
import type { LayerSpec } from "../config/spec.ts";
import type { DatasetDescription } from "../data/dataset-module.ts";
import { describeNetwork } from "../gan/describe-network.ts";
import type { LayerDescription, NetworkDescription } from "../gan/describe-network.ts";
import { NETWORKS } from "../gan/step-plan.ts";
import type { NetworkName } from "../gan/step-plan.ts";
import { renderTable } from "./table.ts";

export type NetworksSpec = Pick<CellSpec, "generator" | "discriminator" | "latent">;

/** Both networks, each with its shapes. */
export interface ModelDescription {
  readonly generator: NetworkDescription;
  readonly discriminator: NetworkDescription;
}

/** @throws LayerShapeError where layers do not fit. */
export function describeModel(
  { generator, discriminator, latent }: NetworksSpec,
  { sampleShape, classes }: Pick<DatasetDescription, "sampleShape" | "classes">,
): ModelDescription {
  return {
    generator: describeNetwork(generator, "generator", [latent.size], classes),
    discriminator: describeNetwork(discriminator, "discriminator", sampleShape, classes),
  };
}

/** A block for each network, an empty line between them. */
export function modelLines(spec: NetworksSpec, model: ModelDescription): readonly string[] {
  return NETWORKS.flatMap((name, i) => [
    ...(i === 0 ? [] : [""]),
    ...networkLines(name, spec[name].layers, model[name]),
  ]);
}

function networkLines(
  name: NetworkName,
  specs: readonly LayerSpec[],
  { inputShape, outputShape, layers, parameters }: NetworkDescription,
): readonly string[] {
  const { trainable, statistic } = parameters;
  // A conditional network has its label map before its layers.
  const first = layers.length - specs.length;
  const rows = layers.map((layer, i) => layerRow(layer, specs[i - first]));
  const table = renderTable(
    ["layer", "settings", "output", "parameters", "statistics"],
    [...rows, ["total", "", "", counted(trainable), counted(statistic)]],
  );
  return [
    `${name}: ${printSides(inputShape)} → ${printSides(outputShape)}, ${describeCount(trainable, statistic)}`,
    ...table.split("\n").map((line) => `  ${line}`),
  ];
}

function layerRow(
  { name, outputShape, parameters }: LayerDescription,
  spec: LayerSpec | undefined,
): readonly string[] {
  const { trainable, statistic } = parameters;
  return [
    name,
    spec === undefined ? "" : describeSettings(spec),
    printSides(outputShape),
    ...[trainable, statistic].map((count) => (count === 0 ? "" : counted(count))),
  ];
}

/** `filters 64, kernel 5, stride 2`; what is within a layer in brackets. Initializers are left out. */
export function describeSettings(spec: LayerSpec): string {
  const settings = "options" in spec ? spec.options : spec;
  return Object.entries(settings)
    .filter(([key]) => key !== "kind")
    .flatMap(([key, value]) => describeSetting(key, value))
    .join(", ");
}

function describeSetting(key: string, value: unknown): readonly string[] {
  if (key === "bias") return value === false ? ["no bias"] : [];
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean")
    return [`${key} ${String(value)}`];
  if (!Array.isArray(value) || value.length === 0) return [];
  if (value.every((item) => typeof item === "number")) return [`${key} ${printSides(value)}`];
  return [`${key} [${(value as readonly LayerSpec[]).map(describeInner).join("; ")}]`];
}

function describeInner(spec: LayerSpec): string {
  const settings = describeSettings(spec);
  return settings === "" ? spec.kind : `${spec.kind} ${settings}`;
}

function describeCount(trainable: number, statistic: number): string {
  const parameters = `${counted(trainable)} trainable parameters`;
  return statistic === 0 ? parameters : `${parameters} and ${counted(statistic)} statistics`;
}

const counted = (count: number): string => count.toLocaleString("en-US");

const printSides = (shape: readonly number[]): string =>
  shape.length === 0 ? "a number" : shape.join(" × ");
