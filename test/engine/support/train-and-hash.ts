/** A program for a child process: trains a few steps and prints a digest of every variable and slot. */
import { createHash } from "node:crypto";

import { createExecutor } from "../../../src/engine/create-executor.ts";
import { initializeVariables } from "../../../src/gan/initialize.ts";
import { buildStepPlan } from "../../../src/gan/train-step.ts";
import { seed } from "../../../src/shared/brand.ts";
import { SEED_CELL } from "../../gan/specs.ts";
import { runStep } from "./feed.ts";

const plan = buildStepPlan(SEED_CELL, [28, 28, 1]);
const initial = initializeVariables(plan.variables, seed(1));
const session = await (await createExecutor("onnx")).prepare(plan, initial, { threads: 1 });
for (let step = 0; step < 30; step++) await runStep(session, plan, step);
const hash = createHash("sha256");
for (const values of [...session.variables.values(), ...session.slots.values()])
  hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
process.stdout.write(hash.digest("hex"));
