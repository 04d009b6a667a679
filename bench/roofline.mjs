/** What the machine can do, measured, and what a step needs: the two sides of a roofline. One thread. */

/** GFLOP/s of ONNX Runtime's largest products, and GB/s of copying arrays that no cache holds. The best of many. */
export async function measureMachine({ bindProgram, trace }) {
  const size = 1024;
  const shape = [size, size];
  const program = trace({ a: shape, b: shape }, ({ a, b }, { tf }) => ({ c: tf.matMul(a, b) }));
  const arrays = Array.from({ length: 3 }, () => new Float32Array(size * size).fill(0.5));
  const binding = { input: (name) => arrays[name === "a" ? 0 : 1], output: () => arrays[2] };
  const bound = await bindProgram(program, binding, 1);
  const product = await fastest(15, () => bound.run());
  await bound.dispose();

  const [from, to] = [new Float32Array(1 << 26).fill(1), new Float32Array(1 << 26)];
  const copy = await fastest(8, () => to.set(from));
  return {
    gigaflops: (2 * size ** 3) / product / 1e9,
    gigabytes: (2 * from.byteLength) / copy / 1e9,
  };
}

/** Multiplications and additions in the products and convolutions of one step. */
export function countFlops({ phases }) {
  let total = 0;
  for (const { program, repeat } of phases)
    for (const operation of program.operations)
      total += repeat * flopsOf(operation, (value) => program.types[value].shape);
  return total;
}

function flopsOf({ kind, inputs, attributes, output }, shapeOf) {
  const sizeOf = (value) => shapeOf(value).reduce((product, side) => product * side, 1);
  if (kind === "matmul") {
    const inner = shapeOf(inputs[0]).at(attributes.transposeA ? -2 : -1);
    return 2 * sizeOf(output) * inner;
  }
  // Each number of the convolution's output (or its gradient) meets one filter's worth of numbers.
  const perFilter = (filter) => sizeOf(filter) / shapeOf(filter).at(-1);
  if (kind === "conv2d") return 2 * sizeOf(output) * perFilter(inputs[1]);
  if (kind === "conv2d-input-gradient") return 2 * sizeOf(inputs[0]) * perFilter(inputs[1]);
  if (kind === "conv2d-filter-gradient") return 2 * sizeOf(inputs[1]) * perFilter(output);
  return 0;
}

/** Seconds of the fastest of `count` calls. */
async function fastest(count, call) {
  let best = Infinity;
  for (let i = 0; i < count; i++) {
    const began = performance.now();
    await call();
    best = Math.min(best, performance.now() - began);
  }
  return best / 1000;
}
