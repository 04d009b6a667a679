/**
 * The memory of a training session: one WebAssembly memory that never grows (growing it would detach every view), which
 * JavaScript, ONNX Runtime and the update kernels read and write in place.
 *
 *     per network   parameters | gradients | one region per slot      equal layouts, so one kernel call updates all
 *     statistics    current | next                                    a phase reads the first and writes the second
 *     per phase     inputs | outputs
 */
import type { NetworkName, StepPlan, VariableDeclaration } from "../gan/step-plan.ts";
import { NETWORKS } from "../gan/step-plan.ts";
import { sizeOf } from "../program/program.ts";
import type { NamedValue, Program } from "../program/program.ts";
import { at } from "../program/shapes.ts";

/** Views by name. */
export type Views = ReadonlyMap<string, Float32Array>;

export interface PhaseMemory {
  readonly inputs: Views;
  /** Losses, scores and gradients: everything the phase's program gives except next statistics. */
  readonly outputs: Views;
  /** Where a phase's outputs go, by output name; next statistics included. */
  readonly targets: Views;
}

export interface TrainingMemory {
  readonly memory: WebAssembly.Memory;
  readonly variables: Views;
  readonly slots: Views;
  readonly phases: readonly PhaseMemory[];
  readonly networks: Readonly<Record<NetworkName, NetworkMemory>>;
  /** Pairs to copy after a phase has run: [statistic, its next value]. */
  readonly statistics: ReadonlyMap<string, StatisticPlaces>;
}

export interface StatisticPlaces {
  readonly current: Float32Array;
  readonly next: Float32Array;
}

/** The regions of one network's trainable variables. All have the same layout and the same length. */
export interface NetworkMemory {
  readonly parameters: Float32Array;
  readonly gradients: Float32Array;
  /** In the order of the optimizer's slots. */
  readonly slots: readonly Float32Array[];
  /** Trainable variables by name, as views of each region. */
  readonly variables: readonly NetworkVariable[];
}

export interface NetworkVariable {
  readonly name: string;
  readonly parameter: Float32Array;
  readonly gradient: Float32Array;
  readonly slots: readonly Float32Array[];
}

/** Lays out and fills the memory of a plan. @throws if `initial` lacks a variable or has one of another size. */
export function allocateMemory(plan: StepPlan, initial: Views): TrainingMemory {
  const layout = new Layout();
  const networks = NETWORKS.map((name) => planNetwork(layout, plan, name));
  const statistics = plan.variables.filter(({ role }) => role === "statistic");
  const current = planRegion(layout, statistics);
  const next = planRegion(layout, statistics);
  const phases = plan.phases.map(({ program, inputs }) => ({
    inputs: inputs.map(({ name, shape }) => ({ name, place: layout.reserve(sizeOf(shape)) })),
    outputs: program.outputs
      .filter(({ name }) => !name.startsWith(GRADIENT) && !name.startsWith(NEXT))
      .map((output) => ({
        name: output.name,
        place: layout.reserve(sizeOfOutput(program, output)),
      })),
  }));

  const memory = layout.allocate();
  const views = (items: readonly NamedPlace[]): Views =>
    new Map(items.map(({ name, place }) => [name, viewOf(memory, place)]));
  const built = networks.map((network) => buildNetwork(memory, network));
  const [generator, discriminator] = [at(built, 0), at(built, 1)];
  const trainable = built.flatMap((network) => network.variables);
  const currentViews = views(current.variables);
  const nextViews = views(next.variables);
  const placed = new Map([
    ...trainable.map(({ name, parameter }) => [name, parameter] as const),
    ...currentViews,
  ]);
  const variables = new Map(plan.variables.map(({ name }) => [name, viewNamed(placed, name)]));
  fillVariables(plan.variables, variables, initial);

  return {
    memory,
    variables,
    slots: slotViews(plan, { generator, discriminator }),
    networks: { generator, discriminator },
    statistics: new Map(
      statistics.map(({ name }) => [
        name,
        { current: viewNamed(currentViews, name), next: viewNamed(nextViews, name) },
      ]),
    ),
    phases: phases.map(({ inputs, outputs }, index) => {
      const own = views(outputs);
      const { program } = at(plan.phases, index);
      const gradients = new Map(
        trainable.map(({ name, gradient }) => [`${GRADIENT}${name}`, gradient] as const),
      );
      const target = (name: string): Float32Array =>
        name.startsWith(NEXT)
          ? viewNamed(nextViews, name.slice(NEXT.length))
          : viewNamed(name.startsWith(GRADIENT) ? gradients : own, name);
      const targets = new Map(program.outputs.map(({ name }) => [name, target(name)]));
      const said = [...targets].filter(([name]) => !name.startsWith(NEXT));
      return { inputs: views(inputs), outputs: new Map(said), targets };
    }),
  };
}

