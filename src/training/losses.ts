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
  "loss/generator": "loss/g",
} as const;

/** All loss scalars the last run of every phase left behind, by tag. */
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

/** Running mean of both losses, in float64. */
export class LossWindow {
  #discriminator = 0;
  #generator = 0;
  #count = 0;

  add(session: TrainingSession): void {
    for (const outputs of session.outputs) {
      this.#discriminator += outputs.get("loss/discriminator")?.[0] ?? 0;
      this.#generator += outputs.get("loss/generator")?.[0] ?? 0;
    }
    this.#count += 1;
  }

  /** Means since the last call; NaN where nothing was added. */
  take(): StepLosses {
    const means = {
      discriminator: this.#discriminator / this.#count,
      generator: this.#generator / this.#count,
    };
    this.#discriminator = this.#generator = this.#count = 0;
    return means;
  }
}
