/**
 * Functions of tensors → Program: runs a function once on a backend that records kernel calls instead of executing them.
 * Importing this file loads tfjs-core.
 */
import * as tf from "@tensorflow/tfjs-core";
import type { Tensor, TensorInfo } from "@tensorflow/tfjs-core";

import { LabError } from "../shared/errors.ts";
import { ProgramBuilder } from "./builder.ts";
import { COMPOSED_KERNELS } from "./composed-kernels.ts";
import { appendGradient } from "./gradient.ts";
import type { KernelRecording } from "./operation.ts";
import { sizeOf } from "./program.ts";
import type { NamedValue, Program, ValueId } from "./program.ts";
import { OPERATIONS } from "./registry.ts";
import type { Shape } from "./shapes.ts";
import type { TensorLibrary } from "./tensor-library.ts";
import { CONSTANT_BYTES, TraceBackend } from "./trace-backend.ts";

/** What a traced function may use besides its inputs. */
export interface TraceTools {
  readonly tf: TensorLibrary;
  /**
   * The gradient of the sum of y's elements with respect to each x, by this project's own rules. May be called again on
   * what it returned: a gradient of a gradient is exact.
   */
  readonly gradient: (y: Tensor, xs: readonly Tensor[]) => Tensor[];
  /** x itself, treated as a constant by `gradient`. */
  readonly stopGradient: (x: Tensor) => Tensor;
  /** A declared table of numbers, at most 1 MiB. It becomes part of the program. */
  readonly constant: (values: ArrayLike<number>, shape: Shape) => Tensor;
}

/** Builds the outputs of a program, by name, from its inputs. */
export type TracedFunction<Name extends string> = (
  tensors: Readonly<Record<Name, Tensor>>,
  tools: TraceTools,
) => Readonly<Record<string, Tensor>>;

/**
 * Traces `build` on inputs of the given shapes (float32). Tracing twice gives equal programs: whatever should vary from
 * run to run, random numbers and learning rates included, must be an input. `Math.random`, and with it tfjs's
 * unseeded random tensors, throws while a trace runs.
 *
 * @throws LabError ENGINE where the function asks for what no program can hold.
 */
export function trace<Name extends string>(
  inputs: Readonly<Record<Name, Shape>>,
  build: TracedFunction<Name>,
): Program {
  const builder = new ProgramBuilder();
  const backend = new TraceBackend(builder);
  return onBackend(backend, () => {
    const tensorOf = (value: ValueId): Tensor =>
      tf.engine().makeTensorFromTensorInfo(backend.describe(value));
    const names = Object.keys(inputs) as Name[];
    const tensors = Object.fromEntries(
      names.map((name) => {
        const value = builder.input(name, { shape: [...inputs[name]], dtype: "float32" });
        return [name, tensorOf(value)];
      }),
    ) as Record<Name, Tensor>;
    const outputs = build(tensors, createTools(backend, tensorOf));
    return builder.build(
      Object.entries(outputs).map(([name, tensor]): NamedValue => ({
        name,
        value: backend.valueBehind(tensor),
      })),
    );
  });
}

function createTools(backend: TraceBackend, tensorOf: (value: ValueId) => Tensor): TraceTools {
  const { builder } = backend;
  return {
    tf,
    gradient: (y, xs) =>
      appendGradient(
        builder,
        backend.valueBehind(y),
        xs.map((x) => backend.valueBehind(x)),
      ).map(tensorOf),
    stopGradient: (x) => tensorOf(builder.ops.stopGradient(backend.valueBehind(x))),
    constant: (values, shape) => {
      if (sizeOf(shape) * 4 > CONSTANT_BYTES) {
        throw new LabError("ENGINE", `Expected a constant of at most ${CONSTANT_BYTES} bytes`);
      }
      return tensorOf(builder.constant(values, shape));
    },
  };
}

const BACKEND = "lsgan-trace";

/** Runs `body` with `backend` in place and every tensor it makes disposed; restores what was there before. */
function onBackend<T>(backend: TraceBackend, body: () => T): T {
  const engine = tf.engine();
  if (engine.backendNames().includes(BACKEND)) {
    throw new LabError("ENGINE", "A trace cannot run inside another trace");
  }
  registerKernels();
  const previous = engine.backendName;
  const random = Math.random;
  tf.registerBackend(BACKEND, () => backend, 0);
  void tf.setBackend(BACKEND);
  Math.random = refuseRandom;
  engine.startScope("trace");
  try {
    return body();
  } catch (error) {
    throw explain(error);
  } finally {
    engine.endScope();
    Math.random = random;
    tf.removeBackend(BACKEND);
    if (engine.backendNames().includes(previous)) void tf.setBackend(previous);
  }
}

function refuseRandom(): never {
  throw new LabError(
    "ENGINE",
    "Random numbers inside a trace would be baked into the program: declare an input and fill it for every run",
  );
}

/** tfjs's message about a kernel we have no operation for, said in our words. */
function explain(error: unknown): unknown {
  const kernel = error instanceof Error ? /^Kernel '(\w+)' not reg/.exec(error.message)?.[1] : null;
  if (kernel === undefined || kernel === null) return error;
  const message = `The tensor operation \`${kernel}\` cannot be compiled: program/ops has no operation for it`;
  return new LabError("ENGINE", message, { cause: error });
}

let registered = false;

function registerKernels(): void {
  if (registered) return;
  registered = true;
  for (const { kernels } of OPERATIONS) registerAll(kernels);
  registerAll(COMPOSED_KERNELS);
}

function registerAll(kernels: Readonly<Record<string, KernelRecording>>): void {
  for (const [kernelName, record] of Object.entries(kernels)) {
    tf.registerKernel({
      kernelName,
      backendName: BACKEND,
      kernelFunc: ({ inputs, attrs, backend }) =>
        recordCall(record, {
          kernelName,
          inputs: inputs,
          attributes: attrs ?? {},
          backend,
        }),
    });
  }
}

interface RecordedCall {
  readonly kernelName: string;
  readonly inputs: Readonly<Record<string, TensorInfo | undefined>>;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly backend: unknown;
}

function recordCall(record: KernelRecording, call: RecordedCall): TensorInfo | TensorInfo[] {
  const { kernelName, inputs, attributes, backend } = call;
  if (!(backend instanceof TraceBackend)) throw new Error("Expected the tracing backend");
  if (tf.engine().state.gradientDepth > 0) {
    throw new LabError(
      "ENGINE",
      "tf.grad and its kin do not work inside a trace (their rules are wrong for second order): use tools.gradient",
    );
  }
  const valueOf = (name: string): ValueId => {
    const tensor = inputs[name];
    if (tensor === undefined) throw new Error(`Kernel \`${kernelName}\` has no input \`${name}\``);
    return backend.valueBehind(tensor);
  };
  const recorded = record({
    tf,
    ops: backend.builder.ops,
    input: valueOf,
    inputs: Object.keys(inputs).map(valueOf),
    attributes,
  });
  return typeof recorded === "number"
    ? backend.describe(recorded)
    : recorded.map((value) => backend.describe(value));
}
