/**
 * The model's step in tfjs-node, eagerly: layers as plain tensor operations, tf.variableGrads and tf.train.adam. The package
 * is loaded from the folder that LSGAN_BENCH_TFJS names, where `npm install @tensorflow/tfjs-node` has been run.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { createInterface } from "node:readline";
import util from "node:util";

// tfjs-node 4.22 asks for functions that Node 23 took out of `util`.
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
const tf = createRequire(join(process.env.LSGAN_BENCH_TFJS, "package.json"))(
  "@tensorflow/tfjs-node",
);
const MODEL = JSON.parse(process.env.LSGAN_BENCH_MODEL);
const WARM_UP = Number(process.env.LSGAN_BENCH_WARM_UP ?? 30);

const tensors = (layers, shape) => {
  let current = shape;
  return layers.map((layer) => {
    const made = create(layer, current);
    current = made.shape;
    return made;
  });
};

/** A layer's variables, moving statistics and output shape (without the batch). */
function create(layer, shape) {
  const weight = (...size) => tf.variable(tf.randomNormal(size, 0, 0.05));
  const vector = (length, value = 0) => tf.variable(tf.fill([length], value));
  const fixed = (length, value) => tf.variable(tf.fill([length], value), false);
  const { kind, kernel, filters, stride, units } = layer;
  const channels = shape.at(-1);
  switch (kind) {
    case "dense":
      return { layer, shape: [units], trained: [weight(channels, units), vector(units)] };
    case "conv2d": {
      const side = Math.ceil(shape[0] / stride);
      const trained = [weight(kernel, kernel, channels, filters), vector(filters)];
      return { layer, shape: [side, side, filters], trained };
    }
    case "conv2d-transpose": {
      const side = layer.outputSize ?? shape[0] * stride;
      const trained = [weight(kernel, kernel, filters, channels), vector(filters)];
      return { layer, shape: [side, side, filters], trained };
    }
    case "batch-normalization": {
      const moving = [fixed(channels, 0), fixed(channels, 1)];
      return { layer, shape, trained: [vector(channels, 1), vector(channels)], moving };
    }
    case "reshape":
      return { layer, shape: layer.shape, trained: [] };
    case "flatten":
      return { layer, shape: [shape.reduce((product, size) => product * size, 1)], trained: [] };
    default:
      return { layer, shape, trained: [] };
  }
}

function apply(network, x, isTraining) {
  let y = x;
  for (const { layer, shape, trained, moving } of network) {
    const [first, second] = trained;
    const { kind, stride } = layer;
    if (kind === "dense") y = tf.add(tf.matMul(y, first), second);
    else if (kind === "conv2d") y = tf.add(tf.conv2d(y, first, stride, "same"), second);
    else if (kind === "conv2d-transpose")
      y = tf.add(tf.conv2dTranspose(y, first, [y.shape[0], ...shape], stride, "same"), second);
    else if (kind === "batch-normalization")
      y = normalized(y, { layer, trained, moving }, isTraining);
    else if (kind === "reshape" || kind === "flatten") y = tf.reshape(y, [y.shape[0], ...shape]);
    else if (kind === "leaky-relu") y = tf.leakyRelu(y, layer.slope);
    else if (kind === "relu") y = tf.relu(y);
    else y = tf.tanh(y);
  }
  return y;
}

function normalized(x, { layer, trained: [scale, shift], moving }, isTraining) {
  const [oldMean, oldVariance] = moving;
  if (!isTraining) return tf.batchNorm(x, oldMean, oldVariance, shift, scale, layer.epsilon);
  const axes = x.shape.slice(0, -1).map((_, axis) => axis);
  const { mean, variance } = tf.moments(x, axes);
  const keep = layer.momentum;
  oldMean.assign(tf.add(tf.mul(oldMean, keep), tf.mul(mean, 1 - keep)));
  oldVariance.assign(tf.add(tf.mul(oldVariance, keep), tf.mul(variance, 1 - keep)));
  return tf.batchNorm(x, mean, variance, shift, scale, layer.epsilon);
}

const G = tensors(MODEL.generator, [MODEL.latent]);
const D = tensors(MODEL.discriminator, MODEL.sample);
const variablesOf = (network) => network.flatMap(({ trained }) => trained);
const adam = () => tf.train.adam(2e-4, 0.5, 0.999, 1e-7);
const [adamG, adamD] = [adam(), adam()];
const half = MODEL.discriminatorBatch;
const real = tf.tanh(tf.randomNormal([half, ...MODEL.sample]));
const targets = tf.concat([tf.zeros([half, 1]), tf.ones([half, 1])]);
const generate = (count, isTraining) =>
  apply(G, tf.randomNormal([count, MODEL.latent]), isTraining);
const judge = (samples) => apply(D, samples, true);

function lossOfD(fakes) {
  if (MODEL.joint) return tf.mean(tf.square(tf.sub(judge(tf.concat([fakes, real])), targets)));
  const onFakes = tf.mean(tf.square(judge(fakes)));
  return tf.div(tf.add(onFakes, tf.mean(tf.square(tf.sub(judge(real), 1)))), 2);
}

function step() {
  tf.tidy(() => {
    const fakes = generate(half, MODEL.fakesInTraining);
    const d = tf.variableGrads(() => lossOfD(fakes), variablesOf(D));
    adamD.applyGradients(d.grads);
    const lossOfG = () => tf.mean(tf.square(tf.sub(judge(generate(MODEL.batch, true)), 1)));
    const g = tf.variableGrads(lossOfG, variablesOf(G));
    adamG.applyGradients(g.grads);
    d.value.dataSync();
    g.value.dataSync();
  });
}

for (let i = 0; i < WARM_UP; i++) step();
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const began = performance.now();
  for (let i = 0; i < Number(line); i++) step();
  console.log((performance.now() - began) / 1000);
}
