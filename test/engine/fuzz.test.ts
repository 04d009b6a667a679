/**
 * Networks that nobody thought of: architectures, objectives, optimizers and training options drawn from the schema, each
 * trained by every executor beside float64. LSGAN_FUZZ=500 draws more; LSGAN_FUZZ_FIRST=17 begins at another draw.
 */
import { afterAll, describe, expect, test } from "vitest";

import { createExecutor } from "../../src/engine/create-executor.ts";
import type { ExecutorName, TrainingSession } from "../../src/engine/executor.ts";
import { findBinding } from "../../src/engine/tensorflow/library-folder.ts";
import { initializeVariables } from "../../src/gan/initialize.ts";
import type { StepPlan } from "../../src/gan/step-plan.ts";
import { buildStepPlan } from "../../src/gan/train-step.ts";
import { seed } from "../../src/shared/brand.ts";
import { createStream } from "../../src/shared/random.ts";
import { usedTolerance } from "./support/agreement.ts";
import { CLASSES, drawExperiment, LAYER_KINDS } from "./support/draw-experiment.ts";
import type { DrawnExperiment } from "./support/draw-experiment.ts";
import { kindsIn, schemaOf } from "./support/draw-from-schema.ts";
import { feedPhase } from "./support/feed.ts";
import { createRandomRounding } from "./support/random-rounding.ts";
import { createReferenceSession } from "./support/reference-session.ts";

const DRAWS = Number(process.env["LSGAN_FUZZ"] ?? LAYER_KINDS.length);
const FIRST = Number(process.env["LSGAN_FUZZ_FIRST"] ?? 0);
const STEPS = 2;
/** Sessions of random rounding beside the truth. */
const ROUNDED = 3;
/** How many times further than those an executor may be from the truth, where that is more than the tolerance. */
const SAFETY = 16;

const COMPARED: readonly ExecutorName[] = [
  "onnx",
  "eager",
  ...(findBinding() === null ? [] : ["tensorflow" as const]),
];
if (!COMPARED.includes("tensorflow"))
  process.stderr.write(
    "Random networks are not trained on TensorFlow: its library is not set up\n",
  );

/** What has been seen over all draws. */
const seen = { trained: 0, rejected: 0, kinds: new Set<string>(), compared: 0, uncertain: 0 };

describe("random networks", () => {
  test.each(Array.from({ length: DRAWS }, (_, i) => FIRST + i))(
    "every executor agrees with float64 on draw %i",
    async (index) => {
      const drawn = await drawExperiment(index);
      const wrong = await compare(drawn).catch((error: unknown) => {
        throw new Error(describeDraw(index, drawn), { cause: error });
      });
      expect(wrong, describeDraw(index, drawn)).toEqual([]);
      seen.trained++;
      seen.rejected += drawn.rejected;
      for (const kind of kindsOf(drawn.spec)) seen.kinds.add(kind);
    },
  );

  describe.skipIf(DRAWS < LAYER_KINDS.length)("together", () => {
    test("are at least as many as there are layer kinds, and hold every kind", () => {
      expect(seen.trained).toBe(DRAWS);
      const kinds = ["layer", "objective", "optimizer"].flatMap((file) => kindsIn(schemaOf(file)));
      const resolved = kinds.filter((kind) => kind !== "separate");
      expect(resolved.filter((kind) => !seen.kinds.has(kind))).toEqual([]);
    });

    test("are determined by float32 for the most part: at least 4 of 5 arrays are compared", () => {
      expect(seen.compared / (seen.compared + seen.uncertain)).toBeGreaterThan(0.8);
    });
  });

  afterAll(() => {
    process.stderr.write(
      `${seen.trained} random networks trained, ${seen.rejected} draws rejected, ` +
        `${seen.compared} arrays compared, ${seen.uncertain} left out because float32 does not determine them\n`,
    );
  });
});

