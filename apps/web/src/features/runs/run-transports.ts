import type { RunEventsSubscription } from '@parley/graphql';
import type { RunEndStatus } from '@parley/run-events';
import { print } from 'graphql';
import { apolloClient } from '../../graphql/apollo-client.ts';
import { useConnection } from '../../graphql/connection.ts';
import { followEventStream } from '../../graphql/event-stream.ts';
import { giveUpTransport, liveTransport, type LiveTransport } from '../../graphql/live-transport.ts';
import { checkReachable } from '../../graphql/reachability.ts';
import { socket } from '../../graphql/socket.ts';
import { runEventsSubscription, runSnapshotQuery } from './run-events.queries.ts';
import type { RunSnapshot, RunSink } from './run-stream.ts';
import { isBeingWritten, partsOf } from './stored-message.ts';
import { acquireStreamSlot } from './stream-slots.ts';

// Straight to the socket: the client's links and cache would cost more for each token than all the rest.
const query = print(apolloClient.cache.transformDocument(runEventsSubscription));

const { socketState } = useConnection();

interface Refusal {
  message?: string;
  extensions?: { code?: unknown };
}

/** Where asking again would give the same answer. */
const finalCodes = new Set<unknown>(['NOT_FOUND', 'FORBIDDEN', 'UNAUTHENTICATED', 'BAD_USER_INPUT']);

function endWith(sink: RunSink, refusals: unknown): void {
  const first = Array.isArray(refusals) ? (refusals[0] as Refusal | undefined) : undefined;
  sink.end(first?.message ?? null, finalCodes.has(first?.extensions?.code));
}

interface Result {
  data?: RunEventsSubscription | null | undefined;
  errors?: unknown;
}

const take = (sink: RunSink, { data, errors }: Result): void =>
  data ? sink.next(data.runEvents) : endWith(sink, errors);

function bySocket(variables: { runId: string; after: number }, sink: RunSink): () => void {
  return socket.subscribe<RunEventsSubscription>(
    { query, variables },
    {
      next: (result) => take(sink, result),
      error: (error) => endWith(sink, error),
      complete: () => sink.end(null),
    },
  );
}

/** So many streams in a row bring not one byte, while plain requests are answered: they are held back on the way. */
const failuresInARow = 2;
let failures = 0;

async function noteSilent(): Promise<void> {
  failures = (await checkReachable()) ? failures + 1 : 0;
  if (failures >= failuresInARow) giveUpTransport('stream');
}

/** The runs whose event stream brings something. */
const flowing = new Set<string>();
/** How soon a run without an event stream tries to have one, in milliseconds. */
const placeAgainMs = 2_000;

function byStream(variables: { runId: string; after: number }, sink: RunSink): () => void {
  const leave = document.hidden ? null : acquireStreamSlot();
  if (leave === null) {
    const timer = setTimeout(() => sink.end(null), placeAgainMs);
    return () => clearTimeout(timer);
  }
  let isAlive = false;
  const over = (): void => {
    leave();
    flowing.delete(variables.runId);
  };
  const stop = followEventStream<Result>(
    { query, variables },
    {
      alive: () => {
        isAlive = true;
        failures = 0;
        flowing.add(variables.runId);
      },
      next: (result) => take(sink, result),
      end: () => {
        over();
        if (!isAlive) void noteSilent();
        sink.end(null);
      },
    },
  );
  return () => {
    over();
    stop();
  };
}

const transports: Record<LiveTransport, typeof bySocket> = {
  socket: bySocket,
  stream: byStream,
  polling: () => () => undefined,
};

/** Subscribes to the events of a run by the transport in use. */
export function subscribeToRun(runId: string, after: number, sink: RunSink): () => void {
  return transports[liveTransport.value]({ runId, after }, sink);
}

/** Whether what a run says would be heard now. */
export function isListening(runId: string): boolean {
  return liveTransport.value === 'socket' ? socketState.value === 'open' : flowing.has(runId);
}

/** Reads what the server knows of a run; null when it cannot be read now. */
export async function fetchRun(id: string): Promise<RunSnapshot | null> {
  const reading = apolloClient.query({ query: runSnapshotQuery, variables: { id }, fetchPolicy: 'no-cache' });
  const { data } = await reading.catch(() => ({ data: null }));
  if (!data?.run) return null;
  const { status, errorCode, errorMessage, message } = data.run;
  const hasEnded = !isBeingWritten(message);
  return {
    parts: partsOf(message),
    citations: message.citations,
    outcome: hasEnded ? { status: status as RunEndStatus, errorCode, errorMessage, message } : null,
  };
}
