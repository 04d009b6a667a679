/** The view where there is no terminal: one line for each change, and one for the sweep now and then. Pure. */
import { describeOwner } from "../../runs/owner.ts";
import { formatCount, formatDuration, printable } from "../../shared/terminal-text.ts";
import type { ExecutionEvent, RunEnd } from "../events.ts";
import { runName } from "./live-view.ts";
import { endedRuns, sweepEtaMs } from "./progress.ts";
import type { Progress } from "./progress.ts";

/** What an event changes, as lines without their time; nothing for what is only progress. */
export function describeEvent(event: ExecutionEvent): readonly string[] {
  switch (event.type) {
    case "waiting":
      return [`waiting  ${runName(event)}: ${describeOwner(event.by)} trains it`];
    case "started":
      return [`started  ${runName(event)} (${formatCount(event.run.steps)} steps)`];
    case "message":
      return event.message.type === "warning"
        ? [`warning  ${runName(event)}: ${printable(event.message.text)}`]
        : [];
    case "ended":
      return [`${event.end.outcome.status.padEnd(8)} ${runName(event)}${describeEnd(event.end)}`];
    case "stopping":
      return [
        event.forced ? "stopping  children are killed" : "stopping  children finish their step",
      ];
  }
}

/** What is worth a line that stays above the live view: runs that did not finish, and warnings. */
export function describeTrouble(event: ExecutionEvent): readonly string[] {
  if (event.type === "ended" && event.end.outcome.status === "finished") return [];
  return event.type === "ended" || event.type === "message" ? describeEvent(event) : [];
}

/** How far the sweep is, in one line. */
export function describeProgress(progress: Progress, now: number): string {
  const { runs, active, waiting, failed, diverged } = progress;
  const eta = sweepEtaMs(progress, now);
  const steps = active.map(
    (item) => `${runName(item)} at ${formatCount(item.step)}/${formatCount(item.run.steps)}`,
  );
  const parts = [
    `${formatCount(endedRuns(progress))} of ${formatCount(runs.length)} runs ended`,
    ...(waiting.length > 0 ? [`${formatCount(waiting.length)} in another process`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(diverged > 0 ? [`${formatCount(diverged)} diverged`] : []),
    ...(eta === null ? [] : [`about ${formatDuration(eta)} left`]),
    ...steps,
  ];
  return `progress ${parts.join("; ")}`;
}

function describeEnd({ outcome, logPath, lastLine }: RunEnd): string {
  switch (outcome.status) {
    case "finished":
      return ` in ${formatDuration(outcome.durationMs)}`;
    case "diverged":
      return ` at step ${formatCount(outcome.step)}: ${printable(outcome.what)} is not finite`;
    case "cancelled":
      return ` at step ${formatCount(outcome.step)}`;
    case "failed": {
      const said = lastLine === null ? "" : printable(lastLine);
      const more = said === "" || outcome.error.includes(said) ? "" : `; it last said: ${said}`;
      return `: ${printable(outcome.error)}${more}; log: ${logPath}`;
    }
  }
}
