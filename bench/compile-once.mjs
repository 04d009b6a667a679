/**
 * One process of compile.mjs. Arguments: the built library, preset, executor. Prints as JSON the milliseconds from the start
 * of tracing until the session is ready, in parts, and what the programs hold. `passes` as the executor stops behind the
 * passes, which every executor for processors runs by itself.
 */
import { presetModel } from "./preset-models.mjs";

const [library, name, executorName] = process.argv.slice(2);
const lab = await import(library);
const { spec, sampleShape, classes } = await presetModel(lab, name);
const clock = () => {
  const { user, system } = process.cpuUsage();
  return { wall: performance.now(), processor: (user + system) / 1000 };
};
const times = {};
const timed = async (part, action) => {
  const before = clock();
  const result = await action();
  const after = clock();
  times[part] = {
    wall: after.wall - before.wall,
    processor: after.processor - before.processor,
  };
  return result;
};

const plan = await timed("trace", () => lab.buildStepPlan(spec, sampleShape, classes));
const programs = [...plan.phases, plan.sampler].map(({ program }) => program);
const constants = programs.map(({ constants: held }) =>
  [...held.values()].reduce((bytes, { byteLength }) => bytes + byteLength, 0),
);
let operations = programs.map((program) => program.operations.length);
if (executorName === "passes") {
  const phases = await timed("passes", () =>
    plan.phases.map(({ program }) => lab.optimise(program, lab.FAST_PASSES)),
  );
  operations = phases.map((program) => program.operations.length);
} else if (executorName !== "none") {
  const initial = await timed("weights", () =>
    lab.initializeVariables(plan.variables, lab.seed(1)),
  );
  const executor = await timed("load", () => lab.createExecutor(executorName));
  const session = await timed("prepare", () => executor.prepare(plan, initial, { threads: 1 }));
  await session.dispose();
}
console.log(JSON.stringify({ times, constants: Math.max(...constants), operations }));
