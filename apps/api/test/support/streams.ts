import { setTimeout as sleep } from 'node:timers/promises';
import { type Asked, ask, runEventsQuery, type SeenEvent } from './conversation.ts';
import type { TestClient } from './test-client.ts';

/** "word0 word1 …", so that what is missing, twice or out of order is seen. */
export const countedWords = (count: number): string =>
  Array.from({ length: count }, (_, index) => `word${index} `).join('');

/** A question to a scripted model that is answered with counted words, one every so many milliseconds. */
export const slowly = (count: number, delayMs: number): string =>
  `/script ${JSON.stringify({ text: countedWords(count), delayMs })}`;

/** An answer that is watched from its first word to its end, as a browser does: what breaks is taken up again. */
export interface WatchedAnswer {
  asked: Asked;
  /** Resolves with the first words. */
  begun: Promise<void>;
  /** Every event up to the end of the run. */
  events: Promise<SeenEvent[]>;
}

/** Asks the same question so many times at once, each in a conversation of its own, and watches the answers begin. */
export async function watchAnswers(client: TestClient, count: number, text: string): Promise<WatchedAnswer[]> {
  const asked = await Promise.all(Array.from({ length: count }, () => ask(client, { text })));
  const watched = asked.map((each) => watch(client, each));
  await Promise.all(watched.map(({ begun }) => begun));
  return watched;
}

function watch(client: TestClient, asked: Asked): WatchedAnswer {
  const begun = Promise.withResolvers<void>();
  const events = followToTheEnd(client, asked.run.id, ({ __typename }) => {
    if (__typename === 'TextDelta') begun.resolve();
  });
  // Whoever waits for the events hears why there are none.
  events.catch((error: unknown) => begun.reject(error));
  return { asked, begun: begun.promise, events };
}

/** Follows a run to its end, over as many connections as it takes. Fails on what no time would heal. */
export async function followToTheEnd(
  client: TestClient,
  runId: string,
  onEvent: (event: SeenEvent) => void = () => {},
): Promise<SeenEvent[]> {
  const events: SeenEvent[] = [];
  while (events.at(-1)?.__typename !== 'RunEnded') {
    try {
      const after = events.at(-1)?.sequence ?? -1;
      for await (const { data, errors } of client.subscribe(runEventsQuery, { runId, after })) {
        if (errors) throw new GraphQLFault(`${errors[0].extensions.code}: ${errors[0].message}`);
        events.push(data.runEvents);
        onEvent(data.runEvents);
      }
    } catch (error) {
      if (error instanceof GraphQLFault && !/^(RATE_LIMITED|UNAVAILABLE)/.test(error.message)) throw error;
      await sleep(100);
    }
  }
  return events;
}

class GraphQLFault extends Error {}

/** Rejects when the promise takes longer: for what must not hang. @param seconds a bound that is part of the contract. */
export async function within<T>(seconds: number, what: string, promise: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`${what} took more than ${seconds} s.`)), seconds * 1_000);
  return Promise.race([promise, late.promise]).finally(() => clearTimeout(timer));
}
