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
import type { Log } from '../kernel/log.ts';
import { type RequestContext, requireViewer } from '../kernel/request-context.ts';
import { RunStream } from '../modules/generation/index.ts';
import { toClientError } from './errors.ts';
import { mapIterator } from './iterators.ts';
import type { RequestContexts } from './request-contexts.ts';
import { compileRunEvents, type RunEventSelection } from './run-event-selection.ts';
import { createRunEventWriter, type EventOutlet } from './run-event-writer.ts';

/** A subscription that was parsed and checked. */
export interface Subscribing {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
  context: RequestContext;
}

/** Runs subscriptions for every transport; each event is executed with fresh eyes, so that it shows what is stored now. */
export class Subscriptions {
  readonly #schema: GraphQLSchema;
  readonly #contexts: RequestContexts;
  readonly #log: Log;

  constructor(schema: GraphQLSchema, contexts: RequestContexts, log: Log) {
    this.#schema = schema;
    this.#contexts = contexts;
    this.#log = log;
  }

  /** The compiled selection when this is a subscription to runEvents that need not be executed per event. */
  compile({ document, operation, variables }: Subscribing): RunEventSelection | null {
    return compileRunEvents(this.#schema, document, operation, variables);
  }

  /**
   * Follows a run, writing straight to the outlet; what breaks meanwhile is its last result.
   * @returns stops it.
   * @throws ParleyError when the viewer may not watch this run.
   */
  async follow(
    subscribing: Subscribing,
    selection: RunEventSelection,
    outlet: EventOutlet,
    done: () => void,
  ): Promise<() => void> {
    const { context } = subscribing;
    const stream = context.service(RunStream);
    await stream.authorize(requireViewer(context), selection.runId, selection.after);
    const executeEvent = async (event: RunEvent): Promise<string> =>
      JSON.stringify(await this.#executeEvent(subscribing, event));
    const end = (error?: unknown): void => {
      if (error !== undefined) outlet.sendResult(JSON.stringify(this.#failure(error, context)));
      done();
    };
    return stream.follow(selection.runId, selection.after, createRunEventWriter(selection, outlet, executeEvent, end));
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
    return mapIterator(source, (event) => this.#executeEvent(subscribing, event), recover);
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
