/** The commands, their options and their help. What a command does is loaded when it is called. */
import { Command } from "commander";

import {
  dataDirOption,
  jobsOption,
  parseWhole,
  runsDirOption,
  seedsOption,
  setOption,
} from "./options.ts";
import type { BoardOptions } from "./commands/board.ts";
import type { ListOptions } from "./commands/list.ts";
import type { PlanCommandOptions } from "./commands/plan.ts";
import type { ReportOptions } from "./commands/report.ts";
import type { ReproduceOptions } from "./commands/reproduce.ts";
import type { SweepOptions } from "./commands/sweep.ts";
import type { ValidateOptions } from "./commands/validate.ts";
import { addClassifier } from "./classifier-command.ts";
import { addDoctor, addExport, addModel, addSample } from "./inspect-commands.ts";
import { packageDocument } from "./package.ts";

/** Builds the program; `end` is given each command's exit code. */
export function createProgram(end: (exitCode: number) => void): Command {
  const { version } = packageDocument();
  const program = new Command("lsgan")
    .description(
      "Experiments with least-squares GANs: one YAML file becomes trained, watched and compared runs.",
    )
    .version(version, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand("help [COMMAND]", "print help for a command")
    .configureHelp({ showGlobalOptions: false })
    .showHelpAfterError("(add --help for what can be asked)")
    .addHelpText("after", PROGRAM_HELP)
    .exitOverride();
  const commands = [
    addSweep,
    addPlan,
    addValidate,
    addReport,
    addReproduce,
    addModel,
    addSample,
    addExport,
    addClassifier,
    addBoard,
    addList,
    addDoctor,
  ];
  for (const add of commands) add(program, end);
  return program;
}

type End = (exitCode: number) => void;

function addSweep(program: Command, end: End): void {
  program
    .command("sweep")
    .summary("train every run of an experiment that is not done yet")
    .description(
      "Trains every run of an experiment that is not done yet, each in a process of its own, and compares the cells. " +
        "The same command again goes on where it was stopped; new seeds or values only add runs. Started in two terminals at " +
        "once, it shares the runs between them.",
    )
    .argument("<FILE>", "the experiment, such as experiments/smoke.yaml")
    .addOption(jobsOption("how many runs at once (default: as many as there are cores)"))
    .addOption(setOption())
    .addOption(seedsOption())
    .addOption(runsDirOption())
    .addOption(dataDirOption())
    .option("--dry-run", "check everything and say what would run, but run nothing")
    .option(
      "--keep-stale",
      "keep results of another version or executor, marked, instead of running them again",
    )
    .option("--fail-fast", "stop at the first run that fails")
    .option("--no-reuse", "train runs anew that another sweep has trained, instead of copying them")
    .addHelpText("after", SWEEP_HELP)
    .action(async (file: string, options: SweepOptions) => {
      const { sweep } = await import("./commands/sweep.ts");
      end(await sweep(file, options));
    });
}

function addPlan(program: Command, end: End): void {
  program
    .command("plan")
    .summary("show the cells and runs of an experiment, what is done and what would run")
    .description(
      "Shows the cells and seeds of an experiment, what is done, what would run and why, what the label schemes say " +
        "before anything is trained, and about how long it would take. Trains and writes nothing.",
    )
    .argument("<FILE>", "the experiment")
    .addOption(jobsOption("how many runs at once the forecast reckons with"))
    .addOption(setOption())
    .addOption(seedsOption())
    .addOption(runsDirOption())
    .addOption(dataDirOption())
    .option("--keep-stale", "count results of another version or executor as done")
    .option("--no-reuse", "count runs that another sweep has trained as runs to train")
    .option("--no-forecast", "do not time a few steps to forecast the duration")
    .option("--json", "print everything as JSON")
    .addHelpText("after", PLAN_HELP)
    .action(async (file: string, options: PlanCommandOptions) => {
      const { plan } = await import("./commands/plan.ts");
      end(await plan(file, options));
    });
}

function addReport(program: Command, end: End): void {
  program
    .command("report")
    .summary("write one page about the results: verdicts, tables, charts, pictures")
    .description(
      "Writes report.html, one page that needs no other file, and beside it summary.md, summary.json and metrics.csv, of " +
        "however much there is: a sweep need not be done. Of several experiments it writes each one's, and answers.md, one " +
        "page with the verdicts of all. Trains nothing.",
    )
    .argument("<FILE...>", "experiments")
    .addOption(setOption())
    .addOption(seedsOption())
    .addOption(runsDirOption())
    .option("--keep-stale", "count results of another version or executor, marked")
    .addHelpText("after", REPORT_HELP)
    .action(async (files: readonly string[], options: ReportOptions) => {
      const { report } = await import("./commands/report.ts");
      end(await report(files, options));
    });
}

function addReproduce(program: Command, end: End): void {
  program
    .command("reproduce")
    .summary(
      "run the quick variant of every experiment, one after the other, and write one page of answers",
    )
    .description(
      "Runs every quick variant and every analysis of experiments/reproduction.txt in its order, or the experiments given, " +
        "and writes reproduction.md and reproduction.json beside the results after each one. The same command goes on " +
        "where it was stopped; what is done costs a second. An experiment whose data are missing is left out, and said so. " +
        "With --full it runs experiments/reproduction-full.txt instead, what two cores can do at its full length in hours, " +
        "and writes reproduction-full.md and reproduction-full.json.",
    )
    .argument("[FILE...]", "experiments (default: those of experiments/reproduction.txt)")
    .addOption(jobsOption("how many runs at once (default: as many as there are cores)"))
    .addOption(runsDirOption())
    .addOption(dataDirOption())
    .option("--full", "the experiments at full length instead of their quick variants")
    .option("--list", "print the files, in their order, and do nothing")
    .option(
      "--dry-run",
      "check every file and say what would run and about how long, but run nothing",
    )
    .option("--keep-stale", "keep results of another version or executor, marked")
    .option("--no-reuse", "train runs anew that another sweep has trained, instead of copying them")
    .addHelpText("after", REPRODUCE_HELP)
    .action(async (files: readonly string[], options: ReproduceOptions) => {
      const { reproduce } = await import("./commands/reproduce.ts");
      end(await reproduce(files, options));
    });
}

function addValidate(program: Command, end: End): void {
  program
    .command("validate")
    .summary("check experiment files, every cell and network included")
    .description(
      "Checks experiment files as a sweep would, every cell and every network's shapes included, and prints all mistakes " +
        "with file, line and column. Trains and writes nothing.",
    )
    .argument("<FILE...>", "experiments")
    .addOption(setOption())
    .addHelpText("after", VALIDATE_HELP)
    .action(async (files: readonly string[], options: ValidateOptions) => {
      const { validate } = await import("./commands/validate.ts");
      end(await validate(files, options));
    });
}

function addBoard(program: Command, end: End): void {
  program
    .command("board")
    .summary("open TensorBoard on the results")
    .description(
      "Starts TensorBoard on all results, or on those of one experiment, keeping every picture and every point.",
    )
    .argument("[FILE]", "the experiment to look at (default: all of them)")
    .addOption(runsDirOption())
    .option("--port <NUMBER>", "the port it listens on (default: 6006)", (text) =>
      parseWhole(text, 1, 65_535),
    )
    .addHelpText("after", BOARD_HELP)
    .action(async (file: string | undefined, options: BoardOptions) => {
      const { board } = await import("./commands/board.ts");
      end(await board(file ?? null, options));
    });
}

function addList(program: Command, end: End): void {
  program
    .command("list")
    .summary("list the experiments that have results")
    .description(
      "Lists the experiments that have a folder of results, and how many of their runs are done.",
    )
    .addOption(runsDirOption())
    .addHelpText("after", LIST_HELP)
    .action(async (options: ListOptions) => {
      const { list } = await import("./commands/list.ts");
      end(list(options));
    });
}

const PROGRAM_HELP = `
A first look, in seconds:
  $ lsgan sweep experiments/smoke.yaml
The main comparison, in minutes:
  $ lsgan sweep experiments/lsgan-abc.yaml
Help for one command:
  $ lsgan sweep --help

Exit codes: 0 all done, 1 some run did not complete, 2 the request was wrong, 70 a bug.`;

const SWEEP_HELP = `
Examples:
  $ lsgan sweep experiments/lsgan-abc.yaml
  $ lsgan sweep experiments/ring.yaml --jobs 4 --seeds 3
  $ lsgan sweep experiments/ring.yaml --set training.steps=1000 --set objective.labels=pearson
  $ lsgan sweep experiments/seed-mnist.yaml --data-dir ~/data/mnist
Through npm, options stand behind a lone --:
  $ npm run sweep -- experiments/lsgan-abc.yaml --jobs 2

Ctrl-C stops after the running steps and leaves readable records; a second Ctrl-C stops at once.
Exit codes: 0 all done, 1 some run did not complete, 2 the request was wrong, 70 a bug.`;

const PLAN_HELP = `
Examples:
  $ lsgan plan experiments/lsgan-abc.yaml
  $ lsgan plan experiments/lsgan-abc.yaml --seeds 16 --jobs 8
  $ lsgan plan experiments/lsgan-abc.yaml --json --no-forecast`;

const REPORT_HELP = `
Examples:
  $ lsgan report experiments/lsgan-abc.yaml
  $ lsgan report experiments/ring.yaml --runs-dir /data/runs
  $ lsgan report experiments/label-schemes/*-quick.yaml`;

const REPRODUCE_HELP = `
Examples:
  $ lsgan reproduce --dry-run
  $ lsgan reproduce --jobs 2 --data-dir ~/data/mnist
  $ lsgan reproduce --full --dry-run
  $ lsgan reproduce experiments/label-schemes/*-quick.yaml

Ctrl-C stops after the running steps; the same command goes on.
Exit codes: 0 all done, 1 some experiment is not done, 2 the request was wrong, 70 a bug.`;

const VALIDATE_HELP = `
Examples:
  $ lsgan validate experiments/*.yaml
  $ lsgan validate experiments/ring.yaml --set training.batchSize=0`;

const BOARD_HELP = `
Examples:
  $ lsgan board
  $ lsgan board experiments/ring.yaml --port 6007

TensorBoard is a Python program of its own; without it this says in one line how to get it.`;

const LIST_HELP = `
Examples:
  $ lsgan list
  $ lsgan list --runs-dir /data/runs`;
