/** The command that trains the classifier of the classifier metrics. What it does is loaded when it is called. */
import { Option } from "commander";
import type { Command } from "commander";

import type { ClassifierOptions } from "./commands/classifier.ts";
import { dataDirOption } from "./options.ts";

export function addClassifier(program: Command, end: (exitCode: number) => void): void {
  program
    .command("classifier")
    .summary("train the classifier of digits that metrics use")
    .description(
      "Trains the small classifier of MNIST's digits whose features the classifier metrics compare, and writes its weights " +
        "and a description. The committed one is what `--split test-training` gives; it never sees the 4,000 test images " +
        "that generators are compared with, and neither split holds one of them.",
    )
    .addOption(
      new Option("--split <NAME>", "images it is trained on")
        .choices(["train", "test-training"])
        .default("test-training"),
    )
    .addOption(dataDirOption())
    .option(
      "--out <DIR>",
      "folder for what is written (default: the package's experiments/classifiers)",
    )
    .action(async (options: ClassifierOptions) => {
      const { classifier } = await import("./commands/classifier.ts");
      end(await classifier(options));
    });
}
