/**
 * What looks at a run while it trains: scalars, histograms and pictures for its log, evaluations, progress messages and
 * the heartbeat. It reads the session and never changes it, so watching more or less moves no number.
 */
import type { Dataset } from "../data/dataset.ts";
import type { TrainingSession } from "../engine/executor.ts";
import type { Metric } from "../metrics/metric.ts";
import type { ChildMessage } from "../runs/messages.ts";
import type { RunRecord } from "../runs/record.ts";
import type { EventWriter } from "../tensorboard/event-writer.ts";
import { createEvaluator } from "./evaluate.ts";
import type { Evaluator, MetricValues } from "./evaluate.ts";
import { lossScalars } from "./losses.ts";
import type { LossWindow, StepLosses } from "./losses.ts";
import { PaceMeter } from "./pace.ts";
import { createArtist } from "./pictures.ts";
import type { Artist } from "./pictures.ts";
import { scoreScalars } from "./scores.ts";
import type { Updates, Watcher } from "./train.ts";

export interface WatchOptions {
  readonly record: RunRecord;
  readonly directory: string;
  readonly dataset: Dataset;
  readonly metrics: readonly Metric[];
  readonly session: TrainingSession;
  /** The run's log. */
  readonly writer: EventWriter;
  readonly send: (message: ChildMessage) => void;
  readonly heartbeat: (step: number) => void;
}

const PROGRESS_MS = 500;
const HEARTBEAT_MS = 5_000;

/** The one watcher of a run; after training it knows what result.json needs. */
export class RunWatcher implements Watcher {
  readonly evaluations: { readonly step: number; readonly values: MetricValues }[] = [];
  readonly evaluator: Evaluator;
  readonly #options: WatchOptions;
  readonly #pace = new PaceMeter();
  readonly #artist: Artist;
  #losses: StepLosses = { discriminator: NaN, generator: NaN };
  #stepsPerSecond = 0;
  #lastProgress = -Infinity;
  #lastHeartbeat = 0;

  constructor(options: WatchOptions) {
    this.#options = options;
    const { record, dataset, metrics } = options;
    this.evaluator = createEvaluator(record.spec, dataset, metrics);
    this.#artist = createArtist(options);
  }

  /** Means over the latest logging window, raw. */
  get losses(): StepLosses {
    return this.#losses;
  }

  log(completed: number, window: LossWindow, updates: Updates): void {
    const { record, session, writer } = this.#options;
    const means = window.take();
    if (means !== null) this.#losses = means;
    const pace = this.#pace.take();
    if (pace !== null) this.#stepsPerSecond = pace.stepsPerSecond;
    const { objective } = record.spec;
    const labels = objective.kind === "least-squares" ? objective.labels : null;
    const scores = latestScores(session);
    writer.scalars(completed, {
      ...lossScalars(session),
      ...(means && { "loss_mean/d": means.discriminator, "loss_mean/g": means.generator }),
      ...(scores && scoreScalars(scores.real, scores.fake, labels)),
      ...updateScalars(updates),
      ...(pace && {
        "perf/steps_per_second": pace.stepsPerSecond,
        "perf/step_ms": pace.stepMs,
      }),
      "perf/memory_mb": process.memoryUsage.rss() / 2 ** 20,
    });
    if (completed === 1) writer.flush();
  }

  async evaluate(completed: number): Promise<void> {
    const { session, send, writer } = this.#options;
    const values = await this.evaluator.generator(session);
    this.evaluations.push({ step: completed, values });
    writer.scalars(completed, prefixed("eval/", values));
    send({ type: "evaluated", step: completed, values });
    this.#pace.resume();
  }

  async draw(completed: number): Promise<void> {
    await this.#artist.draw(completed);
    this.#pace.resume();
  }

  histograms(completed: number): void {
    const { session, writer } = this.#options;
    for (const [name, values] of session.variables)
      writer.histogram(`weights/${name}`, completed, values);
    const scores = latestScores(session);
    if (scores !== null && completed > 0) {
      writer.histogram("scores/real", completed, scores.real);
      writer.histogram("scores/fake", completed, scores.fake);
    }
    this.#pace.resume();
  }

  finish(completed: number): void {
    this.#artist.finish(completed);
    this.#options.writer.flush();
  }

  async tick(completed: number): Promise<void> {
    this.#pace.step();
    const now = performance.now();
    if (now - this.#lastProgress < PROGRESS_MS) return;
    this.#lastProgress = now;
    this.#sendProgress(completed);
    if (now - this.#lastHeartbeat >= HEARTBEAT_MS) {
      this.#lastHeartbeat = now;
      this.#options.heartbeat(completed);
      this.#options.writer.flush();
    }
    // Lets messages and signals in, whatever the executor does with the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  }

  #sendProgress(step: number): void {
    const { session, send } = this.#options;
    const scalars = lossScalars(session);
    send({
      type: "progress",
      step,
      stepsPerSecond: this.#stepsPerSecond,
      losses: {
        discriminator: scalars["loss/d"] ?? NaN,
        generator: scalars["loss/g"] ?? NaN,
      },
    });
  }
}

/** The scores the last discriminator or simultaneous phase gave, [batch, 1] each, or null before the first. */
function latestScores(
  session: TrainingSession,
): { readonly real: Float32Array; readonly fake: Float32Array } | null {
  for (const outputs of session.outputs) {
    const [real, fake] = [outputs.get("scores/real"), outputs.get("scores/fake")];
    if (real !== undefined && fake !== undefined) return { real, fake };
  }
  return null;
}

function updateScalars(updates: Updates): Record<string, number> {
  const scalars: Record<string, number> = {};
  for (const [network, short] of [
    ["generator", "g"],
    ["discriminator", "d"],
  ] as const) {
    const update = updates[network];
    if (update === undefined) continue;
    scalars[`grads/${short}`] = update.gradientNorm;
    scalars[`updates/${short}`] = update.updateRatio;
  }
  return scalars;
}

function prefixed(prefix: string, values: MetricValues): Record<string, number> {
  return Object.fromEntries(Object.entries(values).map(([tag, value]) => [prefix + tag, value]));
}
