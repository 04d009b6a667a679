/** One process of startup.mjs: loads the built library, prepares the seed model, trains one step, says so. */
import { SEED_MLP } from "./specs.mjs";

const lab = await import(process.argv[2]);
const plan = lab.buildStepPlan(SEED_MLP.spec, SEED_MLP.sampleShape);
const initial = lab.initializeVariables(plan.variables, lab.seed(1));
const session = await (await lab.createExecutor("onnx")).prepare(plan, initial, { threads: 1 });
for (const index of plan.phases.keys()) await session.runPhase(index);
process.stdout.write("trained\n");
