import type { RunEventsSubscription } from '@parley/graphql';
import { print } from 'graphql';
import { computed, onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { apolloClient } from '../../../graphql/apollo-client.ts';
import { useConnection } from '../../../graphql/connection.ts';
import { retryWaitMs } from '../../../graphql/retry-wait.ts';
import { socket } from '../../../graphql/socket.ts';
import { onNextFrame } from './frame-queue.ts';
import { runEventsSubscription } from './run-events.queries.ts';
import { RunStream, type RunSink } from './run-stream.ts';

// Straight to the socket: the client's links and cache would cost more for each token than all the rest.
const query = print(apolloClient.cache.transformDocument(runEventsSubscription));
const mostKept = 30;

interface Watched {
  stream: RunStream;
  watchers: number;
}

/** What was folded stays for a while, so that coming back to a conversation goes on where one left it. */
const watched = new Map<string, Watched>();

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

function subscribe(runId: string, after: number, sink: RunSink): () => void {
  return socket.subscribe<RunEventsSubscription>(
    { query, variables: { runId, after } },
    {
      next: ({ data, errors }) => {
        if (data) sink.next(data.runEvents);
        else endWith(sink, errors);
      },
      error: (error) => endWith(sink, error),
      complete: () => sink.end(null),
    },
  );
}

function makeStream(runId: string): RunStream {
  return new RunStream({
    subscribe: (after, sink) => subscribe(runId, after, sink),
    onNextFrame,
    afterWait: (attempt, callback) => {
      const timer = setTimeout(callback, retryWaitMs(attempt));
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
  });
}

function forgetOldest(): void {
  for (const [runId, { watchers }] of watched) {
    if (watched.size <= mostKept) return;
    if (watchers === 0) watched.delete(runId);
  }
}

function acquire(runId: string): RunStream {
  const entry = watched.get(runId) ?? { stream: makeStream(runId), watchers: 0 };
  watched.set(runId, entry);
  entry.watchers += 1;
  if (entry.watchers === 1) entry.stream.start();
  forgetOldest();
  return entry.stream;
}

function release(runId: string): void {
  const entry = watched.get(runId);
  if (!entry) return;
  entry.watchers -= 1;
  if (entry.watchers === 0) entry.stream.pause();
}

// The socket would ask again for everything since the first subscription; the cursor asks for the rest only.
watch(
  useConnection().openedCount,
  () => {
    for (const { stream, watchers } of watched.values()) if (watchers > 0) stream.start();
  },
  { flush: 'sync' },
);

/** Watches a run while the component lives; null watches nothing. */
export function useRun(runId: MaybeRefOrGetter<string | null>) {
  const stream = shallowRef<RunStream | null>(null);
  let current: string | null = null;

  function follow(id: string | null): void {
    if (current !== null) release(current);
    current = id;
    stream.value = id === null ? null : acquire(id);
  }

  watch(() => toValue(runId), follow, { immediate: true });
  onScopeDispose(() => follow(null));
  return {
    state: computed(() => stream.value?.state.value ?? null),
  };
}
