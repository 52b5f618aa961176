import type { RunEvent } from '@parley/run-events';
import {
  createSourceEventStream,
  type DocumentNode,
  execute,
  type ExecutionResult,
  GraphQLError,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import type { Log } from '../../kernel/log.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { RunEventFeed } from '../../modules/generation/index.ts';
import type { RateLimiter } from '../../ports/rate-limiter.ts';
import { toClientError } from '../graphql/errors.ts';
import { mapIterator } from './iterators.ts';
import { admitCall } from '../graphql/operation-guard.ts';
import { operationLabel } from '../http/telemetry.ts';
import type { ContextFactory } from '../graphql/context-factory.ts';
import { compileRunEvents, type RunEventSelection } from './run-event-selection.ts';
import { createRunEventWriter, type EventSink } from './run-event-writer.ts';

/** A subscription that was parsed and checked. */
export interface Subscribing {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
  context: RequestContext;
}

export interface SubscriptionsParts {
  schema: GraphQLSchema;
  contexts: ContextFactory;
  limiter: RateLimiter;
  log: Log;
}

/** Runs subscriptions for every transport; each event is executed with fresh eyes, so that it shows what is stored now. */
export class Subscriptions {
  readonly #schema: GraphQLSchema;
  readonly #contexts: ContextFactory;
  readonly #limiter: RateLimiter;
  readonly #log: Log;
  readonly #open = new Map<string, number>();

  constructor(parts: SubscriptionsParts) {
    this.#schema = parts.schema;
    this.#contexts = parts.contexts;
    this.#limiter = parts.limiter;
    this.#log = parts.log;
  }

  /** How many are open, by root field. */
  get open(): ReadonlyMap<string, number> {
    return this.#open;
  }

  /** The compiled selection when this is a subscription to runEvents that need not be executed per event. */
  compile({ document, operation, variables }: Subscribing): RunEventSelection | null {
    return compileRunEvents(this.#schema, document, operation, variables);
  }

  /**
   * Follows a run, writing straight to the sink; what breaks meanwhile is its last result.
   * @returns stops it.
   * @throws ParleyError when the viewer may not watch this run.
   */
  async follow(
    subscribing: Subscribing,
    selection: RunEventSelection,
    sink: EventSink,
    done: () => void,
  ): Promise<() => void> {
    const { context } = subscribing;
    const field = this.#schema.getSubscriptionType()!.getFields()['runEvents']!;
    await admitCall(this.#limiter, 'Subscription', field, context);
    const stream = context.service(RunEventFeed);
    await stream.authorize(requireViewer(context), selection.runId, selection.after);
    const left = this.#enter(subscribing.operation);
    const executeEvent = async (event: RunEvent): Promise<string> =>
      JSON.stringify(await this.#executeEvent(subscribing, event));
    const end = (error?: unknown): void => {
      if (error !== undefined) sink.sendResult(JSON.stringify(this.#failure(error, context)));
      left();
      done();
    };
    const writer = createRunEventWriter(selection, sink, executeEvent, end);
    const stop = stream.follow(selection.runId, selection.after, writer);
    return () => {
      left();
      stop();
    };
  }

  /** Any other subscription: a result per event, or the errors that prevent it. */
  async execute(subscribing: Subscribing): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
    const { document, operation, variables, context } = subscribing;
    const source = await createSourceEventStream({
      schema: this.#schema,
      document,
      operationName: operation.name?.value,
      variableValues: variables,
      contextValue: context,
    });
    if (!(Symbol.asyncIterator in source)) return this.clientResult(source, context.requestId);
    const recover = (error: unknown): ExecutionResult => this.#failure(error, context);
    return mapIterator(source, (event) => this.#executeEvent(subscribing, event), recover, this.#enter(operation));
  }

  /** Counts a subscription that begins. @returns what says that it has ended; again does nothing. */
  #enter(operation: OperationDefinitionNode): () => void {
    const label = operationLabel(operation);
    const count = (by: number): void => void this.#open.set(label, (this.#open.get(label) ?? 0) + by);
    let isOpen = true;
    count(1);
    return () => {
      if (isOpen) count(-1);
      isOpen = false;
    };
  }

  /** The last result of an operation that broke. */
  #failure(error: unknown, { requestId }: RequestContext): ExecutionResult {
    return { errors: [this.clientError(error, requestId)] };
  }

  /** The same result with errors as a caller may see them. */
  clientResult(result: ExecutionResult, requestId: string): ExecutionResult {
    if (!result.errors) return result;
    return { ...result, errors: result.errors.map((error) => this.clientError(error, requestId)) };
  }

  /** An error as a caller may see it; the log has what it hides. */
  clientError(error: unknown, requestId: string): GraphQLError {
    const original =
      error instanceof GraphQLError ? error : new GraphQLError('Unexpected error.', { originalError: error as Error });
    const { message, extensions, path } = toClientError(original, original.toJSON(), requestId, this.#log);
    return new GraphQLError(message, { extensions: extensions ?? {}, path: path ?? null });
  }

  async #executeEvent(
    { document, operation, variables, context }: Subscribing,
    event: unknown,
  ): Promise<ExecutionResult> {
    const result = await execute({
      schema: this.#schema,
      document,
      rootValue: event,
      operationName: operation.name?.value,
      variableValues: variables,
      contextValue: this.#contexts.renew(context),
    });
    return this.clientResult(result, context.requestId);
  }
}
