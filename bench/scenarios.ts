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

const figureNames = [
  'tokensPerSecond',
  'cpuFlatOut',
  'cpuPaced',
  'databasePaced',
  'growth',
  'latencyP50',
  'latencyP99',
  'firstTokenMedian',
  'firstTokenP99',
  'idleMb',
  'kbPerStream',
  'streamsHeld',
] as const satisfies (keyof Figures)[];

const RATE = 20;
/** A server holds as many streams as it delivers with a p99 below this, in milliseconds. */
const HELD_P99 = 100;
/** Streams that are begun in a second while a load is built up: a server is not to be flooded with questions. */
const RAMP = 30;

/** A part of a round that could not be measured. */
export interface Failure {
  part: string;
  error: unknown;
}

/** Tells each figure as soon as it is known. */
export type OnFigure = (name: keyof Figures, value: number) => void;

/**
 * Measures one part after the other. One that fails leaves its figures out (NaN), and the others are measured all the same.
 * @returns the figures, and what failed.
 */
export async function measure(
  server: Contestant,
  sizes: Sizes,
  skipHeld: boolean,
  onFigure: OnFigure,
): Promise<{ figures: Figures; failures: Failure[] }> {
  const figures = Object.fromEntries(figureNames.map((name) => [name, Number.NaN])) as unknown as Figures;
  const failures: Failure[] = [];
  const part = async (name: string, work: () => Promise<Partial<Figures>>): Promise<void> => {
    try {
      const measured = await work();
      Object.assign(figures, measured);
      for (const [figure, value] of Object.entries(measured)) onFigure(figure as keyof Figures, value);
    } catch (error) {
      failures.push({ part: name, error });
    }
  };
  await part('at rest', async () => ({ idleMb: server.residentKb / 1_024 }));
  await part('warming up', async () => (await warmUp(server, sizes), {}));
  await part('memory', async () => ({ kbPerStream: await measureMemory(server, sizes) }));
  await part('first token', async () => {
    const { latencies } = await server.perform({ kind: 'first token', slots: sizes.firstTokens });
    return { firstTokenMedian: latencies.p50, firstTokenP99: latencies.p99 };
  });
  await part('paced', async () => {
    const paced = await server.perform(pacedTask(sizes.paced.slots, sizes.paced.windowMs));
    return {
      cpuPaced: paced.cpuMsPerThousandTokens,
      databasePaced: paced.databaseMsPerThousandTokens,
      latencyP50: paced.latencies.p50,
      latencyP99: paced.latencies.p99,
    };
  });
  await part('flat out', async () => {
    const flat = await server.perform({ kind: 'flat out', ...sizes.flatOut });
    return { tokensPerSecond: flat.tokens / flat.seconds, cpuFlatOut: flat.cpuMsPerThousandTokens };
  });
  await part('long answers', async () => {
    const long = await server.perform({ kind: 'flat out', ...sizes.long });
    return { growth: long.cpuMsPerThousandTokens / figures.cpuFlatOut };
  });
  if (!skipHeld) await part('streams held', async () => ({ streamsHeld: await searchStreamsHeld(server, sizes) }));
  return { figures, failures };
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
  /** More than it can hold may end in a refused question or a cut answer, which is an answer, too. */
  const holds = async (streams: number): Promise<boolean> => {
    try {
      const { latencies, tokens, seconds } = await server.perform(pacedTask(streams, paced.windowMs / 2));
      return latencies.p99 < HELD_P99 && tokens / seconds > 0.9 * streams * RATE;
    } catch (error) {
      console.error(`${streams} streams are not held: ${String(error)}`);
      await server.endAnswers();
      return false;
    }
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
