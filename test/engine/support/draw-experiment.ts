/**
 * A random experiment: everything that decides what a training step computes is drawn from schema/. Layers are added one
 * by one; those that the project's own checks refuse are drawn again, and the ends of both networks are those that the
 * checks' messages advise.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { parse, stringify } from "yaml";

import type { CellSpec, Experiment } from "../../../src/config/experiment.ts";
import { loadExperiment } from "../../../src/config/load.ts";
import { checkNetworks } from "../../../src/gan/check-networks.ts";
import type { NetworkProblem } from "../../../src/gan/check-networks.ts";
import { checkTraining } from "../../../src/gan/check-training.ts";
import { describeNetwork } from "../../../src/gan/describe-network.ts";
import type { NetworkName } from "../../../src/gan/step-plan.ts";
import { seed } from "../../../src/shared/brand.ts";
import { createStream } from "../../../src/shared/random.ts";
import type { RandomStream } from "../../../src/shared/random.ts";
import { draw, drawKind, kindsIn, pick, schemaOf } from "./draw-from-schema.ts";

export const CLASSES = 3;
/** Layer kinds; each draw must hold the next one of them. */
export const LAYER_KINDS = kindsIn(schemaOf("layer"));
/** Numbers of a sample behind any layer, and weights of a network: float64 is computed in JavaScript. */
const LARGEST = { sample: 80, network: 1500 };
const MOST_LAYERS = 5;
const TRIES = 12;

export interface DrawnExperiment {
  /** The experiment, with a comment about its data. */
  readonly yaml: string;
  readonly spec: CellSpec;
  readonly sampleShape: readonly number[];
  /** What the checks refused on the way. */
  readonly rejected: number;
}

/** Draw number `index`: a function of the index alone, until a layer of its kind fits. */
export async function drawExperiment(index: number): Promise<DrawnExperiment> {
  const kind = LAYER_KINDS[index % LAYER_KINDS.length] ?? "";
  const base = await loadBase();
  let rejected = 0;
  for (let attempt = 0; attempt < 100; attempt++) {
    const drawing = new Drawing(base, createStream(seed(index), `experiment/${kind}`, attempt));
    const drawn = drawing.draw(kind);
    rejected += drawing.rejected;
    if (drawn !== null) return { ...drawn, rejected };
  }
  throw new Error(`No experiment with a layer ${kind} in 100 attempts of draw ${index}`);
}

type Sections = Readonly<Record<string, unknown>>;
interface Layered {
  readonly kind: "layers";
  readonly layers: readonly unknown[];
}

const SECTIONS = ["latent", "objective", "optimizer", "training"];
const BASE = {
  name: "fuzz",
  dataset: { kind: "mixture", modes: { kind: "ring" } },
  latent: { size: 2 },
  generator: { kind: "layers", layers: [{ kind: "dense", units: 2 }] },
  discriminator: { kind: "layers", layers: [{ kind: "dense", units: 1 }] },
  objective: { kind: "cross-entropy" },
  optimizer: { kind: "adam", learningRate: 1e-3 },
  training: { steps: 1, batchSize: 4 },
};

class Drawing {
  rejected = 0;
  readonly #base: Experiment;
  readonly #random: RandomStream;
  readonly #sampleShape: readonly number[];

  constructor(base: Experiment, random: RandomStream) {
    this.#base = base;
    this.#random = random;
    const side = (): number => 1 + random.integer(5);
    this.#sampleShape =
      random.integer(3) === 0 ? [side()] : [side(), side(), 1 + random.integer(3)];
  }

