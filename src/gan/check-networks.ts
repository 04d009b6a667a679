/** Whether two networks fit together and fit the data. Loads no tensor library. */
import type { CellSpec } from "../config/experiment.ts";
import type { NetworkSpec } from "../config/spec.ts";
import { sizeOf } from "../program/program.ts";
import { joinsLabels } from "./label-map.ts";
import { LayerShapeError, printShape } from "./layers/layer.ts";
import type { SampleShape } from "./layers/layer.ts";
import { layerModule } from "./layers/registry.ts";
import { packedBy } from "./layers/sequence.ts";
import { buildNetwork } from "./network.ts";
import { NETWORKS } from "./step-plan.ts";
import type { NetworkName } from "./step-plan.ts";

export interface NetworkProblem {
  /** Key of the experiment: `generator.layers.3`, or `discriminator` for the network as a whole. */
  readonly path: string;
  readonly message: string;
  readonly hint?: string;
}

/** All that does not fit, of both networks. `sampleShape` is of one sample of the data; `classes` counts their labels. */
export function checkNetworks(
  spec: Pick<CellSpec, "generator" | "discriminator" | "latent">,
  sampleShape: SampleShape,
  classes = 0,
): readonly NetworkProblem[] {
  return [
    ...checkNetwork("generator", spec.generator, {
      input: [spec.latent.size],
      output: sampleShape,
      outputIs: "a sample of the data",
      classes,
    }),
    ...checkNetwork("discriminator", spec.discriminator, {
      input: sampleShape,
      output: [1],
      outputIs: "one number for each sample",
      classes,
    }),
    ...checkConditions(spec),
    ...checkPacking(spec),
  ];
}

/** D judges packs; G makes every sample by itself. */
function checkPacking({ generator }: Pick<CellSpec, "generator">): readonly NetworkProblem[] {
  const index = generator.layers.findIndex((layer) => packedBy([layer], layerModule) > 1);
  if (index < 0) return [];
  return [
    {
      path: `generator.layers.${index}`,
      message:
        "Expected samples to be packed in the discriminator only, got a pack in the generator",
    },
  ];
}

/** A conditional network beside an unconditional one: labels would be noise to one of them. */
function checkConditions(
  spec: Pick<CellSpec, "generator" | "discriminator">,
): readonly NetworkProblem[] {
  const [generator, discriminator] = NETWORKS.map((name) => joinsLabels(spec[name]));
  if (generator === discriminator) return [];
  const [has, lacks] =
    generator === true ? ["generator", "discriminator"] : ["discriminator", "generator"];
  return [
    {
      path: lacks,
      message: `Expected both networks or neither to join labels, got a join-label in the ${has} only`,
      hint: `give the ${lacks} a { kind: join-label, size: … } too`,
    },
  ];
}

interface Ends {
  readonly input: SampleShape;
  readonly output: SampleShape;
  readonly outputIs: string;
  readonly classes: number;
}

function checkNetwork(
  name: NetworkName,
  { layers }: NetworkSpec,
  { input, output, outputIs, classes }: Ends,
): NetworkProblem[] {
  const shape = outputShape(name, layers, { input, classes });
  if ("path" in shape) return [shape];
  if (shape.join() === output.join()) return [];
  const message = `Expected the ${name}'s output to be ${printShape(output)}, ${outputIs}, got ${printShape(shape)}`;
  return [{ path: name, message, hint: endingHint(shape, output) }];
}

/** The network's output shape, or the first layer that cannot take its input. */
function outputShape(
  name: NetworkName,
  layers: NetworkSpec["layers"],
  { input, classes }: Pick<Ends, "input" | "classes">,
): SampleShape | NetworkProblem {
  try {
    return buildNetwork(name, { layers }, input, classes).outputShape;
  } catch (error) {
    if (!(error instanceof LayerShapeError)) throw error;
    const { message, hint } = error;
    const path = [name, "layers", ...error.place].join(".");
    return hint === undefined ? { path, message } : { path, message, hint };
  }
}

/** The layers that would make `shape` into `wanted`. */
function endingHint(shape: SampleShape, wanted: SampleShape): string {
  if (sizeOf(shape) === sizeOf(wanted)) {
    return `end with { kind: reshape, shape: ${printShape(wanted)} }`;
  }
  const dense = `{ kind: dense, units: ${sizeOf(wanted)} }`;
  const flatten = shape.length > 1 ? "{ kind: flatten }, " : "";
  const reshape = wanted.length > 1 ? `, { kind: reshape, shape: ${printShape(wanted)} }` : "";
  return `end with ${flatten}${dense}${reshape}`;
}
