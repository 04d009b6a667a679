/**
 * A phase and the updates behind it as one program, so that neither gradients nor weights leave the device. Inputs: those
 * of the phase, every slot by its name `<variable>/<slot>`, and scalars `scalar/<network>/<name>`. Outputs: what the phase
 * says, and `next/<name>` of every variable and slot that it changes.
 */
import type { NetworkName, Phase, StepPlan, VariableDeclaration } from "../../gan/step-plan.ts";
import { ProgramBuilder } from "../../program/builder.ts";
import { optimise } from "../../program/optimise.ts";
import type { Pass } from "../../program/optimise.ts";
import { mergeCommonSubexpressions } from "../../program/passes/common-subexpressions.ts";
import { removeDeadCode } from "../../program/passes/dead-code.ts";
import type { Program, ValueId } from "../../program/program.ts";
import { at } from "../../program/shapes.ts";
import { resizeProgram } from "../eager/resize-program.ts";
import { GRADIENT, NEXT } from "../memory.ts";
import { appendProgram } from "./append-program.ts";
import { dropFlush } from "./drop-flush.ts";

export interface WholeStepOptions {
  /** Adds `measure/<network>/<square>` [] for each square of SQUARES, and keeps the gradients as outputs. */
  readonly measure: boolean;
  /** What is done to the phase's own program first. */
  readonly passes: readonly Pass[];
}

/** Sums of squares over all trainable variables of a network: of gradients, weights before, and changes. */
export const SQUARES = ["gradient", "weight", "change"] as const;
export type Square = (typeof SQUARES)[number];

export const measureName = (network: NetworkName, square: Square): string =>
  `measure/${network}/${square}`;

export const scalarName = (network: NetworkName, scalar: string): string =>
  `scalar/${network}/${scalar}`;

export function buildWholeStep(
  plan: StepPlan,
  phase: Phase,
  { measure, passes }: WholeStepOptions,
): Program {
  const step = new WholeStep(plan, optimise(phase.program, passes));
  for (const network of phase.updates) {
    const updates = trainable(plan, network).map((variable) => step.update(variable));
    if (measure) step.measure(network, updates);
  }
  return optimise(step.build({ withGradients: measure }), [
    mergeCommonSubexpressions,
    removeDeadCode,
  ]);
}

interface Update {
  readonly gradient: ValueId;
  readonly before: ValueId;
  readonly after: ValueId;
}

class WholeStep {
  readonly #plan: StepPlan;
  readonly #builder = new ProgramBuilder();
  readonly #inputs = new Map<string, ValueId>();
  readonly #outputs: Map<string, ValueId>;

  constructor(plan: StepPlan, program: Program) {
    this.#plan = plan;
    this.#outputs = new Map(
      appendProgram(this.#builder, program, (name, value) =>
        this.#input(name, at(program.types, value).shape),
      ),
    );
  }

  /** Appends one variable's update. */
  update({ name, network, shape }: VariableDeclaration): Update {
    const gradient = this.#outputs.get(`${GRADIENT}${name}`);
    if (gradient === undefined) throw new Error(`A phase has no gradient of \`${name}\``);
    const before = this.#input(name, shape);
    const program = dropFlush(resizeProgram(this.#plan.optimizers[network].program, shape));
    const updated = appendProgram(this.#builder, program, (input) => {
      if (input === "parameter") return before;
      if (input === "gradient") return gradient;
      return input.startsWith(SLOT)
        ? this.#input(`${name}/${input.slice(SLOT.length)}`, shape)
        : this.#input(scalarName(network, input.slice(SCALAR.length)), []);
    });
    let after = before;
    for (const [output, value] of updated) {
      if (output === "parameter") after = value;
      const target = output === "parameter" ? name : `${name}/${output.slice(SLOT.length)}`;
      this.#outputs.set(`${NEXT}${target}`, value);
    }
    return { gradient, before, after };
  }

  measure(network: NetworkName, updates: readonly Update[]): void {
    const { ops } = this.#builder;
    const squares: Readonly<Record<Square, (update: Update) => ValueId>> = {
      gradient: ({ gradient }) => gradient,
      weight: ({ before }) => before,
      change: ({ before, after }) => ops.subtract(after, before),
    };
    for (const square of SQUARES) {
      const sums = updates.map((update) => this.#sumOfSquares(squares[square](update)));
      const total = sums.reduce((sum, part) => ops.add(sum, part), ops.scalar(0));
      this.#outputs.set(measureName(network, square), total);
    }
  }

  build({ withGradients }: { readonly withGradients: boolean }): Program {
    return this.#builder.build(
      [...this.#outputs]
        .filter(([name]) => withGradients || !name.startsWith(GRADIENT))
        .map(([name, value]) => ({ name, value })),
    );
  }

  #sumOfSquares(values: ValueId): ValueId {
    const { ops } = this.#builder;
    return ops.sum(ops.square(values), [...ops.shapeOf(values).keys()], false);
  }

  /** The program's input of that name, declared when it is first asked for. */
  #input(name: string, shape: readonly number[]): ValueId {
    const known = this.#inputs.get(name);
    if (known !== undefined) return known;
    const input = this.#builder.input(name, { shape, dtype: "float32" });
    this.#inputs.set(name, input);
    return input;
  }
}

const SLOT = "slot/";
const SCALAR = "scalar/";

const trainable = ({ variables }: StepPlan, network: NetworkName): readonly VariableDeclaration[] =>
  variables.filter((variable) => variable.network === network && variable.role === "trainable");
