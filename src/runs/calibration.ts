/** What a timed trial says of a run: said by the worker, remembered and reckoned with by the parent. */
import { asNumber, asObject } from "./narrow.ts";

export interface Calibration {
  /** From the start of the process to the end of its first steps: of the processor where a run has one thread. */
  readonly startMs: number;
  /** One training step, the median. */
  readonly stepMs: number;
  /** One evaluation of the generator. */
  readonly evaluationMs: number;
}

/** @throws LabError RUN_DIRECTORY where the value is no calibration */
export function checkCalibration(value: unknown, where: string): Calibration {
  const { startMs, stepMs, evaluationMs } = asObject(value, where);
  return {
    startMs: asNumber(startMs, `${where}: startMs`),
    stepMs: asNumber(stepMs, `${where}: stepMs`),
    evaluationMs: asNumber(evaluationMs, `${where}: evaluationMs`),
  };
}
