import { ProtobufMessage } from './protobuf.ts';
import type { QuantizedMatrix } from './quantize.ts';

/** ONNX's numbers for the types of tensors. */
const FLOAT = 1;
const INT8 = 3;
const INT32 = 6;
const HALF = 10;

/** Operators of ONNX Runtime's own, which fuse what BERT does in many steps. */
const MICROSOFT = 'com.microsoft';

type Attribute = { name: string; integer: number } | { name: string; float: number };

/** An ONNX model in the making. Methods that add something give the name to refer to it by. */
export class OnnxGraph {
  readonly #graph = new ProtobufMessage();
  #count = 0;

  input(name: string, shape: readonly string[]): string {
    this.#graph.message(11, valueInfo(name, INT32, shape));
    return name;
  }

  output(name: string, shape: readonly (string | number)[]): void {
    this.#graph.message(12, valueInfo(name, FLOAT, shape));
  }

  floats(values: Float32Array, shape: readonly number[] = [values.length]): string {
    return this.#constant(FLOAT, shape, bytesOf(values));
  }

  halves(values: Uint16Array, shape: readonly number[]): string {
    return this.#constant(HALF, shape, bytesOf(values));
  }

  int8(values: Int8Array, shape: readonly number[]): string {
    return this.#constant(INT8, shape, bytesOf(values));
  }

  matrix({ values, rows, columns, scales }: QuantizedMatrix): { weights: string; scales: string } {
    return { weights: this.int8(values, [rows, columns]), scales: this.floats(scales) };
  }

  /** An operator with one output. An empty name leaves an input out. */
  node(type: string, inputs: readonly string[], options: NodeOptions = {}): string {
    return this.nodes(type, inputs, { ...options, outputs: [options.output ?? this.#newName(type)] })[0]!;
  }

  /** An operator with several outputs. */
  nodes(
    type: string,
    inputs: readonly string[],
    options: NodeOptions & { outputs: readonly string[] },
  ): readonly string[] {
    const node = new ProtobufMessage();
    for (const input of inputs) node.text(1, input);
    for (const output of options.outputs) node.text(2, output);
    node.text(4, type);
    for (const attribute of options.attributes ?? []) node.message(5, attributeMessage(attribute));
    if (options.isFused) node.text(7, MICROSOFT);
    this.#graph.message(1, node);
    return options.outputs;
  }

  /** The file. */
  encode(): Uint8Array {
    this.#graph.text(2, 'parley');
    return new ProtobufMessage()
      .integer(1, 8)
      .message(7, this.#graph)
      .message(8, new ProtobufMessage().text(1, '').integer(2, 17))
      .message(8, new ProtobufMessage().text(1, MICROSOFT).integer(2, 1))
      .encode();
  }

  #constant(type: number, shape: readonly number[], bytes: Uint8Array): string {
    const name = this.#newName('constant');
    const tensor = new ProtobufMessage();
    for (const length of shape) tensor.integer(1, length);
    this.#graph.message(5, tensor.integer(2, type).text(8, name).bytes(9, bytes));
    return name;
  }

  #newName(kind: string): string {
    this.#count += 1;
    return `${kind}${this.#count}`;
  }
}

interface NodeOptions {
  output?: string;
  attributes?: readonly Attribute[];
  /** True for ONNX Runtime's own operators. */
  isFused?: boolean;
}

function attributeMessage(attribute: Attribute): ProtobufMessage {
  const message = new ProtobufMessage().text(1, attribute.name);
  return 'integer' in attribute
    ? message.integer(3, attribute.integer).integer(20, 2)
    : message.float(2, attribute.float).integer(20, 1);
}

function valueInfo(name: string, type: number, shape: readonly (string | number)[]): ProtobufMessage {
  const dimensions = new ProtobufMessage();
  for (const length of shape) {
    const dimension = new ProtobufMessage();
    dimensions.message(1, typeof length === 'number' ? dimension.integer(1, length) : dimension.text(2, length));
  }
  const tensor = new ProtobufMessage().integer(1, type).message(2, dimensions);
  return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensor));
}

const bytesOf = (values: Float32Array | Uint16Array | Int8Array): Uint8Array =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
