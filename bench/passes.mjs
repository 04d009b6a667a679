/**
 * What each fast pass gains: a model's phases behind all passes and behind all but one, in turns in one process, on the ONNX
 * executor's sessions. Prints tables and writes them to bench/PASSES.md, in place of the same models' last ones.
 *
 *     node bench/passes.mjs [--models seed-mlp,dcgan-28] [--rounds 9] [--seconds 0.2]
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { loadLibrary } from "./load.mjs";
import { createModel } from "./models.mjs";

const { values: options } = parseArgs({
  options: {
    models: { type: "string", default: "seed-mlp,dcgan-28" },
    rounds: { type: "string", default: "9" },
    seconds: { type: "string", default: "0.2" },
  },
});
const FILE = join(import.meta.dirname, "PASSES.md");
const HEADER = `# What each pass gains

Phases of a step, without the updates, behind all fast passes and behind all but one (every time it runs). \`×\` is the
processor's time without the pass divided by that with it: more than 1 means that the pass gains. The three that a trace runs
too (\`removeDeadCode\`, \`foldConstants\`, \`mergeCommonSubexpressions\`) have only what the others leave them here. Operations
are those of the program in both phases. Written by \`node bench/passes.mjs\`.
`;
const lab = await loadLibrary();
for (const name of options.models.split(",")) {
  const section = await measureModel(name);
  console.log(section);
  write(name, section);
}

async function measureModel(name) {
  const { spec, sampleShape } = createModel(lab.PRESETS, name);
  const plan = lab.buildStepPlan(spec, sampleShape);
  const initial = lab.initializeVariables(plan.variables, lab.seed(1));
  const all = await prepare(plan, initial, lab.FAST_PASSES);
  const none = await prepare(plan, initial, []);
  const variants = [{ name: "all of them", ...none }];
  for (const pass of new Set(lab.FAST_PASSES)) {
    const others = lab.FAST_PASSES.filter((other) => other !== pass);
    variants.push({ name: `\`${pass.name}\``, ...(await prepare(plan, initial, others)) });
  }
  for (const { run } of variants) await run();
  const once = await processorTime(all.run, 1);
  const runs = Math.max(1, Math.round((1e6 * Number(options.seconds)) / once));
  const ratios = variants.map(() => []);
  for (let round = 0; round < Number(options.rounds); round++)
    for (const [index, variant] of variants.entries()) {
      // Whoever comes second finds the caches as the other left them, so they take turns.
      const [first, second] = round % 2 === 0 ? [all, variant] : [variant, all];
      const times = [await processorTime(first.run, runs), await processorTime(second.run, runs)];
      const [ours, without] = round % 2 === 0 ? times : times.toReversed();
      ratios[index].push(without / ours);
    }
  const rows = variants.map(({ name: pass, operations }, index) => {
    const sorted = ratios[index].toSorted((a, b) => a - b);
    const [low, middle, high] = [0.25, 0.5, 0.75].map((part) =>
      sorted[Math.floor(part * sorted.length)].toFixed(3),
    );
    return `| ${pass} | ${operations} | ${middle}× | ${low} to ${high} |`;
  });
  return `## ${name}

${new Date().toISOString().slice(0, 10)}, ${cpus()[0]?.model}, load ${loadavg()[0].toFixed(0)}; ${options.rounds} rounds of ${runs} runs; ${all.operations} operations behind all passes.

| left out | operations | processor | half of the rounds |
| --- | --- | --- | --- |
${rows.join("\n")}
`;
}

async function prepare(plan, initial, passes) {
  const bound = [];
  let operations = 0;
  for (const { program: traced } of plan.phases) {
    const program = lab.optimise(traced, passes);
    operations += program.operations.length;
    const sizeOf = (value) =>
      program.types[value].shape.reduce((product, side) => product * side, 1);
    const arrays = new Map(
      program.inputs.map(({ name, value }) => [
        name,
        initial.get(name) ?? noise(name, sizeOf(value)),
      ]),
    );
    const results = new Map(
      program.outputs.map(({ name, value }) => [name, new Float32Array(sizeOf(value))]),
    );
    const binding = { input: (name) => arrays.get(name), output: (name) => results.get(name) };
    bound.push(await lab.bindProgram(program, binding, 1));
  }
  const run = async () => {
    for (const phase of bound) await phase.run();
  };
  return { run, operations };
}

function noise(name, length) {
  const array = new Float32Array(length);
  lab.fillNormal(lab.createStream(lab.seed(1), name), array);
  return array.map(Math.tanh);
}

async function processorTime(run, count) {
  const before = process.cpuUsage();
  for (let i = 0; i < count; i++) await run();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

function write(name, section) {
  const old = existsSync(FILE) ? readFileSync(FILE, "utf8") : HEADER;
  const [, ...sections] = old.split(/^(?=## )/m);
  const others = sections
    .map((text) => text.trimEnd())
    .filter((text) => !text.startsWith(`## ${name}\n`));
  writeFileSync(FILE, [HEADER.trimEnd(), ...others, section.trimEnd()].join("\n\n") + "\n");
}
