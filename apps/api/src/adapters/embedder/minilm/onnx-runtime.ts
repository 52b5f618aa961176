/** As much of ONNX Runtime as is used; the package's own types belong to another one that is not always installed. */
export interface OnnxRuntime {
  InferenceSession: {
    create(path: string, options: { intraOpNumThreads: number; logSeverityLevel: number }): Promise<OnnxSession>;
  };
  Tensor: new (type: 'int32', values: Int32Array, size: readonly number[]) => OnnxTensor;
}

export interface OnnxSession {
  run(inputs: Record<string, OnnxTensor>): Promise<Record<string, OnnxTensor>>;
}

export interface OnnxTensor {
  data: unknown;
}

/** @throws Error when it is not installed (it is optional) or does not load on this machine. */
export async function loadOnnxRuntime(): Promise<OnnxRuntime> {
  // A name the compiler does not follow.
  const name: string = 'onnxruntime-node';
  const { default: runtime } = (await import(name)) as { default: OnnxRuntime };
  return runtime;
}
