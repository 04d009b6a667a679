/**
 * This project's side of webgpu.mjs: trains as many steps as a line says, and answers with the seconds they took.
 * Arguments: executor, preset, batch size, shrink.
 */
import { createInterface } from "node:readline";

import { imageModel } from "./image-models.mjs";
import { loadLibrary } from "./load.mjs";

const [executorName, name, batch, shrink] = process.argv.slice(2);
const lab = await loadLibrary();
const model = imageModel(lab.PRESETS, { name, batch: Number(batch), shrink: Number(shrink) });
const plan = lab.buildStepPlan(model.spec, model.sampleShape);
const runSeed = lab.seed(1);
const initial = lab.initializeVariables(plan.variables, runSeed);
const executor = await lab.createExecutor(executorName);
const session = await executor.prepare(plan, initial, { threads: 1 });
fill("real", 0);

let steps = 0;
for (let i = 0; i < Number(process.env.LSGAN_BENCH_WARM_UP ?? 30); i++) await step();
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const began = performance.now();
  for (let i = 0; i < Number(line); i++) await step();
  console.log((performance.now() - began) / 1000);
}
await session.dispose();

async function step() {
  for (const index of plan.phases.keys()) {
    fill("latents", steps, index);
    await session.runPhase(index);
  }
  steps++;
}

/** Fills the inputs of that source, of one phase or of all, with numbers between −1 and 1. */
function fill(kind, use, only = null) {
  for (const [index, phase] of plan.phases.entries())
    for (const { name: input, source } of phase.inputs) {
      if (source.kind !== kind || (only !== null && only !== index)) continue;
      const array = session.inputs[index].get(input);
      lab.fillNormal(lab.createStream(runSeed, `${kind}/${phase.name}/${input}`, use), array);
      for (let i = 0; i < array.length; i++) array[i] = Math.max(-1, Math.min(1, array[i]));
    }
}
