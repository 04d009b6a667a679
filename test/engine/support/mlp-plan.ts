/**
 * Step plans of dense networks, traced straight from tensor functions: what these tests run when gan/ is not their
 * subject. The shape of the seed article's step: D on half-batches of fakes (moving statistics) and real samples, then G.
 */
import type { Tensor } from "@tensorflow/tfjs-core";

import type { InitializerSpec } from "../../../src/config/spec.ts";
import type {
  NetworkName,
  OptimizerProgram,
  Phase,
  StepPlan,
  VariableDeclaration,
} from "../../../src/gan/step-plan.ts";
import { trace } from "../../../src/program/trace.ts";
import type { TraceTools } from "../../../src/program/trace.ts";
import { createStream } from "../../../src/shared/random.ts";
import { seed } from "../../../src/shared/brand.ts";

export interface MlpSizes {
  readonly latent: number;
  /** Units of the generator's layers; the last is the size of a sample. */
  readonly generator: readonly number[];
  /** Units of the discriminator's layers; the last is 1. */
  readonly discriminator: readonly number[];
  readonly batch: number;
}

export const TINY: MlpSizes = { latent: 5, generator: [7, 6], discriminator: [8, 1], batch: 6 };
export const SEED_MLP: MlpSizes = {
  latent: 100,
  generator: [128, 256, 512, 784],
  discriminator: [128, 256, 512, 1],
  batch: 32,
};

/** A generator with batch normalisation and a discriminator, least squares with labels (0, 1, 1), Adam. */
export function buildMlpPlan(sizes: MlpSizes, optimizer: OptimizerProgram = adam()): StepPlan {
  const variables = [...generatorVariables(sizes), ...discriminatorVariables(sizes)];
  return {
    variables,
    phases: [discriminatorPhase(sizes, variables), generatorPhase(sizes, variables)],
    optimizers: { generator: optimizer, discriminator: optimizer },
    sharedClock: false,
    sampler: {
      batchSize: sizes.batch,
      program: trace(
        { latents: [sizes.batch, sizes.latent], ...shapesOf(variables, "generator") },
        (t, tools) => ({ samples: generate(tools, sizes, t, tensor(t, "latents"), null) }),
      ),
    },
  };
}

type Tensors = Readonly<Record<string, Tensor>>;

function tensor(tensors: Tensors, name: string): Tensor {
  const found = tensors[name];
  if (found === undefined) throw new Error(`no tensor ${name}`);
  return found;
}

const NORMAL: InitializerSpec = { kind: "normal", mean: 0, standardDeviation: 0.05 };

function variable(
  name: string,
  shape: readonly number[],
  initializer: InitializerSpec,
  role: VariableDeclaration["role"] = "trainable",
): VariableDeclaration {
  const network = name.startsWith("generator") ? "generator" : "discriminator";
  return { name, network, shape, role, initializer, gradientIsZero: false };
}

function generatorVariables({ latent, generator }: MlpSizes): VariableDeclaration[] {
  return generator.flatMap((units, i) => {
    const inputs = i === 0 ? latent : (generator[i - 1] ?? 0);
    const dense = [
      variable(`generator/${i}/kernel`, [inputs, units], NORMAL),
      variable(`generator/${i}/bias`, [units], { kind: "zeros" }),
    ];
    if (i === generator.length - 1) return dense;
    return [
      ...dense,
      variable(`generator/${i}/gamma`, [units], { kind: "ones" }),
      variable(`generator/${i}/beta`, [units], { kind: "zeros" }),
      variable(`generator/${i}/mean`, [units], { kind: "zeros" }, "statistic"),
      variable(`generator/${i}/variance`, [units], { kind: "ones" }, "statistic"),
    ];
  });
}

