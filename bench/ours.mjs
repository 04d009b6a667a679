/** This project's whole step: latents, phases, updates. Prints the times of its parts, or with --serve answers rounds. */
import { SEED_MLP } from "./specs.mjs";
import { loadLibrary } from "./load.mjs";

export async function createOurs(
  { spec, sampleShape } = SEED_MLP,
  executorName = "onnx",
  threads = 1,
) {
  const lab = await loadLibrary();
  const plan = lab.buildStepPlan(spec, sampleShape);
  const runSeed = lab.seed(1);
  const initial = lab.initializeVariables(plan.variables, runSeed);
  const executor = await lab.createExecutor(executorName);
  const session = await executor.prepare(plan, initial, { threads });
  const times = { feed: 0, ...Object.fromEntries(plan.phases.map(({ name }) => [name, 0])) };
  const real = session.inputs.map((inputs) => inputs.get("real")).find(Boolean);
  lab.fillNormal(lab.createStream(runSeed, "real"), real);
  for (let i = 0; i < real.length; i++) real[i] = Math.tanh(real[i]);
  let steps = 0;
  const step = async () => {
    for (const [index, phase] of plan.phases.entries()) {
      let began = performance.now();
      for (const { name, source } of phase.inputs) {
        if (source.kind !== "latents") continue;
        const stream = lab.createStream(runSeed, `latents/${phase.name}/${name}`, steps);
        lab.fillNormal(stream, session.inputs[index].get(name));
      }
      times.feed += performance.now() - began;
      began = performance.now();
      await session.runPhase(index);
      times[phase.name] += performance.now() - began;
    }
    steps++;
  };
  return { step, times, session, plan, lab };
}

if (process.argv[1] === import.meta.filename) {
  const { step, times } = await createOurs();
  for (let i = 0; i < 50; i++) await step();
  for (const name of Object.keys(times)) times[name] = 0;
  const count = 500;
  const began = performance.now();
  for (let i = 0; i < count; i++) await step();
  const perStep = (ms) => (ms / count).toFixed(3);
  console.log(`step ${perStep(performance.now() - began)} ms`);
  for (const [name, ms] of Object.entries(times)) console.log(`  ${name} ${perStep(ms)} ms`);
}
