/**
 * An optimizer's program → one WebAssembly function that updates a whole region of parameters in place:
 *
 *     run(parameter, gradient, slot…: byte offsets, byteLength, scalar…: float32)
 *
 * It loads four elements of each array, computes all outputs, stores them, and goes on, four times in each turn of the
 * loop; what depends on scalars only is computed once before it.
 */
import { LabError } from "../../shared/errors.ts";
import type { OptimizerProgram } from "../../gan/step-plan.ts";
import { sizeOf } from "../../program/program.ts";
import type { Operation, Program, ValueId } from "../../program/program.ts";
import { removeDeadCode } from "../../program/passes/dead-code.ts";
import { mergeCommonSubexpressions } from "../../program/passes/common-subexpressions.ts";
import { at } from "../../program/shapes.ts";
import { encodeModule, OP, signed, unsigned } from "../../shared/wasm.ts";
import { SIMD, SIMD_LOWERINGS, splatConstant } from "./simd.ts";

export interface UpdateKernel {
  /** Updates in place. All arrays lie in the kernel's memory and have one length, a multiple of 16. */
  update(arrays: readonly Float32Array[], scalars: Readonly<Record<string, number>>): void;
  readonly byteLength: number;
}

/** Compiles the kernel for one memory. `arrays` of an update are parameter, gradient, then the slots in order. */
export function createUpdateKernel(
  optimizer: OptimizerProgram,
  memory: WebAssembly.Memory,
): UpdateKernel {
  const scalars = scalarNames(optimizer);
  const bytes = encodeUpdate(optimizer);
  const instance = new WebAssembly.Instance(new WebAssembly.Module(bytes), { engine: { memory } });
  const { run } = instance.exports;
  if (!isRun(run)) throw new Error("Expected the module to export `run`");
  return {
    byteLength: bytes.byteLength,
    update: (arrays, values) => {
      // A network without weights; the loop's first turn comes before its condition.
      if (at(arrays, 0).length === 0) return;
      run(
        ...arrays.map(({ byteOffset }) => byteOffset),
        at(arrays, 0).byteLength,
        ...scalars.map((name) => values[name] ?? NaN),
      );
    },
  };
}

type Run = (...numbers: readonly number[]) => void;

const isRun = (value: unknown): value is Run => typeof value === "function";

/** The bytes of the kernel's module. @throws LabError ENGINE where the program is not element-wise. */
export function encodeUpdate(optimizer: OptimizerProgram): Uint8Array<ArrayBuffer> {
  const arrays = arrayNames(optimizer);
  const scalars = scalarNames(optimizer);
  const program = mergeCommonSubexpressions(removeDeadCode(optimizer.program));
  const writer = new KernelWriter(arrays.length, scalars.length);
  writer.declare(program, arrays, scalars);
  for (const operation of program.operations) writer.operation(program, operation);
  return encodeModule(writer.finish(program, arrays));
}

/** Vectors of four floats in one turn of the loop: arrays are a multiple of 64 bytes long. */
const UNROLLED = 4;

const arrayNames = ({ slots }: OptimizerProgram): readonly string[] => [
  "parameter",
  "gradient",
  ...slots.map(({ name }) => `slot/${name}`),
];

/** Names of the scalars as the clock gives them, in the order of the program's inputs. */
const scalarNames = ({ program }: OptimizerProgram): readonly string[] =>
  program.inputs.flatMap(({ name }) =>
    name.startsWith(SCALAR) ? [name.slice(SCALAR.length)] : [],
  );

const SCALAR = "scalar/";

const isScalar = ({ types }: Program, value: ValueId): boolean =>
  sizeOf(at(types, value).shape) === 1;

class KernelWriter {
  readonly #parameters: ("i32" | "f32")[];
  readonly #firstScalar: number;
  readonly #length: number;
  readonly #position: number;
  readonly #before: number[] = [];
  /** The loop's code for the vector at an offset, in order. */
  readonly #loop: ((offset: number) => readonly number[])[] = [];
  readonly #locals = new Map<ValueId, number>();
  #count: number;

