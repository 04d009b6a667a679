/** This project's side of run.mjs: trains as many steps as a line says, and answers with the seconds they took. */
import { createInterface } from "node:readline";

import { createOurs } from "./ours.mjs";
import { MODELS } from "./specs.mjs";

const [model = "seed-mlp", executor = "onnx"] = process.argv.slice(2);
const { step } = await createOurs(MODELS[model], executor);
for (let i = 0; i < 30; i++) await step();
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const began = performance.now();
  for (let i = 0; i < Number(line); i++) await step();
  console.log((performance.now() - began) / 1000);
}
