export interface HalfTensor {
  shape: readonly number[];
  /** IEEE half-precision numbers, little-endian, as they are in the file. */
  halves: Uint16Array;
}

/**
 * Reads the half-precision tensors of a safetensors file, by name; tensors of other types are left out.
 * @throws Error when the file is not what its header says.
 */
export function readSafetensors(file: Uint8Array): Map<string, HalfTensor> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  const header = JSON.parse(Buffer.from(file.subarray(8, 8 + headerLength)).toString()) as Record<string, TensorHeader>;
  const data = file.subarray(8 + headerLength);
  const tensors = new Map<string, HalfTensor>();
  for (const [name, { dtype, shape, data_offsets: range }] of Object.entries(header)) {
    if (dtype !== 'F16' || !shape || !range) continue;
    // A copy, because half floats need an even address.
    const bytes = new Uint8Array(data.subarray(range[0], range[1]));
    const size = shape.reduce((product, length) => product * length, 1);
    if (bytes.length !== size * 2) throw new Error(`The weights file is damaged at ${name}.`);
    tensors.set(name, { shape, halves: new Uint16Array(bytes.buffer) });
  }
  return tensors;
}

interface TensorHeader {
  dtype?: string;
  shape?: number[];
  data_offsets?: [number, number];
}

const floats = new Float32Array(65_536).map((_, half) => floatOf(half));

/** The same numbers in single precision. */
export const toFloats = (halves: Uint16Array): Float32Array => Float32Array.from(halves, (half) => floats[half]!);

function floatOf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
