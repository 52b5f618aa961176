import type { Figures } from './scenarios.ts';
import { median } from './statistics.ts';

export interface Comparison {
  name: string;
  pipe: number;
  parley: number;
  /** Parley's figure by the pipe's where `aim` is a ratio, their difference where it is one. */
  compared: number;
  aim: string;
  isMet: boolean;
}

type Rounds = readonly Figures[];

/** What Parley shall reach, compared with the pipe or alone. */
interface Aims {
  tokensPerSecond: { atLeast: number };
  cpuFlatOut: { atMost: number } | null;
  cpuPaced: { atMost: number };
  streamsHeld: { atLeast: number } | null;
  /** Milliseconds more than the pipe. */
  latencyP99: number;
  firstTokenMedian: number;
  /** Parley alone. */
  idleMb: number | null;
  databasePaced: number | null;
}

export const embeddedAims: Aims = {
  tokensPerSecond: { atLeast: 0.5 },
  cpuFlatOut: null,
  cpuPaced: { atMost: 1.5 },
  streamsHeld: null,
  latencyP99: 10,
  firstTokenMedian: 5,
  idleMb: null,
  databasePaced: null,
};

export const serverAims: Aims = {
  tokensPerSecond: { atLeast: 0.8 },
  cpuFlatOut: { atMost: 2 },
  cpuPaced: { atMost: 1.25 },
  streamsHeld: { atLeast: 0.8 },
  latencyP99: 5,
  firstTokenMedian: 3,
  idleMb: 200,
  databasePaced: 3,
};

const KB_PER_STREAM = 50;
/** More than the noise of a round. */
const GROWTH = 1.2;

/** Medians of the rounds, compared with the aims. */
export function compare(pipe: Rounds, parley: Rounds, aims: Aims): Comparison[] {
  const of = (rounds: Rounds, key: keyof Figures): number =>
    median(rounds.map((figures) => figures[key]).filter((value) => !Number.isNaN(value)));
  const row = (name: string, key: keyof Figures, compared: number, aim: string, isMet: boolean): Comparison => ({
    name,
    pipe: of(pipe, key),
    parley: of(parley, key),
    compared,
    aim,
    isMet,
  });
  const ratio = (
    name: string,
    key: keyof Figures,
    aim: { atLeast: number } | { atMost: number } | null,
  ): Comparison => {
    const value = of(parley, key) / of(pipe, key);
    if (!aim) return row(name, key, value, '', true);
    return 'atLeast' in aim
      ? row(name, key, value, `≥ ${aim.atLeast} ×`, value >= aim.atLeast)
      : row(name, key, value, `≤ ${aim.atMost} ×`, value <= aim.atMost);
  };
  const added = (name: string, key: keyof Figures, most: number): Comparison => {
    const value = of(parley, key) - of(pipe, key);
    return row(name, key, value, `≤ +${most}`, value <= most);
  };
  const alone = (name: string, key: keyof Figures, most: number | null): Comparison => {
    const value = of(parley, key);
    return most === null ? row(name, key, value, '', true) : row(name, key, value, `≤ ${most}`, value <= most);
  };
  return [
    ratio('tokens/s, flat out', 'tokensPerSecond', aims.tokensPerSecond),
    ratio('CPU ms per 1,000 tokens, flat out', 'cpuFlatOut', aims.cpuFlatOut),
    ratio('CPU ms per 1,000 tokens, paced', 'cpuPaced', aims.cpuPaced),
    alone('CPU ms of the database per 1,000 tokens, paced', 'databasePaced', aims.databasePaced),
    alone('CPU per token, 200,000 against 50,000', 'growth', GROWTH),
    added('latency p50 in ms, paced', 'latencyP50', aims.latencyP99),
    added('latency p99 in ms, paced', 'latencyP99', aims.latencyP99),
    added('first token in ms, median', 'firstTokenMedian', aims.firstTokenMedian),
    added('first token in ms, p99', 'firstTokenP99', 50),
    alone('KB per stream', 'kbPerStream', KB_PER_STREAM),
    ratio('streams held at 20 tokens/s', 'streamsHeld', aims.streamsHeld),
    alone('MB at rest', 'idleMb', aims.idleMb),
  ];
}

export function table(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ name, pipe, parley, compared, aim, isMet }) => {
    const value = aim.includes('+')
      ? `${compared < 0 ? '' : '+'}${short(compared)}`
      : aim.includes('×')
        ? `${short(compared)} ×`
        : '';
    return [name, short(pipe), short(parley), value, aim, aim === '' ? '' : isMet ? 'yes' : 'no'];
  });
  const head = ['', 'pipe', 'Parley', 'compared', 'aim', 'met'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function short(value: number): string {
  if (Number.isNaN(value)) return '–';
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  return value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
