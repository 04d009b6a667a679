/** The comments that an experiment file opens with: `# Ours: …`, which settings are not those of its source. */
import { readFileSync } from "node:fs";
import { basename } from "node:path";

export interface FileNote {
  /** Name of the file that says it: the experiment itself, or one that it extends. */
  readonly file: string;
  readonly text: string;
}

/** The note of this name (`Ours`) in each file that has one, in the order of the files. */
export function fileNotes(name: string, files: readonly string[]): readonly FileNote[] {
  return files.flatMap((file) => {
    const text = noteIn(readFileSync(file, "utf8"), name);
    return text === null ? [] : [{ file: basename(file), text }];
  });
}

/** A note goes on in comment lines that are indented by more than one space. */
export function noteIn(text: string, name: string): string | null {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.startsWith(`# ${name}:`));
  if (start < 0) return null;
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => !/^# {2,}\S/.test(line));
  return [lines[start]?.slice(`# ${name}:`.length) ?? "", ...rest.slice(0, end)]
    .map((line) => line.replace(/^#/, "").trim())
    .join(" ")
    .trim();
}
