/**
 * One run, from its directory to its result: read what was decided → data → step plan → executor → train → record.
 * Whatever happens, the event file is closed and status.json says how it ended.
 */
import { createHash } from "node:crypto";

import { createBatches } from "../data/batches.ts";

import { classWeights } from "../data/dataset.ts";
import type { Dataset } from "../data/dataset.ts";
import { createExecutor } from "../engine/create-executor.ts";
import type { TrainingSession } from "../engine/executor.ts";
import { initializeVariables } from "../gan/initialize.ts";
import type { StepPlan } from "../gan/step-plan.ts";
import { buildStepPlan } from "../gan/train-step.ts";
import { openMetrics } from "../metrics/open-metrics.ts";
import type { Metric } from "../metrics/metric.ts";
import type { RunOutcome } from "../runs/messages.ts";
import type { RunRecord } from "../runs/record.ts";
import { readRunRecord } from "../runs/record-file.ts";
import type { RunResult } from "../runs/result.ts";
import { writeResult } from "../runs/result-file.ts";
import { runPaths } from "../runs/paths.ts";
import { writeSafetensors } from "../runs/safetensors.ts";
import { seed as brandSeed } from "../shared/brand.ts";
import { createFeed } from "../training/feed.ts";
import { registerExtensions } from "../training/register-extensions.ts";
import { openRunLog } from "../training/run-log.ts";
import { train } from "../training/train.ts";
import { RunWatcher } from "../training/watch.ts";
import type { Channel } from "./channel.ts";
import { loadJudgedData } from "./load-data.ts";
import { openStatus } from "./status.ts";

