/** Commands that look at networks, trained generators and this machine. What a command does is loaded when it is called. */
import type { Command } from "commander";

import type { DoctorOptions } from "./commands/doctor.ts";
import type { ModelOptions } from "./commands/model.ts";
import type { ExportOptions } from "./commands/export.ts";
import type { SampleOptions } from "./commands/sample.ts";
import { parseLabels, parseWhole, setOption } from "./options.ts";

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

export function addSample(program: Command, end: End): void {
  program
    .command("sample")
    .summary("draw samples of a trained generator")
    .description(
      "Draws samples of a run's final generator: a grid, strips from one latent vector to another (a row for each class " +
        "where the generator is conditional), and the latents and samples as safetensors.",
    )
    .argument("<RUN>", "directory of a run, such as runs/smoke/labels-binary-…/seed-1")
    .option(
      "--count <NUMBER>",
      "samples in the grid",
      (text: string) => parseWhole(text, 1, 100_000),
      100,
    )
    .option(
      "--seed <NUMBER>",
      "seed of the latents",
      (text: string) => parseWhole(text, 0, 2 ** 32 - 1),
      1,
    )
    .option(
      "--labels <NUMBERS>",
      "classes that a conditional generator is asked for, such as 3 or 0,2,5-9 (default: the first ten)",
      parseLabels,
    )
    .option("--out <DIR>", "folder for what is written (default: sampled/ in the run's directory)")
    .addHelpText("after", SAMPLE_HELP)
    .action(async (run: string, options: SampleOptions) => {
      const { sample } = await import("./commands/sample.ts");
      end(await sample(run, options));
    });
}

export function addExport(program: Command, end: End): void {
  program
    .command("export")
    .summary("write a trained generator and discriminator for other programs")
    .description(
      "Writes a run's final generator and discriminator as ONNX models for inference (moving statistics, batches of any " +
        "size), all weights as safetensors, and a description of inputs and outputs as JSON.",
    )
    .argument("<RUN>", "directory of a run, such as runs/smoke/labels-binary-…/seed-1")
    .option("--out <DIR>", "folder for what is written (default: export/ in the run's directory)")
    .addHelpText("after", EXPORT_HELP)
    .action(async (run: string, options: ExportOptions) => {
      const { exportRun } = await import("./commands/export.ts");
      end(await exportRun(run, options));
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

const SAMPLE_HELP = `
Examples:
  $ lsgan sample runs/lsgan-abc/labels-binary-…/seed-1
  $ lsgan sample runs/conditional-digits/labels-binary-…/seed-1 --labels 3,7 --count 40 --out pictures`;

const EXPORT_HELP = `
Examples:
  $ lsgan export runs/lsgan-abc/labels-binary-…/seed-1
  $ lsgan export runs/lsgan-abc/labels-binary-…/seed-1 --out model`;

const DOCTOR_HELP = `
Examples:
  $ lsgan doctor
  $ lsgan doctor --json`;
