/**
 * Whole steps per second of the image presets on a graphics processor, beside PyTorch on the same one. Rounds are interleaved.
 * PyTorch runs where LSGAN_BENCH_TORCH names a Python that has it, with CUDA. The second line shows, in minutes, that all of
 * it runs on a machine with a software adapter only.
 *
 *     node bench/webgpu.mjs --models scenes-112,dcgan-64 --batch 64 --rounds 8 --steps 50
 *     node bench/webgpu.mjs --batch 2 --shrink 32 --rounds 2 --steps 1 --warm-up 1 --device cpu --peers eager
 */
import { spawn, spawnSync } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";

import { IMAGE_SIDES } from "./image-models.mjs";
import { buildLibrary } from "./load.mjs";

const { values: options } = parseArgs({
  options: {
    models: { type: "string", default: Object.keys(IMAGE_SIDES).join(",") },
    batch: { type: "string", default: "64" },
    shrink: { type: "string", default: "1" },
    rounds: { type: "string", default: "8" },
    steps: { type: "string", default: "50" },
    "warm-up": { type: "string", default: "30" },
    device: { type: "string", default: "cuda" },
    peers: { type: "string", default: "eager,compile" },
    executor: { type: "string", default: "webgpu" },
  },
});
const script = (...path) => join(import.meta.dirname, ...path);
const python = process.env.LSGAN_BENCH_TORCH;

await buildLibrary();
if (python === undefined) console.log("PyTorch: not measured, LSGAN_BENCH_TORCH is not set");
console.log(`${new Date().toISOString()}  ${graphics()}`);
console.log(`batch ${options.batch}, widths ÷ ${options.shrink}, whole steps with Adam`);
console.log(`median of ${options.rounds} interleaved rounds of ${options.steps} steps\n`);
console.log(`${"".padEnd(46)}steps/s   ours ÷ theirs (median of rounds)`);
for (const model of options.models.split(",")) await compare(model);

async function compare(model) {
  const settings = [model, options.batch, options.shrink];
  const contestants = [
    start(`lsgan-lab, ${options.executor}`, process.execPath, [
      script("webgpu-serve.mjs"),
      options.executor,
      ...settings,
    ]),
    ...(python === undefined ? [] : options.peers.split(",")).map((mode) =>
      start(`PyTorch ${options.device}, ${mode}`, python, [
        script("peers", "torch_cuda.py"),
        options.device,
        mode,
        ...settings,
      ]),
    ),
  ];
  const present = [];
  for (const contestant of contestants)
    if (await contestant.ready()) present.push(contestant);
    else console.log(`${`${model}: ${contestant.name}`.padEnd(46)}did not start`);
  const seconds = new Map(present.map(({ name }) => [name, []]));
  for (let round = 0; round < Number(options.rounds); round++)
    for (const { name, run } of present) seconds.get(name).push(await run(options.steps));
  for (const { stop } of present) await stop();
  const ours = seconds.get(contestants[0].name);
  for (const [name, times] of seconds) {
    const rate = (Number(options.steps) / median(times)).toFixed(2);
    const isOther = ours !== undefined && times !== ours;
    const ratio = isOther ? `${median(times.map((time, i) => time / ours[i])).toFixed(2)}×` : "";
    console.log(`${`${model}: ${name}`.padEnd(46)}${rate.padStart(7)}   ${ratio}`);
  }
}

function start(name, command, args) {
  const child = spawn(command, args, {
    stdio: ["pipe", "pipe", "inherit"],
    env: { ...process.env, LSGAN_BENCH_WARM_UP: options["warm-up"] },
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    name,
    /** False where it ended before it was ready. */
    ready: async () => !(await lines.next()).done,
    run: async (steps) => {
      child.stdin.write(`${steps}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${name} ended before it answered`);
      return Number(value);
    },
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}

/** The graphics processors, as NVIDIA's tool names them. */
function graphics() {
  const query = ["--query-gpu=name,driver_version", "--format=csv,noheader"];
  const { status, stdout } = spawnSync("nvidia-smi", query, { encoding: "utf8" });
  return status === 0 ? stdout.trim().split("\n").join("; ") : "no nvidia-smi here";
}

function median(list) {
  return list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
}
