/**
 * From the start of tracing until a session is ready to train: each time in a process of its own, batches of 64. Also the
 * largest program's constants, for every preset.
 *
 *     node bench/compile.mjs [--models scenes-112,difficult-resnet-101] [--executor onnx] [--rounds 5]
 */
import { execFileSync } from "node:child_process";
import { loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { buildLibrary } from "./load.mjs";

const { values: options } = parseArgs({
  options: {
    models: { type: "string", default: "scenes-112,difficult-resnet-101" },
    executor: { type: "string", default: "onnx" },
    rounds: { type: "string", default: "5" },
  },
});
const library = await buildLibrary();
const { PRESETS } = await import(library);

console.log(
  `load ${loadavg()[0].toFixed(0)}; median of ${options.rounds} processes, seconds: clock (processor)\n`,
);
for (const name of options.models.split(",")) {
  const rounds = Array.from({ length: Number(options.rounds) }, () =>
    measure(name, options.executor),
  );
  const passes = measure(name, "passes");
  const parts = { ...rounds[0].times, passes: passes.times.passes };
  console.log(
    `${name}: ${passes.operations.join(" + ")} operations in the phases behind the passes`,
  );
  for (const part of Object.keys(parts)) {
    const list = part === "passes" ? [passes] : rounds;
    const note = part === "passes" ? " (once, part of prepare)" : "";
    console.log(`  ${part.padEnd(28)}${shown(list.map(({ times }) => times[part]))}${note}`);
  }
  console.log(
    `  ${"compiled: trace to ready".padEnd(28)}${shown(rounds.map(({ times }) => total(times, ["trace", "load", "prepare"])))}`,
  );
  console.log(
    `  ${"with first weights".padEnd(28)}${shown(rounds.map(({ times }) => total(times, Object.keys(times))))}\n`,
  );
}
console.log("bytes of constants in a preset's largest program");
for (const name of Object.keys(PRESETS))
  console.log(`  ${name.padEnd(28)}${measure(name, "none").constants}`);

function measure(name, executor) {
  const script = join(import.meta.dirname, "compile-once.mjs");
  const args = ["--single-threaded-gc", script, library, name, executor];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

function total(times, parts) {
  const sum = { wall: 0, processor: 0 };
  for (const part of parts) for (const clock of Object.keys(sum)) sum[clock] += times[part][clock];
  return sum;
}

function shown(list) {
  const median = (clock) => {
    const sorted = list.map((times) => times[clock] / 1000).sort((a, b) => a - b);
    return sorted[sorted.length >> 1].toFixed(2);
  };
  return `${median("wall").padStart(6)} (${median("processor")})`;
}
