/** The losses of a step, and their mean since the last time they were asked for. */
import type { TrainingSession } from "../engine/executor.ts";

export interface StepLosses {
  readonly discriminator: number;
  readonly generator: number;
}

/** Names of the loss outputs of a phase and the TensorBoard tag of each. */
const TAGS = {
  "loss/discriminator": "loss/d",
  "loss/real": "loss/d_real",
  "loss/fake": "loss/d_fake",
  "loss/penalty": "loss/d_penalty",
  "loss/generator": "loss/g",
} as const;

/** All loss scalars the last run of every phase left behind, by tag; of two phases that give one, the later. */
export function lossScalars(session: TrainingSession): Record<string, number> {
  const scalars: Record<string, number> = {};
  for (const outputs of session.outputs)
    for (const [output, tag] of Object.entries(TAGS)) {
      const value = outputs.get(output)?.[0];
      if (value !== undefined) scalars[tag] = value;
    }
  return scalars;
}

/** The first loss of a phase that is not finite, or null. */
export function notFiniteLoss(session: TrainingSession, phaseIndex: number): string | null {
  for (const [output, tag] of Object.entries(TAGS)) {
    const value = session.outputs[phaseIndex]?.get(output)?.[0];
    if (value !== undefined && !Number.isFinite(value)) return tag;
  }
  return null;
}

/**
 * Running mean of both losses, in float64, over the steps since it was last taken. Where a phase repeats within a step,
 * its last repeat counts.
 */
export class LossWindow {
  #discriminator = 0;
  #generator = 0;
  #count = 0;

  add(session: TrainingSession): void {
    this.#discriminator += latest(session, "loss/discriminator");
    this.#generator += latest(session, "loss/generator");
    this.#count += 1;
  }

  /** Means since the last call, or null where no step was added. */
  take(): StepLosses | null {
    if (this.#count === 0) return null;
    const means = {
      discriminator: this.#discriminator / this.#count,
      generator: this.#generator / this.#count,
    };
    this.#discriminator = this.#generator = this.#count = 0;
    return means;
  }
}

/** The value in the last phase of the step that gives it; NaN where none does. */
function latest(session: TrainingSession, output: keyof typeof TAGS): number {
  return session.outputs.findLast((outputs) => outputs.has(output))?.get(output)?.[0] ?? NaN;
}
