/** Commands that look at networks, trained generators and this machine. What a command does is loaded when it is called. */
import type { Command } from "commander";

import type { DoctorOptions } from "./commands/doctor.ts";
import type { ModelOptions } from "./commands/model.ts";
import { setOption } from "./options.ts";

type End = (exitCode: number) => void;

export function addModel(program: Command, end: End): void {
  program
    .command("model")
    .summary("print both networks layer by layer, with shapes and parameters")
    .description(
      "Prints both networks of an experiment layer by layer, with settings, output shapes and parameter counts; where " +
        "cells of the sweep have different networks, each pair once. Trains and writes nothing.",
    )
    .argument("<FILE>", "the experiment")
    .addOption(setOption())
    .option("--json", "print everything as JSON")
    .addHelpText("after", MODEL_HELP)
    .action(async (file: string, options: ModelOptions) => {
      const { model } = await import("./commands/model.ts");
      end(await model(file, options));
    });
}

export function addDoctor(program: Command, end: End): void {
  program
    .command("doctor")
    .summary("say what this machine has, what `engine: auto` chooses, and how to get more")
    .description(
      "Says what there is: Node, processor, cores this process may use, executors and their libraries, graphics " +
        "processors, TensorBoard; which executor `engine: auto` chooses and why; and how to get what is missing.",
    )
    .option("--json", "print everything as JSON")
    .addHelpText("after", DOCTOR_HELP)
    .action(async (options: DoctorOptions) => {
      const { doctor } = await import("./commands/doctor.ts");
      end(await doctor(options));
    });
}

const MODEL_HELP = `
Examples:
  $ lsgan model experiments/lsgan-abc.yaml
  $ lsgan model experiments/ring.yaml --set latent.size=64`;

const DOCTOR_HELP = `
Examples:
  $ lsgan doctor
  $ lsgan doctor --json`;
