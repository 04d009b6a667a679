/** How fast training goes, not counting evaluations and pictures. */

export interface Pace {
  readonly stepsPerSecond: number;
  readonly stepMs: number;
}

export class PaceMeter {
  readonly #now: () => number;
  #since: number;
  #trainingMs = 0;
  #steps = 0;

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#since = now();
  }

  /** One more step is done. */
  step(): void {
    const now = this.#now();
    this.#trainingMs += now - this.#since;
    this.#since = now;
    this.#steps += 1;
  }

  /** What happened since the last step or resume was not training. */
  resume(): void {
    this.#since = this.#now();
  }

  /** Mean pace since the last call, or null where no step was done. */
  take(): Pace | null {
    const [ms, steps] = [this.#trainingMs, this.#steps];
    this.#trainingMs = this.#steps = 0;
    if (steps === 0 || ms === 0) return null;
    return { stepsPerSecond: (1000 * steps) / ms, stepMs: ms / steps };
  }
}
