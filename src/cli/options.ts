/** Options that several commands share, and what they become. */
import { InvalidArgumentError, Option } from "commander";

/** Options of every command that reads an experiment and looks at its runs. */
export interface PlanOptions {
  readonly jobs?: number;
  readonly set: readonly string[];
  readonly seeds?: SeedRange;
  readonly runsDir: string;
  readonly dataDir?: string;
}

/** `first` is null where only a number of seeds was asked for. */
export interface SeedRange {
  readonly first: number | null;
  readonly count: number;
}

export function jobsOption(description: string): Option {
  return new Option("--jobs <NUMBER>", description).argParser((text) =>
    parseWhole(text, 1, 10_000),
  );
}

export function setOption(): Option {
  return new Option(
    "--set <KEY=VALUE>",
    "put a value over the file's, such as training.steps=500; may be repeated",
  )
    .default([], "none")
    .argParser((text: string, earlier: readonly string[]) => {
      if (!/^[^=\s]+=/.test(text))
        throw new InvalidArgumentError("Expected key=value, such as training.steps=500.");
      return [...earlier, text];
    });
}

export function seedsOption(): Option {
  return new Option(
    "--seeds <SEEDS>",
    "how many replicates of each cell (8), or from which seed to which (3-10), instead of the file's",
  ).argParser(parseSeeds);
}

export function runsDirOption(): Option {
  return new Option("--runs-dir <DIR>", "folder of all results").default("runs");
}

export function dataDirOption(): Option {
  return new Option(
    "--data-dir <DIR>",
    "folder to look for data files in (default: $LSGAN_DATA_DIR, else downloads)",
  );
}

/** `--seeds` as values of the experiment, so that they are checked as such. */
export function seedSettings(seeds: SeedRange | undefined): readonly string[] {
  if (seeds === undefined) return [];
  const { first, count } = seeds;
  const counted = `seeds.count=${String(count)}`;
  return first === null ? [counted] : [counted, `seeds.first=${String(first)}`];
}

export function parseWhole(text: string, minimum: number, maximum: number): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= minimum && value <= maximum) return value;
  throw new InvalidArgumentError(
    `Expected a whole number from ${String(minimum)} to ${String(maximum)}.`,
  );
}

/** `3`, `0,2` or `0-4,7` as numbers. */
export function parseLabels(text: string): readonly number[] {
  const parts = text.split(",").map((part) => /^(\d{1,6})(?:-(\d{1,6}))?$/.exec(part));
  return parts.flatMap((part) => {
    const first = Number(part?.[1]);
    const last = Number(part?.[2] ?? first);
    if (part === null || last < first)
      throw new InvalidArgumentError("Expected classes such as 3 or 0,2,5-9.");
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}

function parseSeeds(text: string): SeedRange {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
  if (first !== undefined && last === undefined && Number(first) > 0)
    return { first: null, count: Number(first) };
  if (first !== undefined && last !== undefined && Number(last) >= Number(first))
    return { first: Number(first), count: Number(last) - Number(first) + 1 };
  throw new InvalidArgumentError("Expected a number of seeds such as 8, or a range such as 3-10.");
}