  constructor(arrays: number, scalars: number) {
    this.#parameters = [
      ...new Array<"i32">(arrays + 1).fill("i32"),
      ...new Array<"f32">(scalars).fill("f32"),
    ];
    this.#length = arrays;
    this.#firstScalar = arrays + 1;
    this.#position = this.#parameters.length;
    this.#count = this.#position + 1;
  }

  declare(program: Program, arrays: readonly string[], scalars: readonly string[]): void {
    for (const { name, value } of program.inputs) {
      const array = arrays.indexOf(name);
      const scalar = name.startsWith(SCALAR) ? scalars.indexOf(name.slice(SCALAR.length)) : -1;
      if (array >= 0) {
        const set = this.#setter(value);
        this.#loop.push((offset) => [...this.#address(array), ...SIMD.load(offset), ...set]);
      } else if (scalar >= 0) {
        const number = [OP.localGet, ...unsigned(this.#firstScalar + scalar)];
        this.#before.push(...number, ...SIMD.splat, ...this.#setter(value));
      } else throw new LabError("ENGINE", `An optimizer has no input \`${name}\``);
    }
    for (const [value, data] of program.constants) {
      if (data.length !== 1) throw new LabError("ENGINE", "An optimizer's constants are scalars");
      this.#before.push(...splatConstant(data[0] ?? NaN), ...this.#setter(value));
    }
  }

  operation(program: Program, operation: Operation): void {
    const code = [...this.#lowered(program, operation), ...this.#setter(operation.output)];
    if (isScalar(program, operation.output)) this.#before.push(...code);
    else this.#loop.push(() => code);
  }

  finish(program: Program, arrays: readonly string[]): Parameters<typeof encodeModule>[0] {
    for (const { name, value } of program.outputs) {
      const array = arrays.indexOf(name);
      if (array < 0) throw new LabError("ENGINE", `An optimizer has no output \`${name}\``);
      const code = [...this.#address(array), ...this.#get(value)];
      this.#loop.push((offset) => [...code, ...SIMD.store(offset)]);
    }
    const turn = Array.from({ length: UNROLLED }, (_, index) =>
      this.#loop.flatMap((code) => code(index * 16)),
    ).flat();
    const position = [OP.localGet, ...unsigned(this.#position)];
    const bytes = [OP.i32Const, ...signed(UNROLLED * 16)];
    const step = [...position, ...bytes, OP.i32Add, OP.localSet, ...unsigned(this.#position)];
    const isBelow = [...position, OP.localGet, ...unsigned(this.#length), OP.i32LessUnsigned];
    const loop = [OP.loop, 0x40, ...turn, ...step, ...isBelow, OP.branchIf, 0, OP.end];
    return {
      parameters: this.#parameters,
      locals: ["i32", ...new Array<"v128">(this.#count - this.#position - 1).fill("v128")],
      body: [...this.#before, ...loop],
    };
  }

  #lowered(program: Program, { kind, inputs, attributes }: Operation): readonly number[] {
    const lowering = SIMD_LOWERINGS.get(kind);
    if (lowering === undefined) {
      const known = [...SIMD_LOWERINGS.keys()].join(", ");
      throw new LabError(
        "ENGINE",
        `An optimizer cannot use \`${kind}\`: its operations are element-wise, one of ${known}`,
      );
    }
    const [mask, whenTrue, whenFalse] = inputs;
    if (kind === "select" && mask !== undefined && whenFalse !== undefined) {
      const isZero = whenTrue !== undefined && isConstantZero(program, whenTrue);
      if (isZero) return [...this.#get(whenFalse), ...this.#get(mask), ...SIMD.andNot];
    }
    return lowering(
      inputs.map((value) => this.#get(value)),
      attributes,
    );
  }

  #address(array: number): number[] {
    const [base, position] = [unsigned(array), unsigned(this.#position)];
    return [OP.localGet, ...base, OP.localGet, ...position, OP.i32Add];
  }

  /** The code that stores what is on the stack as this value. */
  #setter(value: ValueId): number[] {
    const local = this.#count++;
    this.#locals.set(value, local);
    return [OP.localSet, ...unsigned(local)];
  }

  #get(value: ValueId): number[] {
    const local = this.#locals.get(value);
    if (local === undefined) throw new Error(`Value #${value} is used before it is made`);
    return [OP.localGet, ...unsigned(local)];
  }
}

/** A constant +0, or one broadcast. */
function isConstantZero({ constants, operations }: Program, value: ValueId): boolean {
  const made = operations.find(({ output }) => output === value);
  const source = made?.kind === "broadcast" ? (made.inputs[0] ?? value) : value;
  return Object.is(constants.get(source)?.[0], 0);
}
