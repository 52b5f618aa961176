import { OnnxGraph } from './onnx-graph.ts';
import { type QuantizedMatrix, quantizeTransposed } from './quantize.ts';
import { readSafetensors, toFloats } from './safetensors.ts';

const LAYERS = 6;
const HEADS = 12;
const HIDDEN = 384;
const INNER = 1536;
const EPSILON = { name: 'epsilon', float: 1e-12 };

/**
 * all-MiniLM-L6-v2 as an ONNX file with weights in eight bits.
 * Inputs: `tokens` and `positions` [batch, length], `lengths` [batch], all int32. Output: `states` [batch, length, 384].
 */
export function minilmOnnx(safetensors: Uint8Array): Uint8Array {
  return new MiniLmBuilder(safetensors).build();
}

class MiniLmBuilder {
  readonly #graph = new OnnxGraph();
  readonly #tensors;

  constructor(safetensors: Uint8Array) {
    this.#tensors = readSafetensors(safetensors);
  }

  build(): Uint8Array {
    const graph = this.#graph;
    const lengths = graph.input('lengths', ['batch']);
    let states = this.#embeddings(
      graph.input('tokens', ['batch', 'length']),
      graph.input('positions', ['batch', 'length']),
    );
    for (let layer = 0; layer < LAYERS; layer++) {
      const output = layer === LAYERS - 1 ? 'states' : undefined;
      states = this.#feedForward(layer, this.#attention(layer, states, lengths), output);
    }
    graph.output('states', ['batch', 'length', HIDDEN]);
    return graph.encode();
  }

  #embeddings(tokens: string, positions: string): string {
    const graph = this.#graph;
    const words = this.#tensor('embeddings.word_embeddings.weight');
    const types = this.#floats('embeddings.token_type_embeddings.weight');
    // There is one segment only: its embedding is part of every position's.
    const places = this.#floats('embeddings.position_embeddings.weight').map(
      (value, index) => value + types[index % HIDDEN]!,
    );
    const word = graph.node('Gather', [graph.halves(words.halves, words.shape), tokens]);
    const place = graph.node('Gather', [graph.floats(places, [places.length / HIDDEN, HIDDEN]), positions]);
    return this.#normalize(
      graph.node('Cast', [word], { attributes: [{ name: 'to', integer: 1 }] }),
      place,
      'embeddings',
    );
  }

  #attention(layer: number, states: string, lengths: string): string {
    const graph = this.#graph;
    const path = `encoder.layer.${layer}.attention`;
    const parts = ['query', 'key', 'value'].map((part) => `${path}.self.${part}`);
    const { weights, scales } = graph.matrix(sideBySide(parts.map((part) => this.#matrix(part, HIDDEN, HIDDEN))));
    const biases = parts.flatMap((part) => [...this.#floats(`${part}.bias`)]);
    const [values, scale, zero] = graph.nodes('DynamicQuantizeLinear', [states], {
      outputs: [`values${layer}`, `scale${layer}`, `zero${layer}`],
    });
    const attention = graph.node(
      'QAttention',
      [values!, weights, graph.floats(Float32Array.from(biases)), scale!, scales, lengths, zero!],
      { attributes: [{ name: 'num_heads', integer: HEADS }], isFused: true },
    );
    return this.#normalize(this.#linear(`${path}.output.dense`, attention, HIDDEN, HIDDEN), states, `${path}.output`);
  }

  #feedForward(layer: number, states: string, output: string | undefined): string {
    const path = `encoder.layer.${layer}`;
    const inner = this.#linear(`${path}.intermediate.dense`, states, INNER, HIDDEN);
    const active = this.#graph.node('Gelu', [inner], { isFused: true });
    return this.#normalize(
      this.#linear(`${path}.output.dense`, active, HIDDEN, INNER),
      states,
      `${path}.output`,
      output,
    );
  }

  #linear(path: string, input: string, outputs: number, inputs: number): string {
    const { weights, scales } = this.#graph.matrix(this.#matrix(path, outputs, inputs));
    const bias = this.#graph.floats(this.#floats(`${path}.bias`));
    return this.#graph.node('DynamicQuantizeMatMul', [input, weights, scales, '', bias], { isFused: true });
  }

  /** Layer normalisation of a sum. */
  #normalize(left: string, right: string, path: string, output?: string): string {
    const gamma = this.#graph.floats(this.#floats(`${path}.LayerNorm.weight`));
    const beta = this.#graph.floats(this.#floats(`${path}.LayerNorm.bias`));
    const options = { attributes: [EPSILON], isFused: true, ...(output ? { output } : {}) };
    return this.#graph.node('SkipLayerNormalization', [left, right, gamma, beta], options);
  }

  #matrix(path: string, outputs: number, inputs: number): QuantizedMatrix {
    return quantizeTransposed(this.#floats(`${path}.weight`), outputs, inputs);
  }

  #floats(name: string): Float32Array {
    return toFloats(this.#tensor(name).halves);
  }

  #tensor(name: string) {
    const tensor = this.#tensors.get(name);
    if (!tensor) throw new Error(`The weights file has no tensor ${name}.`);
    return tensor;
  }
}

/** Matrices with as many rows each, joined into a wider one. */
function sideBySide(matrices: readonly QuantizedMatrix[]): QuantizedMatrix {
  const rows = matrices[0]!.rows;
  const columns = matrices.reduce((sum, matrix) => sum + matrix.columns, 0);
  const values = new Int8Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    let start = row * columns;
    for (const matrix of matrices) {
      values.set(matrix.values.subarray(row * matrix.columns, (row + 1) * matrix.columns), start);
      start += matrix.columns;
    }
  }
  return { rows, columns, values, scales: Float32Array.from(matrices.flatMap((matrix) => [...matrix.scales])) };
}
