/**
 * Peak of resident memory of a process that trains a model for a few steps: ours, as the worker trains it, and PyTorch's.
 * Linux only. PyTorch is measured where LSGAN_BENCH_TORCH names a Python that has it.
 *
 *     node bench/memory-peak.mjs [--model dcgan-64] [--steps 3] [--rounds 1]
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { loadLibrary } from "./load.mjs";
import { createModel, describeModel } from "./models.mjs";

const { values: options } = parseArgs({
  options: {
    model: { type: "string", default: "dcgan-64" },
    steps: { type: "string", default: "3" },
    rounds: { type: "string", default: "1" },
  },
});
const lab = await loadLibrary();
const model = createModel(lab.PRESETS, options.model);
const script = (...path) => join(import.meta.dirname, ...path);
const ours = (executor) => ({
  name: `lsgan-lab, ${executor}`,
  command: [
    ...[process.execPath, "--single-threaded-gc"],
    ...[script("serve.mjs"), options.model, executor],
  ],
});
const torch = process.env.LSGAN_BENCH_TORCH;
const contestants = [
  ours("onnx"),
  ...(lab.findBinding() === null ? [] : [ours("tensorflow")]),
  ...(torch === undefined
    ? []
    : [{ name: "PyTorch eager", command: [torch, script("peers", "pytorch.py")] }]),
];
console.log(`${options.model}: peak of resident memory in MB, ${options.steps} steps, one thread`);
for (let round = 0; round < Number(options.rounds); round++)
  for (const contestant of contestants) {
    const peak = await measure(contestant);
    console.log(`${contestant.name.padEnd(24)}${String(Math.round(peak)).padStart(6)}`);
  }
if (torch === undefined) console.log("PyTorch: not measured, LSGAN_BENCH_TORCH is not set");

async function measure({ command: [program, ...rest] }) {
  const child = spawn(program, rest, {
    stdio: ["pipe", "pipe", "inherit"],
    env: {
      ...process.env,
      ...{ OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" },
      ...{ TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1" },
      LSGAN_BENCH_MODEL: JSON.stringify(describeModel(model)),
      LSGAN_BENCH_MODE: "eager",
      LSGAN_BENCH_THREADS: "1",
      LSGAN_BENCH_WARM_UP: "1",
    },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  child.stdin.write(`${options.steps}\n`);
  await lines.next();
  const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
  child.stdin.end();
  await new Promise((resolve) => child.once("exit", resolve));
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) / 1000;
}
