/**
 * The seed model's whole step on one thread, beside other software: rounds are interleaved, so that whatever else the
 * machine does falls on all alike. A peer runs where an environment variable names its Python:
 * LSGAN_BENCH_TF, LSGAN_BENCH_TORCH, LSGAN_BENCH_JAX. Options: --rounds 12 --steps 150.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { cpus } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { buildLibrary } from "./load.mjs";

const { values: options } = parseArgs({
  options: {
    rounds: { type: "string", default: "12" },
    steps: { type: "string", default: "150" },
  },
});

const PEERS = [
  { name: "Keras train_on_batch (the seed's recipe)", env: "LSGAN_BENCH_TF", file: "keras_recipe" },
  { name: "PyTorch eager", env: "LSGAN_BENCH_TORCH", file: "torch_eager" },
  { name: "TensorFlow tf.function", env: "LSGAN_BENCH_TF", file: "tf_function" },
  { name: "JAX jit", env: "LSGAN_BENCH_JAX", file: "jax_jit" },
];

await buildLibrary();
const script = (...path) => join(import.meta.dirname, ...path);
const contestants = [
  {
    name: "lsgan-lab, onnx",
    ...start(process.execPath, "--single-threaded-gc", script("serve.mjs")),
  },
];
for (const { name, env, file } of PEERS) {
  const python = process.env[env];
  if (python === undefined) console.log(`${name}: not measured, ${env} is not set`);
  else contestants.push({ name, ...start(python, script("peers", `${file}.py`)) });
}
for (const contestant of contestants) await contestant.ready();

const seconds = new Map(contestants.map(({ name }) => [name, []]));
for (let round = 0; round < Number(options.rounds); round++)
  for (const { name, run } of contestants) seconds.get(name).push(await run(options.steps));
for (const { stop } of contestants) stop();

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const ratios = (name) =>
  seconds.get(name).map((time, round) => time / seconds.get(contestants[0].name)[round]);
console.log(`\n${new Date().toISOString()}  ${cpus()[0]?.model}, ${cpus().length} cores, 1 thread`);
console.log(`median of ${options.rounds} interleaved rounds of ${options.steps} steps\n`);
console.log(`${"".padEnd(42)}steps/s   ours ÷ theirs (median of rounds)`);
for (const { name } of contestants) {
  const rate = Number(options.steps) / median(seconds.get(name));
  const ratio = name === contestants[0].name ? "" : `${median(ratios(name)).toFixed(2)}×`;
  console.log(`${name.padEnd(42)}${rate.toFixed(1).padStart(7)}   ${ratio}`);
}

function start(...command) {
  // One core for everybody: some libraries find ways around one thread.
  const pinned = process.platform === "linux" ? ["taskset", "-c", String(cpus().length - 1)] : [];
  const [program, ...rest] = [...pinned, ...command];
  const child = spawn(program, rest, {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, OMP_NUM_THREADS: "1", MKL_NUM_THREADS: "1" },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${command.at(-1)} ended before it answered`);
    return value;
  };
  return {
    ready: answer,
    run: async (steps) => {
      child.stdin.write(`${steps}\n`);
      return Number(await answer());
    },
    stop: () => child.stdin.end(),
    ended: once(child, "exit"),
  };
}