/** Trains the run of `directory` and returns how it ended. */
export async function executeRun(directory: string, channel: Channel): Promise<RunOutcome> {
  const record = readRunRecord(directory);
  const status = openStatus(directory, record.id, record.spec.training.steps);
  let outcome: RunOutcome;
  try {
    outcome = await trainRun(directory, record, channel, status.beat);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${text}\n`);
    outcome = { status: "failed", error: error instanceof Error ? error.message : String(error) };
  }
  status.end(outcome);
  return outcome;
}

async function trainRun(
  directory: string,
  record: RunRecord,
  channel: Channel,
  heartbeat: (step: number) => void,
): Promise<RunOutcome> {
  const { spec } = record;
  await registerExtensions(record.extensionFiles);
  const dataset = await whileBeating(heartbeat, () => loadJudgedData(spec, dataOptions()));
  const metrics = await openMetrics(spec.evaluation.metrics, dataOptions());
  const { plan, session } = await openSession(record, dataset);
  const writer = openRunLog(directory, record);
  try {
    const watcher = new RunWatcher({
      record,
      directory,
      dataset,
      metrics,
      session,
      writer,
      send: channel.send,
      heartbeat,
    });
    const { executor } = session;
    channel.send({ type: "started", executor, steps: spec.training.steps, fromStep: 0 });
    const feed = createRunFeed(record, dataset, plan, session);
    const { shouldStop } = channel;
    const outcome = await train({ record, plan, session, feed, watcher, shouldStop });
    if (outcome.status === "finished" || outcome.status === "diverged") {
      await session.pull();
      await recordResult({ directory, record, dataset, metrics, plan, session, watcher, outcome });
    }
    writer.end(outcome);
    return outcome;
  } catch (error) {
    writer.end({ status: "failed", error: String(error) });
    throw error;
  } finally {
    await session.dispose();
  }
}

const BEAT_WHILE_LOADING_MS = 5000;

/** Large data take minutes to read: a process on another host must not take this one for dead meanwhile. */
async function whileBeating<Result>(
  heartbeat: (step: number) => void,
  work: () => Promise<Result>,
): Promise<Result> {
  const timer = setInterval(() => {
    heartbeat(0);
  }, BEAT_WHILE_LOADING_MS);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

/** Networks in memory, with their first weights, compiled and ready. */
async function openSession(
  { spec, settings, provenance }: RunRecord,
  dataset: Pick<Dataset, "sampleShape" | "classes">,
): Promise<{ readonly plan: StepPlan; readonly session: TrainingSession }> {
  const plan = buildStepPlan(spec, dataset.sampleShape, dataset.classes);
  const initial = initializeVariables(plan.variables, brandSeed(spec.seed));
  const executor = await createExecutor(provenance.executor);
  const session = await executor.prepare(plan, initial, { threads: settings.engine.threads });
  return { plan, session };
}

function createRunFeed(
  { spec }: RunRecord,
  dataset: Dataset,
  plan: StepPlan,
  session: TrainingSession,
): ReturnType<typeof createFeed> {
  const seed = brandSeed(spec.seed);
  const { batchSize, discriminatorBatch, latents } = spec.training;
  const batches = createBatches(dataset, {
    seed,
    batchSize: discriminatorBatch === "half" ? batchSize / 2 : batchSize,
    shuffle: "shuffle" in spec.dataset ? spec.dataset.shuffle : true,
    stepsPerEpoch: "stepsPerEpoch" in spec.dataset ? spec.dataset.stepsPerEpoch : null,
  });
  const weights = classWeights(dataset);
  return createFeed({
    plan,
    session,
    batches,
    latent: spec.latent,
    latents,
    classWeights: weights,
    seed,
  });
}

interface Ended {
  readonly directory: string;
  readonly record: RunRecord;
  readonly dataset: Dataset;
  readonly metrics: readonly Metric[];
  readonly plan: StepPlan;
  readonly session: TrainingSession;
  readonly watcher: RunWatcher;
  readonly outcome: Extract<RunOutcome, { readonly status: "finished" | "diverged" }>;
}

/** The final weights, then result.json: a run with a result has everything else too. */
async function recordResult({
  directory,
  record,
  dataset,
  metrics,
  plan,
  session,
  watcher,
  outcome,
}: Ended): Promise<void> {
  const tensors = new Map(
    plan.variables.map(({ name, shape }) => [
      name,
      { shape, data: session.variables.get(name) ?? new Float32Array() },
    ]),
  );
  writeSafetensors(runPaths(directory).finalCheckpoint, tensors, { id: record.id });
  const { evaluations, evaluator, losses } = watcher;
  const networks = networksOf(metrics);
  writeResult(directory, {
    format: 1,
    id: record.id,
    status: outcome.status,
    diverged: outcome.status === "diverged" ? { step: outcome.step, what: outcome.what } : null,
    resultsVersion: record.resultsVersion,
    executor: session.executor,
    threads: record.settings.engine.threads,
    steps: outcome.status === "diverged" ? outcome.step : record.spec.training.steps,
    durationMs: outcome.durationMs,
    weightsDigest: digestOf([...tensors.values()].map(({ data }) => data)),
    dataDigest: dataset.digest,
    ...(networks.length > 0 && { featureNetworks: networks }),
    metrics: outcome.status === "finished" ? (evaluations.at(-1)?.values ?? {}) : {},
    evaluations,
    references: {
      ...(await evaluator.references()),
      "untrained-generator": evaluations[0]?.values ?? {},
    },
    losses,
  });
}

/** Feature networks, each once. */
function networksOf(metrics: readonly Metric[]): NonNullable<RunResult["featureNetworks"]> {
  const networks = metrics.flatMap(({ network }) => network ?? []);
  return [...new Map(networks.map((network) => [network.sha256, network])).values()];
}

/** SHA-256 over the bytes of arrays, in order. */
function digestOf(arrays: readonly Float32Array[]): string {
  const hash = createHash("sha256");
  for (const { buffer, byteOffset, byteLength } of arrays)
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  return hash.digest("hex");
}

/** The parent passes data folders by environment, so that no path is part of a run's settings. */
function dataOptions(): { readonly folder: string | null } {
  return { folder: process.env["LSGAN_DATA_DIR"] ?? null };
}
