/** `lsgan validate FILE...`: every mistake of every file, and nothing written. */
import { formatIssues } from "../../config/issue.ts";
import { EXIT_CODES, LabError } from "../../shared/errors.ts";
import { analysisIn } from "../analysis.ts";
import { loadPlan } from "../load-plan.ts";

export interface ValidateOptions {
  readonly set: readonly string[];
}

/** Prints one line for each good file and all mistakes of each other one; returns the exit code. */
export async function validate(
  files: readonly string[],
  options: ValidateOptions,
): Promise<number> {
  let good = true;
  for (const file of files) {
    try {
      const analysis = analysisIn(file, options);
      if (analysis !== null) {
        console.log(`${file}: an analysis (${analysis.spec.kind}), fine`);
        continue;
      }
      const { plan } = await loadPlan(file, options);
      const { cells, runs, warnings } = plan;
      console.log(`${file}: ${count(cells.length, "cell")}, ${count(runs.length, "run")}, fine`);
      if (warnings.length > 0) console.log(`\nWorth a look:\n\n${formatIssues(warnings)}\n`);
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      good = false;
      console.error(`${error.message}\n`);
    }
  }
  return good ? EXIT_CODES.ok : EXIT_CODES.badRequest;
}

const count = (number: number, noun: string): string =>
  `${String(number)} ${noun}${number === 1 ? "" : "s"}`;
