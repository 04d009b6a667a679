/** From the start of a process to the end of its first training step of the seed model, on built JavaScript. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

import { buildLibrary } from "./load.mjs";

const ROUNDS = 10;
const library = await buildLibrary();
const times = [];
for (let round = 0; round < ROUNDS; round++) {
  const began = performance.now();
  const child = spawn(
    process.execPath,
    ["--single-threaded-gc", join(import.meta.dirname, "first-step.mjs"), library],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  await once(child.stdout, "data");
  times.push(performance.now() - began);
  await once(child, "exit");
}
times.sort((a, b) => a - b);
const shown = [times[0], times[ROUNDS / 2], times.at(-1)].map((ms) => `${Math.round(ms)} ms`);
console.log(
  `start to first step, ${ROUNDS} processes: min ${shown[0]}, median ${shown[1]}, max ${shown[2]}`,
);