  /** Null where no layer of the kind fits, or where the whole does not. */
  draw(kind: string): Omit<DrawnExperiment, "rejected"> | null {
    const sections = this.#drawSections();
    const featured = pick<NetworkName>(["generator", "discriminator"], this.#random);
    const latent = sections["latent"];
    const generator = this.#drawNetwork(
      "generator",
      latent,
      featured === "generator" ? kind : null,
    );
    const needs = featured === "discriminator" || holds(generator, "join-label") ? kind : null;
    const discriminator = this.#drawNetwork("discriminator", latent, needs);
    if (!holds([generator, discriminator], kind)) return null;
    const whole = { ...sections, generator, discriminator };
    const spec = this.#resolve(whole);
    if (spec === null || this.#problemsOf(spec).length > 0) return this.#reject();
    const about = `# A sample is [${this.#sampleShape.join(", ")}] of ${CLASSES} classes.\n`;
    const yaml = about + stringify({ ...BASE, ...whole }, { lineWidth: 0 });
    return { yaml, spec, sampleShape: this.#sampleShape };
  }

  #reject(): null {
    this.rejected++;
    return null;
  }

  #drawSections(): Sections {
    return Object.fromEntries(
      SECTIONS.map((name) => {
        for (let i = 0; i < 50; i++) {
          const section = draw(schemaOf(name), this.#random);
          if (this.#resolve({ [name]: section }) !== null) return [name, section];
          this.#reject();
        }
        throw new Error(`No section ${name} that fits in 50`);
      }),
    );
  }

  /** `kind` at a random place of it, if it is not null. */
  #drawNetwork(name: NetworkName, latent: unknown, kind: string | null): Layered {
    const length = 1 + this.#random.integer(MOST_LAYERS);
    const place = this.#random.integer(length);
    let layers: readonly unknown[] = name === "generator" ? this.#drawOpening() : [];
    for (let i = 0; i < length; i++)
      for (let attempt = 0; attempt < TRIES; attempt++) {
        const longer = [...layers, this.#drawLayer(i === place ? kind : null)];
        const spec = this.#resolve({ latent, [name]: { kind: "layers", layers: longer } });
        if (spec !== null && this.#fits(spec, name)) {
          layers = longer;
          break;
        }
        this.#reject();
      }
    return { kind: "layers", layers: [...layers, ...this.#adviseEnd(name, latent, layers)] };
  }

  #drawLayer(kind: string | null): unknown {
    return kind === null
      ? draw(schemaOf("layer"), this.#random)
      : drawKind(schemaOf("layer"), kind, this.#random);
  }

  /** Half of the generators begin with an image. */
  #drawOpening(): readonly unknown[] {
    if (this.#random.integer(2) === 0) return [];
    const shape = [0, 0, 0].map(() => 1 + this.#random.integer(3));
    const units = shape.reduce((product, size) => product * size, 1);
    return [
      { kind: "dense", units },
      { kind: "reshape", shape },
    ];
  }

  /** What the message about a wrong output says to end with. */
  #adviseEnd(name: NetworkName, latent: unknown, layers: readonly unknown[]): readonly unknown[] {
    const begun = layers.length === 0 ? [{ kind: "flatten" }] : layers;
    const spec = this.#resolve({ latent, [name]: { kind: "layers", layers: begun } });
    const problem = spec === null ? undefined : this.#networkProblems(spec, name)[0];
    const own = layers.length === 0 ? begun : [];
    if (problem?.hint === undefined) return own;
    const advised: unknown = parse(`[${problem.hint.replace("end with ", "")}]`);
    return Array.isArray(advised) ? [...own, ...(advised as unknown[])] : own;
  }

  #fits(spec: CellSpec, name: NetworkName): boolean {
    const wrong = this.#networkProblems(spec, name).find(({ path }) => path !== name);
    if (wrong !== undefined) return false;
    const { layers, total } = describeNetwork(spec[name], name, this.#inputOf(spec, name), CLASSES);
    const largest = layers.map(({ outputShape }) => outputShape.reduce((a, b) => a * b, 1));
    return total <= LARGEST.network && Math.max(...largest) <= LARGEST.sample;
  }

  #inputOf(spec: CellSpec, name: NetworkName): readonly number[] {
    return name === "generator" ? [spec.latent.size] : this.#sampleShape;
  }

  /** Those of one network, not of how it goes with the other. */
  #networkProblems(spec: CellSpec, name: NetworkName): readonly NetworkProblem[] {
    return checkNetworks(spec, this.#sampleShape, CLASSES).filter(
      ({ path, message }) => path.startsWith(name) && !message.includes("both networks or neither"),
    );
  }

  #problemsOf(spec: CellSpec): readonly NetworkProblem[] {
    return [...checkNetworks(spec, this.#sampleShape, CLASSES), ...checkTraining(spec)];
  }

  #resolve(sections: Sections): CellSpec | null {
    const resolution = this.#base.resolve(
      Object.entries(sections).map(([path, value]) => ({ path, value })),
    );
    return resolution.ok ? resolution.spec : null;
  }
}

function holds(value: unknown, kind: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  if ("kind" in value && value.kind === kind) return true;
  return Object.values(value).some((part) => holds(part, kind));
}

let base: Promise<Experiment> | undefined;

function loadBase(): Promise<Experiment> {
  return (base ??= readBase());
}

async function readBase(): Promise<Experiment> {
  const folder = mkdtempSync(join(tmpdir(), "lsgan-fuzz-"));
  try {
    const path = join(folder, "fuzz.yaml");
    writeFileSync(path, stringify(BASE));
    return await loadExperiment(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
