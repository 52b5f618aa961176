/** What the client is told to do. */
export type Task =
  | { kind: 'prepare'; slots: number }
  /** All slots at once, as fast as it goes. */
  | { kind: 'flat out'; slots: number; tokens: number }
  /** All slots at a real-life pace, begun over `rampMs`, watched for `windowMs` when all have begun. */
  | { kind: 'paced'; slots: number; rate: number; rampMs: number; windowMs: number }
  /** One slot after another. */
  | { kind: 'first token'; slots: number };

/** What the client says; `mark` tells when that happens, for looks at the server from outside. */
export type Report =
  | { type: 'mark'; mark: Mark }
  | { type: 'done'; result: TaskResult }
  | { type: 'failed'; message: string };

/** `begin` and `end` of what is measured, and `enough`: paced answers may be ended. */
export type Mark = 'begin' | 'end' | 'enough';

export interface TaskResult {
  /** Between `begin` and `end`. */
  seconds: number;
  /** Received between `begin` and `end`. */
  tokens: number;
  /** Milliseconds: of tokens from the provider's write to the client, or of requests to their first token. */
  latencies: { p50: number; p99: number };
}