/** The view of that name. @throws if there is none. */
export function viewNamed(views: Views, name: string): Float32Array {
  const view = views.get(name);
  if (view === undefined) throw new Error(`There is no array \`${name}\``);
  return view;
}

export const GRADIENT = "gradient/";
export const NEXT = "next/";

/** Arrays begin at multiples of 64 bytes: a cache line, and a whole number of SIMD vectors. */
const ALIGNMENT_FLOATS = 16;
const PAGE_FLOATS = 65536 / 4;

/** A range of the memory, counted in floats. */
interface Place {
  readonly offset: number;
  readonly length: number;
}

class Layout {
  #end = 0;

  reserve(length: number): Place {
    const place = { offset: this.#end, length };
    this.#end += aligned(length);
    return place;
  }

  allocate(): WebAssembly.Memory {
    const pages = Math.max(1, Math.ceil(this.#end / PAGE_FLOATS));
    return new WebAssembly.Memory({ initial: pages, maximum: pages });
  }
}

interface NamedPlace {
  readonly name: string;
  readonly place: Place;
}

interface Region {
  readonly place: Place;
  readonly variables: readonly NamedPlace[];
}

interface NetworkPlan {
  readonly parameters: Region;
  readonly gradients: Region;
  readonly slots: readonly { readonly region: Region; readonly initial: number }[];
}

function planNetwork(layout: Layout, plan: StepPlan, network: NetworkName): NetworkPlan {
  const variables = plan.variables.filter(
    (variable) => variable.network === network && variable.role === "trainable",
  );
  return {
    parameters: planRegion(layout, variables),
    gradients: planRegion(layout, variables),
    slots: plan.optimizers[network].slots.map(({ initial }) => ({
      region: planRegion(layout, variables),
      initial,
    })),
  };
}

/** Vectors come last, so that they lie beside each other and can be bound to a run as one array. */
function planRegion(layout: Layout, variables: readonly VariableDeclaration[]): Region {
  let end = 0;
  const isVector = ({ shape }: VariableDeclaration): number => (shape.length === 1 ? 1 : 0);
  const inOrder = variables.toSorted((a, b) => isVector(a) - isVector(b));
  const relative = inOrder.map(({ name, shape }) => {
    const variable = { name, offset: end, length: sizeOf(shape) };
    end += aligned(variable.length);
    return variable;
  });
  const place = layout.reserve(end);
  return {
    place,
    variables: relative.map(({ name, offset, length }) => ({
      name,
      place: { offset: place.offset + offset, length },
    })),
  };
}

function buildNetwork(memory: WebAssembly.Memory, plan: NetworkPlan): NetworkMemory {
  const slots = plan.slots.map(({ region, initial }) => viewOf(memory, region.place).fill(initial));
  return {
    parameters: viewOf(memory, plan.parameters.place),
    gradients: viewOf(memory, plan.gradients.place),
    slots,
    variables: plan.parameters.variables.map(({ name, place }, index) => ({
      name,
      parameter: viewOf(memory, place),
      gradient: viewOf(memory, at(plan.gradients.variables, index).place),
      slots: plan.slots.map(({ region }) => viewOf(memory, at(region.variables, index).place)),
    })),
  };
}

function slotViews(plan: StepPlan, networks: Readonly<Record<NetworkName, NetworkMemory>>): Views {
  return new Map(
    NETWORKS.flatMap((network) =>
      networks[network].variables.flatMap(({ name, slots }) =>
        plan.optimizers[network].slots.map(
          (slot, index) => [`${name}/${slot.name}`, at(slots, index)] as const,
        ),
      ),
    ),
  );
}

function fillVariables(
  declarations: readonly VariableDeclaration[],
  variables: Views,
  initial: Views,
): void {
  for (const { name, shape } of declarations) {
    const values = initial.get(name);
    if (values?.length !== sizeOf(shape)) {
      throw new Error(
        `Expected ${sizeOf(shape)} first values for \`${name}\`, got ${values?.length ?? 0}`,
      );
    }
    viewNamed(variables, name).set(values);
  }
}

const sizeOfOutput = ({ types }: Program, { value }: NamedValue): number =>
  sizeOf(at(types, value).shape);

const viewOf = ({ buffer }: WebAssembly.Memory, { offset, length }: Place): Float32Array =>
  new Float32Array(buffer, offset * 4, length);

const aligned = (length: number): number => Math.ceil(length / ALIGNMENT_FLOATS) * ALIGNMENT_FLOATS;
