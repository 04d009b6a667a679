/** The script that docs/data.md gives to those who export pictures. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { encode } from "fast-png";
import { expect, test } from "vitest";

import { loadDataset } from "../../src/data/registry.ts";
import { valuesIn } from "./values.ts";

const python = process.env["LSGAN_PYTHON"];

test.runIf(python !== undefined)(
  "the documented export crops the middle square, averages, and loads in the order of names (needs LSGAN_PYTHON)",
  { timeout: 60_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "lsgan-export-"));
    const [, script = ""] =
      /```python\n([\s\S]*?)```/.exec(readFileSync("docs/data.md", "utf8")) ?? [];
    writeFileSync(join(folder, "export.py"), script);
    mkdirSync(join(folder, "pictures/b"), { recursive: true });
    // 8 × 4: columns 0, 0 | 0, 100, 200, 100 … | 0, 0. The middle square is columns 2 to 5; of pairs 0, 100 and 200, 100.
    const row = [0, 0, 0, 100, 200, 100, 0, 0];
    const grey = Uint8Array.from({ length: 8 * 4 }, (_, i) => row[i % 8] ?? 0);
    const red = Uint8Array.from({ length: 4 * 4 * 3 }, (_, i) => (i % 3 === 0 ? 255 : 0));
    writeFileSync(
      join(folder, "pictures/a.png"),
      encode({ width: 8, height: 4, channels: 1, depth: 8, data: grey }),
    );
    writeFileSync(
      join(folder, "pictures/b/c.png"),
      encode({ width: 4, height: 4, channels: 3, depth: 8, data: red }),
    );
    const arguments_ = ["export.py", "pictures", "data/exported", "2"];
    const { status, stderr } = spawnSync(python ?? "", arguments_, {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stderr).toBe("");
    expect(status).toBe(0);
    const dataset = await loadDataset(
      {
        kind: "image-folder",
        folder: "exported",
        size: 2,
        channels: 3,
        classes: null,
        limit: null,
        shuffle: true,
        stepsPerEpoch: null,
      },
      { folder: join(folder, "data") },
    );
    const bytes = [...valuesIn(dataset)].map((value) => Math.round((value + 1) * 127.5));
    const greys = [50, 150, 50, 150].flatMap((value) => [value, value, value]);
    const reds = Array.from({ length: 4 }, () => [255, 0, 0]).flat();
    expect(bytes).toEqual([...greys, ...reds]);
  },
);
