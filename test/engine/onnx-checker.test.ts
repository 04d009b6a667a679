import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { buildStepPlan } from "../../src/gan/train-step.ts";
import { toOnnx } from "../../src/program/onnx/to-onnx.ts";
import { optimise } from "../../src/program/optimise.ts";
import { FAST_PASSES } from "../../src/program/passes/fast.ts";
import { RING_CELL, SEED_CELL } from "../gan/specs.ts";

const python = process.env["LSGAN_PYTHON"];
const CHECK = `import onnx, sys
for path in sys.argv[1:]: onnx.checker.check_model(onnx.load(path), full_check=True)`;

test.skipIf(python === undefined)(
  "the ONNX checker accepts every program of the seed's and the ring's plans (needs LSGAN_PYTHON with onnx)",
  () => {
    const folder = mkdtempSync(join(tmpdir(), "lsgan-onnx-"));
    const plans = [buildStepPlan(SEED_CELL, [28, 28, 1]), buildStepPlan(RING_CELL, [2])];
    const files = plans
      .flatMap(({ phases, sampler }) => [...phases, sampler])
      .map(({ program }, index) => {
        const file = join(folder, `${index}.onnx`);
        writeFileSync(file, toOnnx(optimise(program, FAST_PASSES)).bytes);
        return file;
      });
    expect(() => execFileSync(python ?? "", ["-c", CHECK, ...files])).not.toThrow();
    rmSync(folder, { recursive: true });
  },
);
