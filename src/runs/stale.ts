/** Whether a result still counts: numbers made by another version or another executor are not mixed with today's. */
import { RESULTS_VERSION } from "../shared/results-version.ts";
import type { RunResult } from "./result.ts";

/** Why a finished run is stale, in words for a table, or null. `executor`: the one that would run it now; null: any. */
export function whyStale(
  result: Pick<RunResult, "resultsVersion" | "executor">,
  executor: string | null,
): string | null {
  if (result.resultsVersion !== RESULTS_VERSION)
    return `made by results version ${String(result.resultsVersion)}, this is ${String(RESULTS_VERSION)}`;
  if (executor !== null && result.executor !== executor)
    return `made by executor ${result.executor}, this is ${executor}`;
  return null;
}
