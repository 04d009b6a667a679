/** The start of an NPY file of bytes, as numpy.save writes it. */
export function npyHeader(shape: readonly number[], version: 1 | 2 = 1): Uint8Array {
  const text = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`;
  const header = Buffer.from(`${text.padEnd(117)}\n`, "latin1");
  const length = version === 1 ? [header.length, 0] : [header.length, 0, 0, 0];
  return Uint8Array.from([0x93, ...Buffer.from("NUMPY"), version, 0, ...length, ...header]);
}
