/**
 * Times a run without doing it: builds its step and its evaluation as a run would, takes some steps on noise in place of
 * data, and writes nothing. What a step costs does not depend on the numbers in it. A run of one thread is timed by the
 * processor, so that a trial on a busy machine, which is remembered, says what an idle one will need.
 */
import { readFileSync } from "node:fs";

import type { RunSettings, RunSpec } from "../config/spec.ts";
import { checkDataPresent, describeDataset } from "../data/registry.ts";
import type { BatchSource } from "../data/dataset.ts";
import { createExecutor } from "../engine/create-executor.ts";
import type { TrainingSession } from "../engine/executor.ts";
import { initializeVariables } from "../gan/initialize.ts";
import type { StepPlan } from "../gan/step-plan.ts";
import { buildStepPlan } from "../gan/train-step.ts";
import { openMetrics } from "../metrics/open-metrics.ts";
import type { Calibration } from "../runs/calibration.ts";
import { seed as brandSeed } from "../shared/brand.ts";
import { createStream, fillNormal } from "../shared/random.ts";
import { createEvaluator } from "../training/evaluate.ts";
import { createFeed } from "../training/feed.ts";
import type { Feed } from "../training/feed.ts";
import { registerExtensions } from "../training/register-extensions.ts";
import { loadJudgedData } from "./load-data.ts";

/** What the parent asks for, as JSON in a file. */
export interface CalibrationRequest {
  readonly spec: RunSpec;
  readonly settings: RunSettings;
  readonly executor: string;
  readonly extensionFiles: readonly string[];
}

const WARM_UP_STEPS = 3;
const STEPS_MS = 800;
const MOST_STEPS = 400;

/** Times the run of the request in `file`. */
export async function calibrate(file: string): Promise<Calibration> {
  // Written by our own parent a moment ago, from a plan that was checked.
  const { spec, settings, executor, extensionFiles } = JSON.parse(
    readFileSync(file, "utf8"),
  ) as CalibrationRequest;
  await registerExtensions(extensionFiles);
  const { sampleShape, classes } = describeDataset(spec.dataset);
  const plan = buildStepPlan(spec, sampleShape, classes);
  const initial = initializeVariables(plan.variables, brandSeed(spec.seed));
  const session = await (
    await createExecutor(executor)
  ).prepare(plan, initial, { threads: settings.engine.threads });
  try {
    const isOneThread = settings.engine.threads === 1 && executor !== "webgpu";
    const now = isOneThread ? processorMs : clockMs;
    const takeStep = createStepper(plan, session, spec);
    for (let step = 0; step < WARM_UP_STEPS; step++) await takeStep(step);
    return {
      startMs: now(),
      stepMs: await timeSteps(takeStep, now),
      evaluationMs: await timeEvaluation(spec, session, now),
    };
  } finally {
    await session.dispose();
  }
}

type Now = () => number;

/** Since the process began, of the processor: what one thread takes on a machine that does nothing else. */
const processorMs: Now = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

/** Since the process began. */
const clockMs: Now = () => process.uptime() * 1000;

/** The median step: some are held up. */
async function timeSteps(takeStep: (step: number) => Promise<void>, now: Now): Promise<number> {
  const times: number[] = [];
  const startedAt = now();
  while (times.length < MOST_STEPS && now() - startedAt < STEPS_MS) {
    const before = now();
    await takeStep(WARM_UP_STEPS + times.length);
    times.push(now() - before);
  }
  return times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? 0;
}

/** One evaluation, metrics included where their data are at hand; else the samples alone. */
async function timeEvaluation(spec: RunSpec, session: TrainingSession, now: Now): Promise<number> {
  const folder = process.env["LSGAN_DATA_DIR"] ?? null;
  if (checkDataPresent(spec.dataset, { folder }) !== null) return 0;
  const dataset = await loadJudgedData(spec, { folder });
  const metrics = await openMetrics(spec.evaluation.metrics, { folder });
  const evaluator = createEvaluator(spec, dataset, metrics);
  await evaluator.generator(session); // compiles the sampler
  const before = now();
  await evaluator.generator(session);
  return now() - before;
}

function createStepper(
  plan: StepPlan,
  session: TrainingSession,
  spec: RunSpec,
): (step: number) => Promise<void> {
  const feed = createNoiseFeed(plan, session, spec);
  return async (step) => {
    for (const [index, phase] of plan.phases.entries())
      for (let repeat = 0; repeat < phase.repeat; repeat++) {
        feed(index, step * phase.repeat + repeat);
        await session.runPhase(index);
      }
  };
}

function createNoiseFeed(plan: StepPlan, session: TrainingSession, spec: RunSpec): Feed {
  const seed = brandSeed(spec.seed);
  const batches: BatchSource = {
    fill: (index, out) => {
      fillNormal(createStream(seed, "calibration", index), out);
    },
    fillLabels: (_, out) => {
      out.fill(0);
    },
  };
  const { latent, training } = spec;
  const { classes } = describeDataset(spec.dataset);
  const classWeights = new Float64Array(classes).fill(1 / classes);
  return createFeed({
    plan,
    session,
    batches,
    latent,
    latents: training.latents,
    classWeights,
    seed,
  });
}
