import { giveUpRoute, liveRoute } from '../../graphql/live-route.ts';
import { socket } from '../../graphql/socket.ts';
import { isListening, readRun } from './run-routes.ts';
import type { RunStream } from './run-stream.ts';

/** A run of which nothing is heard for so many milliseconds is read: it may be silent, or what it says is lost. */
const silenceMs = 6_000;
/** The same where nothing can be heard, or where something was missed before. */
const shortSilenceMs = 1_000;
/** After so many misses in a row a new connection of the same kind will not help. */
const mostMisses = 2;

/** How often in a row a reading knew more than its subscription, whatever the run. */
let misses = 0;

/** The connection may be dead: a new one gets a chance before its kind is given up. */
function noteMiss(stream: RunStream): void {
  misses += 1;
  if (misses > mostMisses) {
    misses = 0;
    giveUpRoute(liveRoute.value);
  } else if (liveRoute.value === 'socket') socket.terminate();
  else stream.start();
}

/** Reads a run now and then while nothing is heard of it, and gives up a route that brings less than the readings. */
export class RunReader {
  readonly #runId: string;
  readonly #stream: RunStream;
  #readAt = 0;
  #heardAt: number;
  #isReading = false;

  constructor(runId: string, stream: RunStream) {
    this.#runId = runId;
    this.#stream = stream;
    this.#heardAt = stream.heardAt;
  }

  /** To be called about every second while somebody watches. */
  async turn(now: number): Promise<void> {
    const { heardAt } = this.#stream;
    if (heardAt !== this.#heardAt) misses = 0;
    this.#heardAt = heardAt;
    const mayHear = isListening(this.#runId);
    const patience = mayHear && misses === 0 ? silenceMs : shortSilenceMs;
    if (this.#isReading || now - Math.max(heardAt, this.#readAt) < patience) return;
    this.#isReading = true;
    const reading = await readRun(this.#runId);
    this.#isReading = false;
    this.#readAt = performance.now();
    if (reading === null) return;
    const isAhead = this.#stream.take(reading) && this.#stream.heardAt === heardAt;
    if (isAhead && mayHear && isListening(this.#runId)) noteMiss(this.#stream);
  }
}
