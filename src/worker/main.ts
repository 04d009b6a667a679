/**
 * Entry of the child process: `worker.js <run directory>` trains that run; `--calibrate FILE` and the like answer the
 * request in the file with one line of JSON.
 */
import { calibrate } from "./calibrate.ts";
import { openChannel } from "./channel.ts";
import { executeRun } from "./execute-run.ts";
import { exportRun } from "./export-run.ts";
import { fitClassifier } from "./fit-classifier.ts";
import { probeExecutors } from "./probe.ts";
import { sampleRun } from "./sample-run.ts";

const ANSWERS: Readonly<Record<string, (requestFile: string) => Promise<unknown>>> = {
  "--calibrate": calibrate,
  "--probe": probeExecutors,
  "--sample": sampleRun,
  "--export": exportRun,
  "--classifier": fitClassifier,
};

const [first, second] = process.argv.slice(2);

const answer = ANSWERS[first ?? ""];

if (answer !== undefined && second !== undefined) {
  process.stdout.write(`${JSON.stringify(await answer(second))}\n`);
} else if (first !== undefined) {
  const channel = openChannel();
  const outcome = await executeRun(first, channel);
  channel.send({ type: "ended", outcome });
  channel.close();
  process.exitCode = outcome.status === "failed" ? 1 : 0;
} else {
  process.stderr.write(
    "usage: worker.js RUN_DIRECTORY | --calibrate|--probe|--sample|--export|--classifier FILE\n",
  );
  process.exitCode = 2;
}
