/** A small sweep as our programs write one: two cells with two seeds each, a question, charts, pictures. */
import { join } from "node:path";

import { encodePicture } from "../../src/pictures/picture.ts";
import { createEventWriter } from "../../src/tensorboard/event-writer.ts";
import { writeSweepEvents } from "../../src/tensorboard/sweep-files.ts";

export const STEPS = 40;

export function writeSmallSweep(folder: string): void {
  writeSweepEvents(folder, {
    name: "small",
    question: "Do the schemes differ?",
    axes: { "objective.labels": ["binary", "pearson"] },
    metrics: [{ tag: "eval/matched-share", displayName: "matched share" }],
    charts: [
      {
        title: "discriminator",
        charts: [{ title: "scores", tags: ["d/mean_real", "reference/a"] }],
      },
    ],
  });
  for (const scheme of ["binary", "pearson"])
    for (const seed of [1, 2]) writeRun(join(folder, scheme, `seed-${seed}`), scheme, seed);
}

function writeRun(directory: string, scheme: string, seed: number): void {
  const writer = createEventWriter(directory);
  writer.text("run/question", 0, "Do the schemes differ?");
  writer.sessionStart({ hparams: { "objective.labels": scheme }, group: scheme });
  writer.scalars(0, { "reference/a": 0 });
  writer.scalars(STEPS, { "reference/a": 0 });
  for (let step = 0; step <= STEPS; step++)
    writer.scalars(step, { "d/mean_real": 1 / (step + seed), "d/mean_fake": step / STEPS });
  writer.scalars(STEPS, { "eval/matched-share": scheme === "binary" ? seed / 4 : 1 });
  writer.histogram("weights/w", 0, [1, 2, 3, 4]);
  writer.images("samples/grid", 0, [grey(10), grey(200)]);
  writer.sessionEnd("success");
  writer.close();
}

const grey = (level: number): ReturnType<typeof encodePicture> =>
  encodePicture({ width: 8, height: 6, channels: 1, data: new Uint8Array(48).fill(level) });
