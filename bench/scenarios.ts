import type { Contestant } from './contestant.ts';

/** How much of everything; the quick sizes only show that it works. */
export interface Sizes {
  rounds: number;
  flatOut: { slots: number; tokens: number };
  /** As many tokens in longer answers. */
  long: { slots: number; tokens: number };
  paced: { slots: number; windowMs: number };
  firstTokens: number;
  memory: { few: number; many: number };
  /** Streams of the first step of the search, the most that are tried, and how often the interval is halved. */
  held: { first: number; most: number; halvings: number };
}

export const fullSizes: Sizes = {
  rounds: 5,
  flatOut: { slots: 16, tokens: 50_000 },
  long: { slots: 4, tokens: 200_000 },
  paced: { slots: 500, windowMs: 8_000 },
  firstTokens: 60,
  memory: { few: 100, many: 300 },
  held: { first: 400, most: 3_200, halvings: 3 },
};

export const quickSizes: Sizes = {
  rounds: 1,
  flatOut: { slots: 8, tokens: 10_000 },
  long: { slots: 2, tokens: 40_000 },
  paced: { slots: 50, windowMs: 2_000 },
  firstTokens: 10,
  memory: { few: 20, many: 100 },
  held: { first: 100, most: 100, halvings: 0 },
};

/** One round's figures of one server. */
export interface Figures {
  tokensPerSecond: number;
  cpuFlatOut: number;
  cpuPaced: number;
  /** CPU of the database's server by token at that pace. */
  databasePaced: number;
  /** CPU by token of answers of 200,000 tokens, by that of answers of 50,000. */
  growth: number;
  latencyP50: number;
  latencyP99: number;
  firstTokenMedian: number;
  firstTokenP99: number;
  idleMb: number;
  kbPerStream: number;
  streamsHeld: number;
}

const RATE = 20;
/** A server holds as many streams as it delivers with a p99 below this, in milliseconds. */
const HELD_P99 = 100;
/** Streams that are begun in a second while a load is built up: a server is not to be flooded with questions. */
const RAMP = 30;

export async function measure(server: Contestant, sizes: Sizes, skipHeld: boolean): Promise<Figures> {
  const idleMb = server.residentKb / 1_024;
  await warmUp(server, sizes);
  const memory = await measureMemory(server, sizes);
  const first = await server.perform({ kind: 'first token', slots: sizes.firstTokens });
  const paced = await server.perform(pacedTask(sizes.paced.slots, sizes.paced.windowMs));
  const flat = await server.perform({ kind: 'flat out', ...sizes.flatOut });
  return {
    tokensPerSecond: flat.tokens / flat.seconds,
    cpuFlatOut: flat.cpuMsPerThousandTokens,
    cpuPaced: paced.cpuMsPerThousandTokens,
    databasePaced: paced.databaseMsPerThousandTokens,
    growth:
      (await server.perform({ kind: 'flat out', ...sizes.long })).cpuMsPerThousandTokens / flat.cpuMsPerThousandTokens,
    latencyP50: paced.latencies.p50,
    latencyP99: paced.latencies.p99,
    firstTokenMedian: first.latencies.p50,
    firstTokenP99: first.latencies.p99,
    idleMb,
    kbPerStream: memory,
    streamsHeld: skipHeld ? Number.NaN : await searchStreamsHeld(server, sizes),
  };
}

/** Compiles the hot code and lets the young generation of the heap grow to its full size. */
async function warmUp(server: Contestant, { flatOut, firstTokens }: Sizes): Promise<void> {
  await server.perform({ kind: 'flat out', ...flatOut });
  await server.perform({ kind: 'first token', slots: firstTokens });
}

/** Between few and many streams, so that what grows once does not count. */
async function measureMemory(server: Contestant, { memory: { few, many } }: Sizes): Promise<number> {
  const small = await server.perform(pacedTask(few, 1_000));
  const large = await server.perform(pacedTask(many, 1_000));
  return (large.residentKb - small.residentKb) / (many - few);
}

async function searchStreamsHeld(
  server: Contestant,
  { held: { first, most, halvings }, paced }: Sizes,
): Promise<number> {
  const holds = async (streams: number): Promise<boolean> => {
    const { latencies, tokens, seconds } = await server.perform(pacedTask(streams, paced.windowMs / 2));
    return latencies.p99 < HELD_P99 && tokens / seconds > 0.9 * streams * RATE;
  };
  let low = 0;
  let high = first;
  while (high <= most && (await holds(high))) {
    low = high;
    high *= 2;
  }
  if (high > most) return low;
  for (let step = 0; step < halvings; step++) {
    const middle = Math.round((low + high) / 2);
    if (await holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

const pacedTask = (slots: number, windowMs: number) =>
  ({ kind: 'paced', slots, rate: RATE, rampMs: (slots / RAMP) * 1_000, windowMs }) as const;