function discriminatorVariables({ generator, discriminator }: MlpSizes): VariableDeclaration[] {
  return discriminator.flatMap((units, i) => {
    const inputs = (i === 0 ? generator.at(-1) : discriminator[i - 1]) ?? 0;
    return [
      variable(`discriminator/${i}/kernel`, [inputs, units], NORMAL),
      variable(`discriminator/${i}/bias`, [units], { kind: "zeros" }),
    ];
  });
}

const shapesOf = (
  variables: readonly VariableDeclaration[],
  network?: NetworkName,
): Record<string, readonly number[]> =>
  Object.fromEntries(
    variables
      .filter((declared) => network === undefined || declared.network === network)
      .map(({ name, shape }) => [name, shape]),
  );

/** `next` collects the moving statistics in training mode; null: inference mode. */
function generate(
  { tf }: TraceTools,
  { generator }: MlpSizes,
  t: Tensors,
  latents: Tensor,
  next: Record<string, Tensor> | null,
): Tensor {
  let x = latents;
  for (const i of generator.keys()) {
    const of = (name: string): Tensor => tensor(t, `generator/${i}/${name}`);
    x = tf.add(tf.matMul(x, of("kernel")), of("bias"));
    if (i === generator.length - 1) return tf.tanh(x);
    x = tf.leakyRelu(x, 0.2);
    let [mean, variance] = [of("mean"), of("variance")];
    if (next !== null) {
      const batch = tf.moments(x, 0);
      next[`next/generator/${i}/mean`] = tf.add(tf.mul(mean, 0.8), tf.mul(batch.mean, 0.2));
      next[`next/generator/${i}/variance`] = tf.add(
        tf.mul(variance, 0.8),
        tf.mul(batch.variance, 0.2),
      );
      [mean, variance] = [batch.mean, batch.variance];
    }
    const scale = tf.mul(tf.rsqrt(tf.add(variance, 1e-3)), of("gamma"));
    x = tf.add(tf.mul(tf.sub(x, mean), scale), of("beta"));
  }
  return x;
}

function discriminate(
  { tf }: TraceTools,
  { discriminator }: MlpSizes,
  t: Tensors,
  samples: Tensor,
): Tensor {
  return discriminator.reduce((x, _, i) => {
    const kernel = tensor(t, `discriminator/${i}/kernel`);
    const y = tf.add(tf.matMul(x, kernel), tensor(t, `discriminator/${i}/bias`));
    return i === discriminator.length - 1 ? y : tf.leakyRelu(y, 0.2);
  }, samples);
}

function gradients(
  { gradient }: TraceTools,
  loss: Tensor,
  t: Tensors,
  variables: readonly VariableDeclaration[],
  network: NetworkName,
): Record<string, Tensor> {
  const names = variables
    .filter((declared) => declared.network === network && declared.role === "trainable")
    .map(({ name }) => name);
  const found = gradient(
    loss,
    names.map((name) => tensor(t, name)),
  );
  return Object.fromEntries(found.map((slope, i) => [`gradient/${names[i] ?? ""}`, slope]));
}

function discriminatorPhase(sizes: MlpSizes, variables: readonly VariableDeclaration[]): Phase {
  const half = sizes.batch / 2;
  const size = sizes.generator.at(-1) ?? 0;
  const program = trace(
    { real: [half, size], latents: [half, sizes.latent], ...shapesOf(variables) },
    (t, tools) => {
      const { tf } = tools;
      const fakes = generate(tools, sizes, t, tensor(t, "latents"), null);
      const scores = discriminate(tools, sizes, t, tf.concat([fakes, tensor(t, "real")], 0));
      const targets = tf.concat([tf.zeros([half, 1]), tf.ones([half, 1])], 0);
      const loss = tf.mean(tf.squaredDifference(scores, targets));
      return {
        "loss/discriminator": loss,
        "scores/fake": tf.slice(scores, [0, 0], [half, 1]),
        "scores/real": tf.slice(scores, [half, 0], [half, 1]),
        ...gradients(tools, loss, t, variables, "discriminator"),
      };
    },
  );
  return {
    name: "discriminator",
    program,
    inputs: [
      { name: "real", shape: [half, size], source: { kind: "real" } },
      { name: "latents", shape: [half, sizes.latent], source: { kind: "latents" } },
    ],
    updates: ["discriminator"],
    repeat: 1,
  };
}

