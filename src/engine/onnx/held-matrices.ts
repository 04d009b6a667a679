/**
 * Networks of dense layers trained on small batches are held with features first (passes/features-first.ts): products then
 * read weights in place. Inside such a session every matrix of a network is transposed; outside it is as declared,
 * brought up to date by pull().
 */
import type { StepPlan } from "../../gan/step-plan.ts";
import type { Program } from "../../program/program.ts";
import type { Pass } from "../../program/optimise.ts";
import { mergeCommonSubexpressions } from "../../program/passes/common-subexpressions.ts";
import { removeDeadCode } from "../../program/passes/dead-code.ts";
import { FAST_PASSES } from "../../program/passes/fast.ts";
import { moveFeaturesFirst } from "../../program/passes/features-first.ts";
import { holdColumns } from "../../program/passes/hold-columns.ts";
import { at } from "../../program/shapes.ts";
import { GRADIENT, NEXT } from "../memory.ts";
import type { TrainingMemory, Views } from "../memory.ts";
import type { OutsideState } from "../session.ts";

/** Samples in a batch up to which weights are repacked often enough: at 32 a step takes 0.9 of its time, at 512 1.03. */
const LARGEST_BATCH = 128;

/** Whether all that a plan's steps compute are products of matrices, of few samples. */
export function isHeld({ phases, variables }: StepPlan): boolean {
  const isFlat = variables.every(({ shape }) => shape.length <= 2);
  return isFlat && phases.every(({ program }) => rowsOfProducts(program) <= LARGEST_BATCH);
}

function rowsOfProducts({ operations, types }: Program): number {
  const rows = operations.flatMap(({ kind, attributes, output }) =>
    kind === "matmul" && attributes["transposeA"] === false
      ? [at(types, output).shape[0] ?? 0]
      : [],
  );
  return Math.max(0, ...rows);
}

/** The passes of a plan's programs. */
export function heldPasses({ variables }: StepPlan): readonly Pass[] {
  const names = new Set(
    variables.flatMap(({ name }) => [name, `${GRADIENT}${name}`, `${NEXT}${name}`]),
  );
  return [
    ...FAST_PASSES,
    (program) => holdColumns(program, names),
    moveFeaturesFirst,
    mergeCommonSubexpressions,
    removeDeadCode,
  ];
}

export interface HeldMemory {
  /** The memory as it is seen from outside: matrices have arrays of their own. */
  readonly outside: TrainingMemory;
  readonly state: OutsideState;
}

/** From here on the matrices of `memory`, which is filled as declared, are transposed. */
export function holdMatrices(plan: StepPlan, memory: TrainingMemory): HeldMemory {
  const shapes = new Map(plan.variables.map(({ name, shape }) => [name, shape]));
  const matrices: Matrix[] = [];
  const gradients = plan.phases.map((): Matrix[] => []);
  const replaced = (views: Views, shapeOf: (name: string) => Shape, list: Matrix[]): Views =>
    new Map(
      [...views].map(([name, inside]) => {
        const [rows = 1, columns = 1] = shapeOf(name) ?? [];
        if (rows === 1 || columns === 1) return [name, inside];
        const outside = inside.slice();
        list.push({ inside, outside, rows, columns });
        return [name, outside];
      }),
    );
  const outside: TrainingMemory = {
    ...memory,
    variables: replaced(memory.variables, (name) => shapes.get(name), matrices),
    slots: replaced(
      memory.slots,
      (name) => shapes.get(name.slice(0, name.lastIndexOf("/"))),
      matrices,
    ),
    phases: memory.phases.map((phase, index) => ({
      ...phase,
      outputs: replaced(
        phase.outputs,
        (name) => (name.startsWith(GRADIENT) ? shapes.get(name.slice(GRADIENT.length)) : undefined),
        at(gradients, index),
      ),
    })),
  };
  // What is outside is the state until the first run.
  let isPulled = true;
  return {
    outside,
    state: {
      pull: () => {
        [...matrices, ...gradients.flat()].forEach(pullMatrix);
        isPulled = true;
      },
      push: () => {
        if (isPulled) matrices.forEach(pushMatrix);
        isPulled = false;
      },
      pullGradients: (phase) => {
        at(gradients, phase).forEach(pullMatrix);
      },
    },
  };
}

type Shape = readonly number[] | undefined;

/** One matrix in two places: [rows, columns] outside, [columns, rows] inside. */
interface Matrix {
  readonly inside: Float32Array;
  readonly outside: Float32Array;
  readonly rows: number;
  readonly columns: number;
}

const pullMatrix = ({ inside, outside, rows, columns }: Matrix): void => {
  transpose(inside, outside, columns, rows);
};

const pushMatrix = ({ inside, outside, rows, columns }: Matrix): void => {
  transpose(outside, inside, rows, columns);
};

/** [rows, columns] → [columns, rows] */
function transpose(from: Float32Array, to: Float32Array, rows: number, columns: number): void {
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      to[column * rows + row] = from[row * columns + column] ?? NaN;
}
