/** A call to a model that has ended. */
export interface ModelCall {
  /** What it was for: CHAT, TITLE, EMBEDDING … */
  kind: string;
  modelId: string;
  promptTokens: number;
  completionTokens: number;
  /** In the currency of the price list; null where no price was known. */
  cost: number | null;
  durationMs: number;
  timeToFirstTokenMs: number | null;
}

/** Where the rooms and the server tell what happened, for an operator's graphs. Nothing here is called per token. */
export interface Metrics {
  /** @param code why it failed, for one that did */
  runEnded(run: { modelId: string; status: string; code: string | null }): void;
  callEnded(call: ModelCall): void;
  jobEnded(job: { kind: string; isDone: boolean; durationMs: number }): void;
  /** @param route the pattern of the route, never the address itself */
  requestEnded(request: { method: string; route: string; status: number; durationMs: number }): void;
  /**
   * @param operation kind and root field as the schema names them, never a name a caller has chosen
   * @param code `ok`, or the code of its first error
   */
  operationEnded(operation: { operation: string; code: string; durationMs: number }): void;
}

/** What a gauge shows when somebody looks: a value for each set of labels. */
export interface Sample {
  labels?: Record<string, string>;
  value: number;
}

/** Takes what is looked up only when somebody reads the metrics. */
export interface Gauges {
  /** One that cannot be looked up is left out of that reading. */
  gauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    read: () => readonly Sample[] | Promise<readonly Sample[]>,
  ): void;
}

/** For tests and scripts that watch nothing. */
export const noMetrics: Metrics = {
  runEnded: () => {},
  callEnded: () => {},
  jobEnded: () => {},
  requestEnded: () => {},
  operationEnded: () => {},
};
