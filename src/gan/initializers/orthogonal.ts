/**
 * Random matrices with orthonormal columns (or rows, where there are fewer), uniformly distributed: the Q of a normal
 * random matrix's QR decomposition whose R has a positive diagonal.
 *
 * Source: Saxe, McClelland, Ganguli, arXiv:1312.6120; Mezzadri, arXiv:math-ph/0609050 for the signs; Golub and Van Loan,
 * "Matrix computations", 4th edition, 5.2.2 for the reflections.
 */
import type { RandomStream } from "../../shared/random.ts";

/** Row-major [rows, columns]. */
export function orthogonalMatrix(
  stream: RandomStream,
  rows: number,
  columns: number,
): Float64Array {
  const tall = Math.max(rows, columns);
  const narrow = Math.min(rows, columns);
  const q = orthonormalColumns(normalColumns(stream, tall, narrow));
  const out = new Float64Array(rows * columns);
  q.forEach((column, j) => {
    column.forEach((value, i) => {
      out[rows >= columns ? i * columns + j : j * columns + i] = value;
    });
  });
  return out;
}

function normalColumns(stream: RandomStream, length: number, count: number): Float64Array[] {
  return Array.from({ length: count }, () => Float64Array.from({ length }, () => stream.normal()));
}

/** Q of the QR decomposition by Householder reflections, of the sign that makes R's diagonal positive. */
function orthonormalColumns(columns: Float64Array[]): Float64Array[] {
  const length = columns[0]?.length ?? 0;
  const reflectors: Float64Array[] = [];
  const signs: number[] = [];
  for (const [j, column] of columns.entries()) {
    const reflector = column.slice();
    reflector.fill(0, 0, j);
    const head = reflector[j] ?? 0;
    const norm = Math.sqrt(dot(reflector, reflector, j));
    // Away from the axis it reflects onto: R's diagonal element is −sign(head)·norm.
    reflector[j] = head + (head < 0 ? -norm : norm);
    signs.push(head < 0 ? 1 : -1);
    for (const other of columns.slice(j + 1)) reflect(other, reflector, j);
    reflectors.push(reflector);
  }
  return columns.map((_, j) => {
    const unit = new Float64Array(length);
    unit[j] = signs[j] ?? 1;
    for (let k = reflectors.length - 1; k >= 0; k--) reflect(unit, reflectors[k] ?? unit, k);
    return unit;
  });
}

/** x ← x − 2·v·(v·x)/(v·v); v is zero before index `from`. */
function reflect(x: Float64Array, v: Float64Array, from: number): void {
  const square = dot(v, v, from);
  if (square === 0) return;
  const factor = (2 * dot(v, x, from)) / square;
  for (let i = from; i < x.length; i++) x[i] = (x[i] ?? 0) - factor * (v[i] ?? 0);
}

function dot(a: Float64Array, b: Float64Array, from: number): number {
  let sum = 0;
  for (let i = from; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
