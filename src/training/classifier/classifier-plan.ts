/**
 * One training step of a classifier as a step plan, so that every executor can take it: the classifier stands where G does,
 * and there is no discriminator. Importing this file loads tfjs-core.
 *
 *     loss = mean over the batch of ( ln Σ_j exp z_j − z_y ),   z = logits, y = the class    (softmax cross-entropy)
 */
import type { LayerSpec, OptimizerSpec } from "../../config/spec.ts";
import { dropUnreadInputs, traceGenerator } from "../../gan/forward-programs.ts";
import { buildNetwork, networkVariables } from "../../gan/network.ts";
import { applyNetwork, passInputs, readInput } from "../../gan/pass.ts";
import type { Pass } from "../../gan/pass.ts";
import type { Phase, StepInput, StepPlan } from "../../gan/step-plan.ts";
import { traceOptimizer } from "../../gan/trace-optimizer.ts";
import { optimise } from "../../program/optimise.ts";
import type { Tensor } from "../../program/tensor-library.ts";
import { trace } from "../../program/trace.ts";
import type { TraceTools } from "../../program/trace.ts";

/** Its variables are named `${CLASSIFIER}/<layer>/<variable>`. */
export const CLASSIFIER = "generator";

/** Images that `session.sample` gives the logits of at a time. */
const FORWARD_BATCH = 250;

export interface ClassifierTraining {
  readonly layers: readonly LayerSpec[];
  readonly inputShape: readonly number[];
  readonly classes: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerSpec;
}

/** `session.sample(images)` gives logits, [n, classes]. */
export function buildClassifierPlan(training: ClassifierTraining): StepPlan {
  const { layers, inputShape, optimizer } = training;
  const network = buildNetwork(CLASSIFIER, { layers }, inputShape);
  const variables = networkVariables(network);
  const traced = traceOptimizer(optimizer);
  return {
    variables,
    phases: [tracePhase(training, { network, variables })],
    optimizers: { generator: traced, discriminator: traced },
    sharedClock: false,
    sampler: traceGenerator(network, { isAveraged: false, batchSize: FORWARD_BATCH }),
  };
}

function tracePhase(
  { inputShape, classes, batchSize }: ClassifierTraining,
  { network, variables }: Pick<Pass, "network"> & Pick<StepPlan, "variables">,
): Phase {
  const pass: Pass = { network, label: "fit", mode: "training", batchSize, movesStatistics: true };
  const inputs: readonly StepInput[] = [
    { name: "images", shape: [batchSize, ...inputShape], source: { kind: "real" } },
    { name: "classes", shape: [batchSize, classes], source: { kind: "labels", of: "real" } },
    ...passInputs(pass),
  ];
  const declared = [...variables, ...inputs].map(({ name, shape }) => [name, shape] as const);
  const program = trace(Object.fromEntries(declared), (tensors, tools) => {
    const { tf } = tools;
    const logits = applyNetwork(pass, readInput(tensors, "images"), {
      tf,
      inputs: tensors,
      moved: new Map(),
    });
    const loss = crossEntropy(tools, logits, readInput(tensors, "classes"));
    const weights = variables.map(({ name }) => readInput(tensors, name));
    const gradients = tools.gradient(loss, weights);
    return {
      "loss/generator": loss,
      ...Object.fromEntries(
        variables.map(({ name }, i) => [`gradient/${name}`, gradients[i] ?? loss] as const),
      ),
    };
  });
  const optimised = dropUnreadInputs(optimise(program));
  return { name: "generator", program: optimised, inputs, updates: ["generator"], repeat: 1 };
}

/** logits and one-hot classes are [batch, classes]. The largest logit is taken off first: no power overflows. */
export function crossEntropy(
  { tf, stopGradient }: Pick<TraceTools, "tf" | "stopGradient">,
  logits: Tensor,
  classes: Tensor,
): Tensor {
  const shifted = tf.sub(logits, stopGradient(tf.max(logits, 1, true)));
  const ofAll = tf.log(tf.sum(tf.exp(shifted), 1));
  const ofClass = tf.sum(tf.mul(shifted, classes), 1);
  return tf.mean(tf.sub(ofAll, ofClass));
}
