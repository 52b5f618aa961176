import { giveUpTransport, liveTransport } from '../../graphql/live-transport.ts';
import { socket } from '../../graphql/socket.ts';
import { isListening, fetchRun } from './run-transports.ts';
import type { RunStream } from './run-stream.ts';

/** A run without an event for so many milliseconds is polled: it may be silent, or its events are lost. */
const silenceMs = 6_000;
/** The same where nothing can be heard, or where something was missed before. */
const shortSilenceMs = 1_000;
/** After so many misses in a row a new connection of the same kind will not help. */
const mostMisses = 2;

/** How often in a row a snapshot knew more than its subscription, whatever the run. */
let misses = 0;

/** The connection may be dead: a new one gets a chance before its kind is given up. */
function noteMiss(stream: RunStream): void {
  misses += 1;
  if (misses > mostMisses) {
    misses = 0;
    giveUpTransport(liveTransport.value);
  } else if (liveTransport.value === 'socket') socket.terminate();
  else stream.start();
}

/** Polls a run while no event of it arrives, and gives up a transport that delivers less than the polling. */
export class RunPoller {
  readonly #runId: string;
  readonly #stream: RunStream;
  #fetchedAt = 0;
  #lastEventAt: number;
  #isFetching = false;

  constructor(runId: string, stream: RunStream) {
    this.#runId = runId;
    this.#stream = stream;
    this.#lastEventAt = stream.lastEventAt;
  }

  /** To be called about every second while somebody watches. */
  async tick(now: number): Promise<void> {
    const { lastEventAt } = this.#stream;
    if (lastEventAt !== this.#lastEventAt) misses = 0;
    this.#lastEventAt = lastEventAt;
    const mayHear = isListening(this.#runId);
    const patience = mayHear && misses === 0 ? silenceMs : shortSilenceMs;
    if (this.#isFetching || now - Math.max(lastEventAt, this.#fetchedAt) < patience) return;
    this.#isFetching = true;
    const snapshot = await fetchRun(this.#runId);
    this.#isFetching = false;
    this.#fetchedAt = performance.now();
    if (snapshot === null) return;
    const isAhead = this.#stream.take(snapshot) && this.#stream.lastEventAt === lastEventAt;
    if (isAhead && mayHear && isListening(this.#runId)) noteMiss(this.#stream);
  }
}
