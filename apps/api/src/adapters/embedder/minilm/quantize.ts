export interface QuantizedMatrix {
  rows: number;
  columns: number;
  /** Row by row. */
  values: Int8Array;
  /** One per column: weight = value × scale. */
  scales: Float32Array;
}

/**
 * The transpose of a matrix in eight bits, with a scale per column.
 * @param weights `outputs` rows of `inputs` numbers, as a trained linear layer keeps them.
 */
export function quantizeTransposed(weights: Float32Array, outputs: number, inputs: number): QuantizedMatrix {
  const values = new Int8Array(weights.length);
  const scales = new Float32Array(outputs);
  for (let column = 0; column < outputs; column++) {
    const row = weights.subarray(column * inputs, (column + 1) * inputs);
    const scale = row.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 1e-12) / 127;
    scales[column] = scale;
    for (let index = 0; index < inputs; index++) values[index * outputs + column] = Math.round(row[index]! / scale);
  }
  return { rows: inputs, columns: outputs, values, scales };
}
