import { computed, onScopeDispose, shallowRef, toValue, watch, type MaybeRefOrGetter } from 'vue';
import { useConnection } from '../../graphql/connection.ts';
import { liveTransport } from '../../graphql/live-transport.ts';
import { retryDelayMs } from '../../graphql/retry-delay.ts';
import { onNextFrame } from './frame-queue.ts';
import { RunPoller } from './run-poller.ts';
import { subscribeToRun } from './run-transports.ts';
import { RunStream } from './run-stream.ts';

const mostKept = 30;
const pollEveryMs = 1_000;

interface Watched {
  stream: RunStream;
  poller: RunPoller;
  watchers: number;
}

/** What was folded stays for a while, so that coming back to a conversation goes on where one left it. */
const watched = new Map<string, Watched>();

function makeStream(runId: string): RunStream {
  return new RunStream({
    subscribe: (after, sink) => subscribeToRun(runId, after, sink),
    onNextFrame,
    afterWait: (attempt, callback) => {
      const timer = setTimeout(callback, retryDelayMs(attempt));
      return () => clearTimeout(timer);
    },
    now: () => performance.now(),
  });
}

let polling: ReturnType<typeof setInterval> | undefined;

function pollSilent(): void {
  const running = [...watched.values()].filter(({ stream }) => stream.isWaiting);
  for (const { poller } of running) void poller.tick(performance.now());
  if (running.length > 0) return;
  clearInterval(polling);
  polling = undefined;
}

function forgetOldest(): void {
  for (const [runId, { watchers }] of watched) {
    if (watched.size <= mostKept) return;
    if (watchers === 0) watched.delete(runId);
  }
}

function makeWatched(runId: string): Watched {
  const stream = makeStream(runId);
  return { stream, poller: new RunPoller(runId, stream), watchers: 0 };
}

function acquire(runId: string): RunStream {
  const entry = watched.get(runId) ?? makeWatched(runId);
  watched.set(runId, entry);
  entry.watchers += 1;
  if (entry.watchers === 1) entry.stream.start();
  polling ??= setInterval(pollSilent, pollEveryMs);
  forgetOldest();
  return entry.stream;
}

function release(runId: string): void {
  const entry = watched.get(runId);
  if (!entry) return;
  entry.watchers -= 1;
  if (entry.watchers === 0) entry.stream.pause();
}

function startAgain(): void {
  for (const { stream, watchers } of watched.values()) if (watchers > 0) stream.start();
}

// The socket would ask again for everything since the first subscription; the cursor asks for the rest only.
watch(useConnection().openedCount, () => liveTransport.value === 'socket' && startAgain(), { flush: 'sync' });
watch(liveTransport, startAgain, { flush: 'sync' });

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
