import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import type { NetworkSpec } from "../../src/config/spec.ts";
import type { Dataset } from "../../src/data/dataset.ts";
import { decodePicture } from "../../src/pictures/picture.ts";
import { createArtist } from "../../src/training/pictures.ts";
import type { Artist } from "../../src/training/pictures.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pictures-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const IMAGES: Dataset = {
  kind: "images",
  sampleShape: [4, 4, 1],
  size: 10,
  draws: null,
  digest: "",
  samples: Float32Array.from({ length: 160 }, (_, i) => Math.sin(i)),
  labels: null,
  classes: 1,
  mixture: null,
};

const RING: Dataset = {
  ...IMAGES,
  kind: "mixture",
  sampleShape: [2],
  size: null,
  samples: null,
  mixture: {
    means: Float32Array.of(0, 1, 0, -1),
    weights: Float64Array.of(0.5, 0.5),
    standardDeviation: 0.01,
  },
};

interface Shown {
  readonly tag: string;
  readonly step: number;
}

function drawing(
  dataset: Dataset,
  generator: NetworkSpec = { layers: [] },
): {
  readonly artist: Artist;
  readonly shown: Shown[];
  readonly latents: Float32Array[];
} {
  const shown: Shown[] = [];
  const latents: Float32Array[] = [];
  const size = dataset.sampleShape.reduce((product, length) => product * length, 1);
  const artist = createArtist({
    record: {
      spec: {
        latent: { size: 1, distribution: "normal" },
        generator,
        seed: 1,
      },
    },
    directory: folder,
    dataset,
    session: {
      sample: (z) => {
        latents.push(z.slice());
        // One number of a latent vector makes a sample; labels, where there are any, follow it.
        const width = generator.layers.length === 0 ? 1 : 1 + dataset.classes;
        return Promise.resolve(new Float32Array((z.length / width) * size));
      },
    },
    writer: {
      images: (tag, step) => {
        shown.push({ tag, step });
      },
    },
  });
  return { artist, shown, latents };
}

const pictures = (): string[] => readdirSync(join(folder, "samples")).sort();

describe("createArtist", () => {
  test("draws image grids: real data once, then a snapshot each time, and a strip at the end", async () => {
    const { artist, shown } = drawing(IMAGES);
    await artist.draw(0);
    await artist.draw(500);
    artist.finish(500);
    expect(shown).toEqual([
      { tag: "real/grid", step: 0 },
      { tag: "samples/grid", step: 0 },
      { tag: "samples/grid", step: 500 },
      { tag: "samples/progress", step: 500 },
    ]);
    expect(pictures()).toEqual([
      "progress.png",
      "real-grid.png",
      "step-000000.png",
      "step-000500.png",
    ]);
  });

  test("draws points of the plane as density and as scatter", async () => {
    const { artist, shown } = drawing(RING);
    await artist.draw(0);
    artist.finish(0);
    expect(shown.map(({ tag }) => tag)).toEqual([
      ...["real/density", "real/scatter", "samples/density", "samples/scatter"],
    ]); // one snapshot makes no strip
    expect(pictures()).toEqual([
      ...["real-density.png", "real-scatter.png", "scatter-000000.png", "step-000000.png"],
    ]);
  });

  test("always draws from the same latents", async () => {
    const { artist, latents } = drawing(IMAGES);
    await artist.draw(0);
    await artist.draw(1);
    expect(latents[0]).toEqual(latents[1]);
    expect(new Set(latents[0]).size).toBe(64);
  });

  test("draws a row for each class of a conditional generator, with the same latents in each", async () => {
    const labels = Uint8Array.of(0, 1, 2, 0, 1, 2, 0, 1, 2, 0);
    const joined = { kind: "join-label", size: 2, initializer: { kind: "zeros" } } as const;
    const { artist, latents } = drawing({ ...IMAGES, labels, classes: 3 }, { layers: [joined] });
    await artist.draw(0);
    const rows = Array.from({ length: 24 }, (_, i) => [
      ...(latents[0] ?? []).slice(4 * i, 4 * i + 4),
    ]);
    expect(latents[0]).toHaveLength(24 * 4);
    expect(rows.map((row) => row.slice(1).indexOf(1))).toEqual([
      ...[...Array<number>(8).fill(0), ...Array<number>(8).fill(1), ...Array<number>(8).fill(2)],
    ]);
    expect(rows.slice(8, 16).map(([z]) => z)).toEqual(rows.slice(0, 8).map(([z]) => z));
    const { height } = decodePicture(readFileSync(join(folder, "samples/step-000000.png")));
    expect(height).toBe(3 * 82 + 2);
  });

  test("shows as many real images as there are, where they do not fill the grid", async () => {
    await drawing(IMAGES).artist.draw(0);
    const { height, width } = decodePicture(readFileSync(join(folder, "samples/real-grid.png")));
    // Images of 4 pixels enlarged 20 times: 8·(80 + 2) + 2 wide, two rows for ten images.
    expect([width, height]).toEqual([658, 166]);
  });

  test("has nothing to draw for other samples", async () => {
    const { artist, shown } = drawing({ ...IMAGES, sampleShape: [16] });
    await artist.draw(0);
    artist.finish(0);
    expect(shown).toEqual([]);
  });
});
