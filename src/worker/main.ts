/** Entry of the child process: `worker.js <run directory>` trains that run; `--calibrate FILE` times a few steps. */
import { calibrate } from "./calibrate.ts";
import { openChannel } from "./channel.ts";
import { executeRun } from "./execute-run.ts";

const [first, second] = process.argv.slice(2);

if (first === "--calibrate" && second !== undefined) {
  process.stdout.write(`${JSON.stringify(await calibrate(second))}\n`);
} else if (first !== undefined) {
  const channel = openChannel();
  const outcome = await executeRun(first, channel);
  channel.send({ type: "ended", outcome });
  channel.close();
  process.exitCode = outcome.status === "failed" ? 1 : 0;
} else {
  process.stderr.write("usage: worker.js RUN_DIRECTORY | --calibrate FILE\n");
  process.exitCode = 2;
}
