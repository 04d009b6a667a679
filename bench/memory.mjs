/** Resident memory of a process that trains the seed model: it must stay flat. Option: --steps 50000. */
import { parseArgs } from "node:util";

import { createOurs } from "./ours.mjs";

const { values } = parseArgs({ options: { steps: { type: "string", default: "50000" } } });
const steps = Number(values.steps);
const { step } = await createOurs();
const megabytes = () => Math.round(process.memoryUsage.rss() / 2 ** 20);
console.log(`before the first step: ${megabytes()} MB`);
for (let done = 1; done <= steps; done++) {
  await step();
  if (done === 100 || done % Math.ceil(steps / 10) === 0) console.log(`${done}: ${megabytes()} MB`);
}
