/**
 * Adam's update kernel (β1 = 0.9) on units that get gradients and on units that get none any more, interleaved over 5,000
 * updates: the slots of dead units shrink, and must not become denormal numbers, on which processors are slow.
 */
import { SEED_MLP } from "./specs.mjs";
import { loadLibrary } from "./load.mjs";

const UPDATES = 5000;
const LENGTH = 65536;

const lab = await loadLibrary();
const adam = { ...SEED_MLP.spec.optimizer.generator, beta1: 0.9 };
const spec = {
  ...SEED_MLP.spec,
  optimizer: { generator: adam, discriminator: adam, shared: false },
};
const optimizer = lab.buildStepPlan(spec, SEED_MLP.sampleShape).optimizers.generator;

function createUnits() {
  const memory = new WebAssembly.Memory({ initial: 17, maximum: 17 });
  const arrays = Array.from(
    { length: 2 + optimizer.slots.length },
    (_, index) => new Float32Array(memory.buffer, index * LENGTH * 4, LENGTH),
  );
  for (let i = 0; i < LENGTH; i++) arrays[1][i] = ((i % 200) - 100) * 1e-4;
  return {
    arrays,
    kernel: lab.createUpdateKernel(optimizer, memory),
    clock: optimizer.createClock(),
  };
}

const [live, dead] = [createUnits(), createUnits()];
const times = new Map([
  [live, []],
  [dead, []],
]);
for (let update = 0; update < UPDATES; update++) {
  if (update === 1) dead.arrays[1].fill(0);
  for (const [{ kernel, arrays, clock }, list] of times) {
    const began = performance.now();
    kernel.update(arrays, clock.next());
    if (update >= UPDATES - 1000) list.push(performance.now() - began);
  }
}
const median = (list) => list.toSorted((a, b) => a - b)[list.length >> 1];
const [liveMs, deadMs] = [median(times.get(live)), median(times.get(dead))];
console.log(
  `last 1,000 of ${UPDATES} updates of ${LENGTH} weights: live ${liveMs.toFixed(4)} ms, ` +
    `dead ${deadMs.toFixed(4)} ms, ratio ${(deadMs / liveMs).toFixed(2)}`,
);
