/**
 * How far each executor is from float64, for every layer kind, objective and optimizer: the cases of
 * test/engine/agreement.test.ts, all executors started from the same weights in every phase of a step. Writes
 * bench/AGREEMENT.md.
 *
 *     node bench/agreement.mjs                 20 steps; one on WebGPU, where a software device takes its time
 *     node bench/agreement.mjs --steps 5 --gpu-steps 5
 */
import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { loadLibrary } from "./load.mjs";

const { values: options } = parseArgs({
  options: {
    steps: { type: "string", default: "20" },
    "gpu-steps": { type: "string", default: "1" },
  },
});
/** The tests' tolerance: of an array's largest number, or of 0.1 where that is less. */
const TOLERANCE = 1e-5;
const { compareSteps, createExecutor, EXECUTORS, ...cases } =
  await loadLibrary("agreement-library");
const { LAYER_CASES, OBJECTIVE_CASES, OPTIMIZER_CASES, open } = cases;

const present = [];
const missing = [];
for (const name of EXECUTORS)
  try {
    present.push(await createExecutor(name));
  } catch (error) {
    missing.push(`${name} (${error.message.split("\n")[0]})`);
  }
const names = present.map(({ name }) => name);

const sections = [];
for (const [title, list] of [
  ["Layers", LAYER_CASES],
  ["Objectives", OBJECTIVE_CASES],
  ["Optimizers", OPTIMIZER_CASES],
])
  sections.push(`## ${title}\n\n${await tableOf(list)}`);
const text = `# Agreement with float64

The largest error of any loss, score, gradient or moving statistic, as a share of the largest number of its array (of 0.1,
where that is less), over ${options.steps} steps (WebGPU: ${options["gpu-steps"]}) from the truth's weights in each phase. The truth is
\`program/interpreter.ts\` in double precision; the tests allow 1e-5. Written by \`node bench/agreement.mjs\`.

${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model.trim()}, Node ${process.versions.node}; WebGPU: ${deviceName()}.
${missing.length === 0 ? "" : `\nNot measured: ${missing.join("; ")}.\n`}
${sections.join("\n")}`;
writeFileSync(join(import.meta.dirname, "AGREEMENT.md"), text);
console.log(text);

async function tableOf(list) {
  const rows = [];
  for (const { name, spec, sampleShape } of list) {
    const worst = new Map();
    for (const executor of present) {
      const steps = Number(executor.name === "webgpu" ? options["gpu-steps"] : options.steps);
      worst.set(executor.name, await worstOf(executor, { spec, sampleShape, steps }));
    }
    rows.push([name, ...names.map((executor) => worst.get(executor).toExponential(1))]);
    process.stderr.write(`${rows.at(-1).join("  ")}\n`);
  }
  const largest = names.map((_, i) => Math.max(...rows.map((row) => Number(row[i + 1]))));
  rows.push(["largest", ...largest.map((value) => value.toExponential(1))]);
  return [["", ...names], ["", ...names].map(() => "---"), ...rows].map(lineOf).join("\n") + "\n";
}

async function worstOf(executor, { spec, sampleShape, steps }) {
  const opened = await open([executor], spec, sampleShape);
  let worst = 0;
  for await (const { used } of compareSteps(opened, steps)) worst = Math.max(worst, used);
  for (const session of opened.sessions) await session.dispose();
  return worst * TOLERANCE;
}

function lineOf(cells) {
  return `| ${cells.map((cell, i) => cell.padEnd(i === 0 ? 38 : 10)).join(" | ")} |`;
}

function deviceName() {
  if (!names.includes("webgpu")) return "none";
  return /swiftshader/i.test(process.env.VK_ICD_FILENAMES ?? "") ? "SwiftShader" : "this machine's";
}
