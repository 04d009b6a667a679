/**
 * One program as an ONNX Runtime session bound to fixed arrays: it reads its inputs from them and writes its outputs into
 * them, without a copy.
 */
import { InferenceSession, Tensor } from "onnxruntime-node";

import { LabError } from "../../shared/errors.ts";
import { onnxNames, toOnnx } from "../../program/onnx/to-onnx.ts";
import type { Program, ValueId } from "../../program/program.ts";
import { at } from "../../program/shapes.ts";
import { packVectors } from "./pack-vectors.ts";
import type { BoundArray } from "./pack-vectors.ts";
import { endWithSequence, createRunInPlace } from "./written-in-place.ts";

/** Where a program's inputs are, and where its outputs go. @throws if there is no array of that name. */
export interface Binding {
  readonly input: (name: string) => Float32Array;
  readonly output: (name: string) => Float32Array;
}

export interface BoundProgram {
  run(): Promise<void>;
  dispose(): Promise<void>;
}

/** Compiles and binds. @throws LabError ENGINE if ONNX Runtime refuses the program. */
export async function bindProgram(
  program: Program,
  binding: Binding,
  threads: number,
): Promise<BoundProgram> {
  const { inputs, outputs } = onnxNames(program);
  const given = packVectors(
    inputs.map((name) => {
      const input = program.inputs.find((candidate) => candidate.name === name);
      if (input === undefined) throw new Error(`The program has no input \`${name}\``);
      return { name, shape: shapeOf(program, input.value), data: binding.input(name) };
    }),
    "inputs",
  );
  const wanted = packVectors(
    program.outputs.map(({ name, value }, index) => {
      const data = binding.output(name);
      return { name: at(outputs, index), shape: shapeOf(program, value), data };
    }),
    "outputs",
  );
  const { bytes, nodeCount } = toOnnx(program, {
    hidden: new Set([...given.hidden, ...wanted.hidden]),
  });
  const [feeds, fetches] = [tensorsOf(given.arrays), tensorsOf(wanted.arrays)];
  refuseOverlap(feeds, fetches);
  const session = await createInference(
    endWithSequence(Buffer.concat([given.fragment, bytes, wanted.fragment])),
    {
      threads,
      isLarge: program.operations.length > MANY_OPERATIONS || nodeCount > MANY_NODES,
    },
  );
  const [fed, fetched] = [Object.fromEntries(feeds), Object.fromEntries(fetches)];
  return {
    run: createRunInPlace(session, fed, fetched),
    dispose: () => session.release(),
  };
}

type FloatTensor = InstanceType<typeof Tensor>;

const tensorsOf = (arrays: readonly BoundArray[]): ReadonlyMap<string, FloatTensor> =>
  new Map(arrays.map(({ name, shape, data }) => [name, new Tensor("float32", data, shape)]));

const shapeOf = ({ types }: Program, value: ValueId): readonly number[] => at(types, value).shape;

/** ONNX Runtime gives wrong numbers, and no error, when it writes into memory that it still reads. */
function refuseOverlap(
  feeds: ReadonlyMap<string, FloatTensor>,
  fetches: ReadonlyMap<string, FloatTensor>,
): void {
  for (const [output, written] of fetches)
    for (const [other, tensor] of [...feeds, ...fetches])
      if (tensor !== written && overlap(written, tensor))
        throw new Error(`Output \`${output}\` would be written over \`${other}\``);
}

function overlap({ data: a }: FloatTensor, { data: b }: FloatTensor): boolean {
  if (!(a instanceof Float32Array) || !(b instanceof Float32Array)) return true;
  if (a.buffer !== b.buffer) return false;
  return a.byteOffset < b.byteOffset + b.byteLength && b.byteOffset < a.byteOffset + a.byteLength;
}

/**
 * Above either, ONNX Runtime's own optimizer is left out. It takes most of the time of compiling, 9 of 12 seconds for the
 * 101-layer ResNet, and finds next to nothing, because the passes before it have done its work: steps take as long, and
 * their numbers are the same bits.
 */
const MANY_OPERATIONS = 1000;
const MANY_NODES = 2000;

async function createInference(
  bytes: Uint8Array,
  { threads, isLarge }: { readonly threads: number; readonly isLarge: boolean },
): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      executionMode: "sequential",
      graphOptimizationLevel: isLarge ? "disabled" : "all",
      // The arena keeps what it once took, and takes it again as one block that a plan of the first run asks for: a DCGAN of
      // 64×64 images, batch 64, has 2.4 GB with them and 1.0 GB without. Numbers are the same bits.
      enableCpuMemArena: !isLarge,
      enableMemPattern: !isLarge,
      logSeverityLevel: 3,
      extra: {
        session: SESSION_SETTINGS,
        optimization: { disable_specified_optimizers: IRRELEVANT_OPTIMIZERS.join(";") },
      },
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LabError("ENGINE", `ONNX Runtime refused the program: ${reason}`, { cause });
  }
}

/**
 * Numbers below 1.2e-38 count as zero: with them, kernels are up to 45 times slower. ONNX Runtime heeds this in the first
 * session of a process only, so every session asks for it. Idle threads sleep instead of spinning, because other runs
 * share the machine.
 */
const SESSION_SETTINGS = {
  set_denormal_as_zero: "1",
  intra_op: { allow_spinning: "0" },
  inter_op: { allow_spinning: "0" },
} as const;

/**
 * ONNX Runtime's optimizers of what no program here has: quantized numbers, half precision, attention, Erf. Each walks the
 * whole graph, most of them twice; without them compiling a session takes about 0.8 of the time, and its graph is the same.
 */
const IRRELEVANT_OPTIMIZERS = [
  ...["DoubleQDQPairsRemover", "QDQPropagationTransformer", "WeightBiasQuantization"],
  ...["EnsureUniqueDQForNodeUnit", "WhereDummyDq", "QDQS8ToU8Transformer"],
  ...["QDQSelectorActionTransformer", "QDQFinalCleanupTransformer", "MatMulIntegerToFloatFusion"],
  ...["DynamicQuantizeMatMulFusion", "MatMulNBitsFusion"],
  ...["FuseFp16InitializerToFp32NodeTransformer"],
  ...["AttentionFusion", "EmbedLayerNormFusion", "SkipLayerNormFusion", "BiasSkipLayerNormFusion"],
  ...["GroupQueryAttentionFusion", "GroupQueryAttentionPreNormFusion", "BiasSoftmaxFusion"],
  ...["GeluFusionL1", "GeluFusionL2", "BiasGeluFusion", "FastGeluFusion", "BiasDropoutFusion"],
  ...["MatMulActivationFusion", "FreeDimensionOverrideTransformer"],
];