function generatorPhase(sizes: MlpSizes, variables: readonly VariableDeclaration[]): Phase {
  const shape = [sizes.batch, sizes.latent];
  const program = trace({ latents: shape, ...shapesOf(variables) }, (t, tools) => {
    const next: Record<string, Tensor> = {};
    const fakes = generate(tools, sizes, t, tensor(t, "latents"), next);
    const scores = discriminate(tools, sizes, t, fakes);
    const loss = tools.tf.mean(tools.tf.square(tools.tf.sub(scores, 1)));
    return {
      "loss/generator": loss,
      ...next,
      ...gradients(tools, loss, t, variables, "generator"),
    };
  });
  return {
    name: "generator",
    program,
    inputs: [{ name: "latents", shape, source: { kind: "latents" } }],
    updates: ["generator"],
    repeat: 1,
  };
}

/** Adam with the slots flushed as in docs/engine.md. */
export function adam(
  { learningRate, beta1, beta2 }: Readonly<Record<"learningRate" | "beta1" | "beta2", number>> = {
    learningRate: 2e-4,
    beta1: 0.5,
    beta2: 0.999,
  },
): OptimizerProgram {
  const vector = [4];
  const program = trace(
    {
      parameter: vector,
      gradient: vector,
      "slot/m": vector,
      "slot/v": vector,
      "scalar/rate": [],
      "scalar/keep1": [],
      "scalar/take1": [],
      "scalar/keep2": [],
      "scalar/take2": [],
    },
    (t, { tf }) => {
      const flush = (x: Tensor, below: number): Tensor =>
        tf.where(tf.greater(tf.abs(x), below), x, tf.zerosLike(x));
      const moved = (slot: Tensor, keep: Tensor, x: Tensor, take: Tensor): Tensor =>
        tf.add(tf.mul(slot, keep), tf.mul(x, take));
      const m = flush(moved(t["slot/m"], t["scalar/keep1"], t.gradient, t["scalar/take1"]), 1e-30);
      const squared = tf.square(t.gradient);
      const v = flush(moved(t["slot/v"], t["scalar/keep2"], squared, t["scalar/take2"]), 1e-36);
      const change = tf.div(tf.mul(m, t["scalar/rate"]), tf.add(tf.sqrt(v), 1e-7));
      return { parameter: tf.sub(t.parameter, change), "slot/m": m, "slot/v": v };
    },
  );
  return {
    program,
    slots: [
      { name: "m", initial: 0 },
      { name: "v", initial: 0 },
    ],
    createClock: () => {
      let [power1, power2] = [1, 1];
      return {
        next: () => {
          power1 *= beta1;
          power2 *= beta2;
          return {
            rate: (learningRate * Math.sqrt(1 - power2)) / (1 - power1),
            keep1: beta1,
            take1: 1 - beta1,
            keep2: beta2,
            take2: 1 - beta2,
          };
        },
        save: () => ({ power1, power2 }),
        restore: (state) => {
          power1 = state["power1"] ?? NaN;
          power2 = state["power2"] ?? NaN;
        },
      };
    },
  };
}

/** First values by the declarations' initializers (normal, zeros and ones only). */
export function firstValues({ variables }: StepPlan, runSeed = 1): Map<string, Float32Array> {
  return new Map(
    variables.map(({ name, shape, initializer }) => {
      const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
      const stream = createStream(seed(runSeed), name);
      if (initializer.kind === "ones") values.fill(1);
      if (initializer.kind === "normal")
        values.forEach((_, i) => (values[i] = stream.normal() * initializer.standardDeviation));
      return [name, values];
    }),
  );
}