/** Every phase from the truth's weights; then samples. */
async function compare({ spec, sampleShape }: DrawnExperiment): Promise<readonly string[]> {
  const plan = buildStepPlan(spec, sampleShape, CLASSES);
  const initial = initializeVariables(plan.variables, seed(1));
  const truth = createReferenceSession(plan, initial);
  const rounded = Array.from({ length: ROUNDED }, (_, i) =>
    createReferenceSession(plan, initial, createRandomRounding(createStream(seed(i), "rounding"))),
  );
  const sessions: TrainingSession[] = [];
  for (const name of COMPARED)
    sessions.push(await (await createExecutor(name)).prepare(plan, initial, { threads: 1 }));
  const wrong: string[] = [];
  for (let step = 0; step < STEPS; step++)
    for (const phase of plan.phases.keys()) {
      for (const session of [...rounded, ...sessions]) await copyState(truth, session);
      for (const session of [truth, ...rounded, ...sessions]) {
        feedPhase(session, plan, phase, step);
        await session.runPhase(phase);
        await session.pull();
        await session.pull();
      }
      const views = (session: TrainingSession): Arrays =>
        new Map([...(session.outputs[phase] ?? []), ...session.variables, ...session.slots]);
      for (const problem of disagreements(views(truth), rounded.map(views), sessions, views))
        wrong.push(`step ${step}, phase ${plan.phases[phase]?.name ?? ""}, ${problem}`);
    }
  for (const session of [...rounded, ...sessions]) await copyState(truth, session);
  wrong.push(...(await compareSamples(plan, truth, rounded, sessions)));
  for (const session of sessions) await session.dispose();
  return wrong;
}

type Arrays = ReadonlyMap<string, ArrayLike<number>>;

async function compareSamples(
  { sampler }: StepPlan,
  truth: TrainingSession,
  rounded: readonly TrainingSession[],
  sessions: readonly TrainingSession[],
): Promise<readonly string[]> {
  const input = sampler.program.inputs.find(({ name }) => name === "latents");
  const width = sampler.program.types[input?.value ?? -1]?.shape[1] ?? 0;
  const latents = Float32Array.from({ length: 2 * width }, (_, i) => Math.sin(i + 1));
  const samples = new Map<TrainingSession, Arrays>();
  for (const session of [truth, ...rounded, ...sessions])
    samples.set(session, new Map([["samples", await session.sample(latents)]]));
  const of = (session: TrainingSession): Arrays => samples.get(session) ?? new Map();
  return [...disagreements(of(truth), rounded.map(of), sessions, of)];
}

/**
 * Arrays that an executor has otherwise. Where the rounding errors of float32 move a result by more than a 16th of the
 * tolerance, sixteen times what they move it by is allowed; where by more than the tolerance, it is not compared.
 */
function* disagreements(
  truth: Arrays,
  rounded: readonly Arrays[],
  sessions: readonly TrainingSession[],
  arraysOf: (session: TrainingSession) => Arrays,
): Generator<string> {
  const noise = new Map(
    [...truth].map(([name, expected]) => [
      name,
      Math.max(...rounded.map((arrays) => usedTolerance(arrays.get(name) ?? [], expected))),
    ]),
  );
  // What an optimizer makes of a gradient may look more certain than it is: Adam divides by the gradient's size.
  const noisy = [...noise].filter(([, size]) => !(SAFETY * size <= 1)).map(([name]) => name);
  const gradients = noisy
    .filter((name) => name.startsWith("gradient/"))
    .map((name) => name.slice(9));
  for (const [name, expected] of truth) {
    const size = noise.get(name) ?? NaN;
    if (!(size <= 1) || gradients.some((variable) => name.startsWith(variable))) {
      seen.uncertain++;
      continue;
    }
    seen.compared++;
    for (const session of sessions) {
      const used = usedTolerance(arraysOf(session).get(name) ?? [], expected);
      if (!(used <= Math.max(1, SAFETY * size)))
        yield `${session.executor} ${name}: ${used.toFixed(2)} times the tolerance, of which float32 ${size.toFixed(3)}`;
    }
  }
}

async function copyState(from: TrainingSession, to: TrainingSession): Promise<void> {
  await to.pull();
  for (const [name, values] of from.variables) to.variables.get(name)?.set(values);
  for (const [name, values] of from.slots) to.slots.get(name)?.set(values);
  to.restoreClocks(from.saveClocks());
}

const describeDraw = (index: number, { yaml }: DrawnExperiment): string =>
  `draw ${index}: LSGAN_FUZZ=1 LSGAN_FUZZ_FIRST=${index} npx vitest run test/engine/fuzz.test.ts\n${yaml}`;

function kindsOf(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = "kind" in value && typeof value.kind === "string" ? [value.kind] : [];
  return [...own, ...Object.values(value).flatMap(kindsOf)];
}
