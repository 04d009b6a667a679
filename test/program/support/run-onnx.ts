/** Runs a program in ONNX Runtime, on one thread. */
import * as ort from "onnxruntime-node";

import { toOnnx } from "../../../src/program/onnx/to-onnx.ts";
import type { Program } from "../../../src/program/program.ts";

/** Feeds are rounded to float32; outputs come by the program's names. */
export async function runOnnx(
  program: Program,
  feeds: Readonly<Record<string, ArrayLike<number>>>,
): Promise<Record<string, Float64Array>> {
  const model = toOnnx(program);
  const session = await ort.InferenceSession.create(model.bytes, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const tensors: Record<string, ort.Tensor> = {};
  for (const { name, value } of program.inputs) {
    if (!model.inputs.includes(name)) continue;
    const shape = program.types[value]?.shape ?? [];
    tensors[name] = new ort.Tensor("float32", Float32Array.from(feeds[name] ?? []), shape);
  }
  const results = await session.run(tensors);
  await session.release();
  return Object.fromEntries(
    program.outputs.map(({ name }, index) => {
      const data = results[model.outputs[index] ?? ""]?.data ?? [];
      return [name, Float64Array.from(data as Float32Array | Uint8Array, Number)];
    }),
  );
}
