/**
 * The executors beside each other and beside PyTorch and TensorFlow, one thread, everybody on one core, rounds interleaved.
 * Processor time, not time on the clock: other work on the machine then falls on nobody.
 *
 *     node bench/executors.mjs [--model dcgan-28|seed-mlp] [--rounds 9] [--steps 10]
 *
 * A peer runs where LSGAN_BENCH_TF or LSGAN_BENCH_TORCH names its Python; `tensorflow` where it is set up.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { buildLibrary } from "./load.mjs";

const { values } = parseArgs({
  options: {
    model: { type: "string", default: "dcgan-28" },
    rounds: { type: "string", default: "9" },
    steps: { type: "string", default: "10" },
  },
});
const PEERS = {
  "dcgan-28": { torch: "dcgan_torch_eager.py", tf: "dcgan_tf_function.py" },
  "seed-mlp": { torch: "torch_eager.py", tf: "tf_function.py" },
};
await buildLibrary();
const script = (...path) => join(import.meta.dirname, ...path);
const ours = (executor) => ({
  name: `lsgan-lab, ${executor}`,
  command: [process.execPath, "--single-threaded-gc", script("serve.mjs"), values.model, executor],
});
const peer = (name, python, file) =>
  python === undefined ? [] : [{ name, command: [python, script("peers", file)] }];
const contestants = [
  ours("onnx"),
  ours("tensorflow"),
  ...peer("PyTorch eager", process.env.LSGAN_BENCH_TORCH, PEERS[values.model].torch),
  ...peer("TensorFlow tf.function", process.env.LSGAN_BENCH_TF, PEERS[values.model].tf),
].map(({ name, command }) => ({ name, times: [], ...start(command) }));
for (const { answer } of contestants) await answer();

for (let round = 0; round < Number(values.rounds); round++)
  for (const { child, times, answer } of contestants) {
    const before = processorSeconds(child.pid);
    child.stdin.write(`${values.steps}\n`);
    await answer();
    times.push(((processorSeconds(child.pid) - before) * 1000) / Number(values.steps));
  }
for (const { child } of contestants) child.stdin.end();

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
console.log(
  `${values.model}, ${values.rounds} interleaved rounds of ${values.steps} steps, 1 thread`,
);
for (const { name, times } of contestants) {
  const ratios = contestants
    .slice(0, 2)
    .map((base) => median(times.map((t, i) => t / base.times[i])));
  const columns = ratios.map((ratio) => `${ratio.toFixed(2)}×`.padStart(8)).join("");
  console.log(`${name.padEnd(26)}${median(times).toFixed(2).padStart(9)} ms${columns}`);
}
console.log("the last columns: its processor time ÷ that of onnx, of tensorflow");

/** Of all its threads; Linux only. */
function processorSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function start(command) {
  const [program, ...rest] = ["taskset", "-c", String(cpus().length - 1), ...command];
  const threads = { OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };
  const limits = { TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1" };
  const child = spawn(program, rest, {
    stdio: ["pipe", "pipe", "ignore"],
    env: { ...process.env, ...threads, ...limits },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    if ((await lines.next()).done) throw new Error(`${rest.at(-1)} ended before it answered`);
  };
  return { child, answer };
}
