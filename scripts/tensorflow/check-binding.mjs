/** Loads the binding named as argument, multiplies two matrices, prints TensorFlow's version; fails where the product is wrong. */
import { createRequire } from "node:module";

const binding = createRequire(import.meta.url)(process.argv[2]);
const matrix = (shape, values) =>
  binding.createTensor(shape, binding.TF_FLOAT, Float32Array.from(values));
const attributes = [
  { name: "T", type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT },
  { name: "transpose_a", type: binding.TF_ATTR_BOOL, value: false },
  { name: "transpose_b", type: binding.TF_ATTR_BOOL, value: false },
];
const operands = [matrix([2, 2], [1, 2, 3, 4]), matrix([2, 1], [5, 6])];
const [{ id }] = binding.executeOp("MatMul", attributes, operands, 1);
const product = [...binding.tensorDataSync(id)];
// 1·5 + 2·6, 3·5 + 4·6
if (product.join() !== "17,39") throw new Error(`Expected 17, 39, got ${product.join()}`);
process.stdout.write(binding.TF_Version);
