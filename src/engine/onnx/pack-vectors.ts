/**
 * Every array that is bound to a run costs more than many an operation, and a network has more vectors than matrices. So
 * vectors that lie beside each other are bound as one array, which the model splits, or joins, by itself.
 */
import {
  encodeFragment,
  encodeNode,
  encodeTensor,
  encodeValueInfo,
} from "../../program/onnx/protobuf.ts";
import { ONNX_TYPES } from "../../program/onnx/protobuf.ts";

export interface BoundArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export interface Packed {
  /** Packs, and what is in none. */
  readonly arrays: readonly BoundArray[];
  /** Names of the vectors that are in packs. */
  readonly hidden: ReadonlySet<string>;
  /** What a model needs in addition, as the beginning of a ModelProto for inputs or its end for outputs. */
  readonly fragment: Uint8Array;
}

/** `direction` says whether the arrays are a model's inputs or its outputs. */
export function packVectors(
  arrays: readonly BoundArray[],
  direction: "inputs" | "outputs",
): Packed {
  const packs = findRows(arrays).map((row, index) => createPack(row, `#${direction}/${index}`));
  const hidden = new Set(packs.flatMap(({ vectors }) => vectors));
  const fragments = packs.map((pack) => fragmentOf(pack, direction));
  return {
    arrays: [...packs.map(({ array }) => array), ...arrays.filter(({ name }) => !hidden.has(name))],
    hidden,
    fragment: Buffer.concat(fragments),
  };
}

/** Fewer than this are not worth the operation that splits or joins them. */
const SMALLEST_PACK = 3;
/** Vectors beside each other have less between them: what fills up a cache line, and belongs to nobody. */
const LARGEST_GAP = 64;

function findRows(arrays: readonly BoundArray[]): BoundArray[][] {
  const rows: BoundArray[][] = [];
  const vectors = arrays.filter(({ shape }) => shape.length === 1 || isColumn(shape));
  for (const vector of vectors.toSorted((a, b) => a.data.byteOffset - b.data.byteOffset)) {
    const last = rows.at(-1)?.at(-1);
    const isBeside =
      last?.data.buffer === vector.data.buffer &&
      last.shape.length === vector.shape.length &&
      isGap(vector.data.byteOffset - endOf(last));
    if (isBeside) rows.at(-1)?.push(vector);
    else rows.push([vector]);
  }
  return rows.filter(({ length }) => length >= SMALLEST_PACK);
}

const isColumn = ({ length, 1: width }: readonly number[]): boolean => length === 2 && width === 1;

const isGap = (bytes: number): boolean => bytes >= 0 && bytes < LARGEST_GAP;

const endOf = ({ data }: BoundArray): number => data.byteOffset + data.byteLength;

interface Pack {
  readonly array: BoundArray;
  readonly vectors: readonly string[];
  /** Vectors and the gaps between them, in order; gaps have names of their own. */
  readonly parts: readonly {
    readonly name: string;
    readonly length: number;
    readonly isGap: boolean;
  }[];
}

function createPack(row: readonly BoundArray[], name: string): Pack {
  const [first] = row;
  if (first === undefined) throw new Error("Expected at least one vector");
  const parts: Pack["parts"][number][] = [];
  let end = first.data.byteOffset;
  for (const vector of row) {
    const gap = (vector.data.byteOffset - end) / 4;
    if (gap > 0) parts.push({ name: `${name}/gap${parts.length}`, length: gap, isGap: true });
    parts.push({ name: vector.name, length: vector.data.length, isGap: false });
    end = endOf(vector);
  }
  const data = new Float32Array(
    first.data.buffer,
    first.data.byteOffset,
    (end - first.data.byteOffset) / 4,
  );
  const vectors = row.map((vector) => vector.name);
  const shape = first.shape.with(0, data.length);
  return { array: { name, shape, data }, vectors, parts };
}

function fragmentOf(
  { array: { name, shape }, parts }: Pack,
  direction: "inputs" | "outputs",
): Uint8Array {
  const info = [encodeValueInfo(name, shape, ONNX_TYPES.float32)];
  const names = parts.map((part) => part.name);
  if (direction === "inputs") {
    const lengths = BigInt64Array.from(parts, ({ length }) => BigInt(length));
    const sizes = `${name}/sizes`;
    return encodeFragment({
      nodes: [encodeNode("Split", [name, sizes], names, { axis: { int: 0 } })],
      initializers: [
        encodeTensor(sizes, [lengths.length], ONNX_TYPES.int64, new Uint8Array(lengths.buffer)),
      ],
      inputs: info,
      outputs: [],
    });
  }
  return encodeFragment({
    nodes: [encodeNode("Concat", names, [name], { axis: { int: 0 } })],
    initializers: parts
      .filter((part) => part.isGap)
      .map((gap) =>
        encodeTensor(
          gap.name,
          shape.with(0, gap.length),
          ONNX_TYPES.float32,
          new Uint8Array(4 * gap.length),
        ),
      ),
    inputs: [],
    outputs: info,
  });
}
