import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

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

function drawing(dataset: Dataset): {
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
        generator: { layers: [] },
        seed: 1,
      },
    },
    directory: folder,
    dataset,
    session: {
      sample: (z) => {
        latents.push(z.slice());
        return Promise.resolve(new Float32Array(z.length * size));
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
