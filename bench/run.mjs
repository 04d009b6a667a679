/**
 * Whole training steps of seven models beside other software. Rounds are interleaved, so that whatever else the machine
 * does falls on all alike; with one thread, everybody is pinned to one core, because some libraries find ways around one
 * thread. Prints a table and puts it into bench/RESULTS.md, in place of the same models' and threads' last one.
 *
 *     npm run bench -- [--models seed-mlp,ring-mlp] [--threads 1|2] [--rounds 9] [--seconds 1.5]
 *
 * A round is as many steps as our ONNX executor takes `--seconds` for. A peer runs where an environment variable names its
 * Python: LSGAN_BENCH_TF, LSGAN_BENCH_TORCH, LSGAN_BENCH_JAX; tfjs-node where LSGAN_BENCH_TFJS names a folder whose
 * node_modules have it; `tensorflow` where it is set up. What does not run is listed below the table.
 *
 * Peers in `--one-round` (parts of names, separated by commas) run in the first round only: JAX without its own threads takes
 * minutes for a convolutional network's round. After `--limit` seconds no further round is begun.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { loadLibrary } from "./load.mjs";
import { createModel, describeModel, MODEL_NAMES } from "./models.mjs";
import { printTable, writeResults } from "./results.mjs";
import { countFlops, measureMachine } from "./roofline.mjs";

const { values: options } = parseArgs({
  options: {
    models: { type: "string", default: MODEL_NAMES.join(",") },
    threads: { type: "string", default: "1" },
    rounds: { type: "string", default: "9" },
    seconds: { type: "string", default: "1.5" },
    "one-round": { type: "string", default: "" },
    limit: { type: "string", default: "Infinity" },
  },
});
const threads = Number(options.threads);
const PEERS = [
  { name: "Keras train_on_batch", env: "LSGAN_BENCH_TF", file: "tensorflow_keras", mode: "keras" },
  { name: "tf.function", env: "LSGAN_BENCH_TF", file: "tensorflow_keras", mode: "function" },
  { name: "PyTorch eager", env: "LSGAN_BENCH_TORCH", file: "pytorch", mode: "eager" },
  { name: "PyTorch compiled", env: "LSGAN_BENCH_TORCH", file: "pytorch", mode: "compiled" },
  { name: "JAX jit", env: "LSGAN_BENCH_JAX", file: "jax_jit", mode: "" },
];

const lab = await loadLibrary();
const machine = await measureMachine(lab);
for (const name of options.models.split(",")) {
  const table = await compare(name);
  console.log(printTable(table));
  writeResults(table);
}

async function compare(name) {
  const model = createModel(lab.PRESETS, name);
  const flops = countFlops(lab.buildStepPlan(model.spec, model.sampleShape));
  const missing = [];
  const contestants = [];
  for (const contestant of candidates(name)) {
    if (contestant.missing === undefined) contestants.push(begin(contestant, model));
    else missing.push(`${contestant.name}: ${contestant.missing}`);
  }
  const racing = [];
  for (const contestant of contestants) {
    if (await contestant.ready()) racing.push(contestant);
    else missing.push(`${contestant.name}: ended before it was ready`);
  }
  const [ours] = racing;
  await ours.run(1);
  const steps = Math.max(1, Math.round(Number(options.seconds) / (await ours.run(1)).wall));
  let rounds = 0;
  for (; rounds < Number(options.rounds) && (rounds === 0 || !isOver()); rounds++)
    for (const contestant of racing)
      if (rounds === 0 || !runsOnce(contestant))
        contestant.rounds.push(await contestant.run(steps));
  for (const { stop } of racing) await stop();
  const results = racing.map((contestant) => ({
    name: contestant.name,
    stepsPerSecond: 1 / median(contestant.rounds.map(({ wall }) => wall)),
    wall: median(contestant.rounds.map(({ wall }, i) => wall / ours.rounds[i].wall)),
    processor: median(contestant.rounds.map(({ cpu }, i) => cpu / ours.rounds[i].cpu)),
    gigaflops: flops / 1e9 / median(contestant.rounds.map(({ cpu }) => cpu)),
  }));
  return { name, threads, machine, flops, steps, rounds, results, missing };
}

/** `--limit` has passed since this process began. */
function isOver() {
  return performance.now() / 1000 > Number(options.limit);
}

function runsOnce({ name }) {
  return options["one-round"].split(",").some((part) => part !== "" && name.includes(part));
}

function candidates(name) {
  const script = (...path) => join(import.meta.dirname, ...path);
  const ours = (executor) => ({
    name: `lsgan-lab, ${executor}`,
    command: [process.execPath, "--single-threaded-gc", script("serve.mjs"), name, executor],
  });
  const tensorflow = ours("tensorflow");
  return [
    ours("onnx"),
    lab.findBinding() === null ? { ...tensorflow, missing: "not set up" } : tensorflow,
    process.env.LSGAN_BENCH_TFJS === undefined
      ? { name: "tfjs-node eager", missing: "LSGAN_BENCH_TFJS is not set" }
      : {
          name: "tfjs-node eager",
          command: [process.execPath, script("peers", "tfjs_eager.mjs")],
        },
    ...PEERS.map(({ name: peer, env, file, mode }) => {
      const python = process.env[env];
      return python === undefined
        ? { name: peer, missing: `${env} is not set` }
        : { name: peer, mode, command: [python, script("peers", `${file}.py`)] };
    }),
  ];
}

function begin({ name, command, mode = "" }, model) {
  const pin = process.platform === "linux" && threads === 1;
  const [program, ...rest] = [
    ...(pin ? ["taskset", "-c", String(cpus().length - 1)] : []),
    ...command,
  ];
  const child = spawn(program, rest, {
    stdio: ["pipe", "pipe", process.env.LSGAN_BENCH_VERBOSE ? "inherit" : "ignore"],
    env: {
      ...process.env,
      OMP_NUM_THREADS: String(threads),
      MKL_NUM_THREADS: String(threads),
      TF_NUM_INTRAOP_THREADS: String(threads),
      TF_NUM_INTEROP_THREADS: "1",
      LSGAN_BENCH_MODEL: JSON.stringify(describeModel(model)),
      LSGAN_BENCH_MODE: mode,
      LSGAN_BENCH_THREADS: String(threads),
      LSGAN_BENCH_WARM_UP: model.sampleShape.length > 1 ? "2" : "30",
    },
  });
  const ended = new Promise((resolve) => child.once("exit", resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name,
    rounds: [],
    ready: async () => !(await lines.next()).done,
    /** Seconds a step takes: on the clock, and of the processor. */
    run: async (steps) => {
      const before = processorSeconds(child.pid);
      child.stdin.write(`${steps}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} ended before it answered`);
      return {
        wall: Number(value) / steps,
        cpu: (processorSeconds(child.pid) - before) / steps,
      };
    },
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

/** Of all threads of a process, to 10 ms. Linux only; elsewhere it is not a number. */
function processorSeconds(pid) {
  if (process.platform !== "linux") return NaN;
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
}
