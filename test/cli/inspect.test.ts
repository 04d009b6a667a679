import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { findGpus } from "../../src/cli/examine-machine.ts";
import { makeFolder, PROJECT, runLsgan } from "./run-lsgan.ts";

const folder = makeFolder();
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("lsgan model", () => {
  test("prints the seed article's networks with the article's own counts", async () => {
    const file = join(PROJECT, "experiments/seed-mnist.yaml");
    const { stdout, exitCode } = await runLsgan(["model", file], folder);
    expect(stdout).toContain("581,520 trainable parameters and 1,792 statistics");
    expect(stdout).toContain("265,601 trainable parameters");
    expect(exitCode).toBe(0);
  });

  test("prints each pair of networks of a sweep once, with the cells that have it", async () => {
    const sweep = join(folder, "networks.yaml");
    writeFileSync(
      sweep,
      `extends: ${join(PROJECT, "experiments/smoke.yaml")}\nname: networks\n` +
        "sweep:\n  - grid: { latent.size: [10, 20], training.steps: [5, 6] }\n",
    );
    const { stdout } = await runLsgan(["model", sweep], folder);
    expect(stdout.match(/^== /gm)).toHaveLength(2);
    expect(stdout.match(/^generator: /gm)).toHaveLength(2);
    const { stdout: json } = await runLsgan(["model", sweep, "--json"], folder);
    expect(JSON.parse(json)).toMatchObject([
      { generator: { inputShape: [10] } },
      { generator: { inputShape: [20] } },
    ]);
  });

  test("says which layer does not fit, on its line", async () => {
    const file = join(folder, "wrong.yaml");
    writeFileSync(
      file,
      `extends: ${join(PROJECT, "experiments/smoke.yaml")}\nname: wrong\n` +
        "discriminator:\n  kind: layers\n  layers:\n    - { kind: flatten }\n    - { kind: conv2d, filters: 3, kernel: 3 }\n",
    );
    const { stderr, exitCode } = await runLsgan(["model", file], folder);
    expect(stderr).toContain("wrong.yaml:7:");
    expect(stderr).toContain("Expected an image [height, width, channels], got [2]");
    expect(exitCode).toBe(2);
  });
});

describe("lsgan doctor", () => {
  test("says what there is, what is chosen and how to get more", async () => {
    const { stdout, exitCode } = await runLsgan(["doctor"], folder);
    expect(stdout).toContain(`Node`);
    expect(stdout).toContain(process.versions.node);
    expect(stdout).toMatch(/^executor onnx +onnxruntime-node 1\.\d+\.\d+: works, with cpu/m);
    expect(stdout).toMatch(/^engine: auto +onnx: /m);
    expect(stdout).toMatch(/^cores +\d+ usable of \d+/m);
    expect(exitCode).toBe(0);
  });

  test("says the same as JSON", async () => {
    const { stdout } = await runLsgan(["doctor", "--json"], folder);
    expect(JSON.parse(stdout)).toMatchObject({
      machine: { node: process.versions.node },
      auto: "onnx",
    });
  });
});

describe("findGpus", () => {
  test("reads the NVIDIA driver's names and other makers' render nodes", () => {
    const root = join(folder, "root");
    const put = (path: string, text: string): void => {
      mkdirSync(join(root, path, ".."), { recursive: true });
      writeFileSync(join(root, path), text);
    };
    put("proc/driver/nvidia/gpus/0000:01:00.0/information", "Model: \t\t NVIDIA H100\nIRQ: 1\n");
    put("sys/class/drm/renderD128/device/vendor", "0x10de\n");
    put("sys/class/drm/renderD129/device/vendor", "0x1002\n");
    expect(findGpus(root)).toEqual(["NVIDIA H100", "AMD"]);
  });

  test("finds none where the system shows none", () => {
    expect(findGpus(join(folder, "nothing"))).toEqual([]);
  });
});
