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

/** Medians of the rounds, compared with the aims. */
export function compare(pipe: Rounds, parley: Rounds): Comparison[] {
  const of = (rounds: Rounds, key: keyof Figures): number => median(rounds.map((figures) => figures[key]));
  const ratio = (name: string, key: keyof Figures, aim: string, isMet: (ratio: number) => boolean): Comparison => {
    const compared = of(parley, key) / of(pipe, key);
    return { name, pipe: of(pipe, key), parley: of(parley, key), compared, aim, isMet: isMet(compared) };
  };
  const added = (name: string, key: keyof Figures, most: number): Comparison => {
    const compared = of(parley, key) - of(pipe, key);
    return { name, pipe: of(pipe, key), parley: of(parley, key), compared, aim: `≤ +${most}`, isMet: compared <= most };
  };
  const memory = of(parley, 'kbPerStream');
  return [
    ratio('tokens/s, flat out', 'tokensPerSecond', '≥ 0.5 ×', (value) => value >= 0.5),
    ratio('CPU ms per 1,000 tokens, flat out', 'cpuFlatOut', '', () => true),
    ratio('CPU ms per 1,000 tokens, paced', 'cpuPaced', '≤ 1.5 ×', (value) => value <= 1.5),
    added('latency p50 in ms, paced', 'latencyP50', 10),
    added('latency p99 in ms, paced', 'latencyP99', 10),
    added('first token in ms, median', 'firstTokenMedian', 5),
    added('first token in ms, p99', 'firstTokenP99', 50),
    {
      name: 'KB per stream',
      pipe: of(pipe, 'kbPerStream'),
      parley: memory,
      compared: memory,
      aim: '≤ 50',
      isMet: memory <= 50,
    },
    ratio('streams held at 20 tokens/s', 'streamsHeld', '', () => true),
    ratio('MB at rest', 'idleMb', '', () => true),
  ];
}

export function table(comparisons: readonly Comparison[]): string {
  const rows = comparisons.map(({ name, pipe, parley, compared, aim, isMet }) => {
    const value = aim.includes('+')
      ? `${compared < 0 ? '' : '+'}${short(compared)}`
      : aim.includes('×') || aim === ''
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
