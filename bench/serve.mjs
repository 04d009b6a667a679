/** This project's side of run.mjs: trains as many steps as a line says, and answers with the seconds they took. */
import { createInterface } from "node:readline";

import { loadLibrary } from "./load.mjs";
import { createModel } from "./models.mjs";
import { createOurs } from "./ours.mjs";

const [name = "seed-mlp", executor = "onnx"] = process.argv.slice(2);
const threads = Number(process.env.LSGAN_BENCH_THREADS ?? 1);
const { PRESETS } = await loadLibrary();
const { step } = await createOurs(createModel(PRESETS, name), executor, threads);
for (let i = 0; i < Number(process.env.LSGAN_BENCH_WARM_UP ?? 30); i++) await step();
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const began = performance.now();
  for (let i = 0; i < Number(line); i++) await step();
  console.log((performance.now() - began) / 1000);
}
