import { createRequire } from 'node:module';
import { setImmediate } from 'node:timers/promises';
import type { Tokenizer } from '../../ports/tokenizer.ts';
import { pieces } from './pieces.ts';

/** How long slices may count before other work gets its turn, in milliseconds. */
const TURN = 8;

type Encoding = typeof import('gpt-tokenizer/encoding/o200k_base');

const require = createRequire(import.meta.url);
const asPlainText = { disallowedSpecial: new Set<string>() };
let encoding: Encoding | undefined;

/** Its tables take about 0.2 s and 60 MB: they are loaded at the first count, once. */
function loadEncoding(): Encoding {
  if (!encoding) {
    encoding = require('gpt-tokenizer/encoding/o200k_base') as Encoding;
    // It would keep words of people's texts in memory, and is hardly faster for it.
    encoding.setMergeCacheSize(0);
  }
  return encoding;
}

/** The tokenizer of OpenAI's models since GPT-4o, and near enough to the others. */
export class O200kTokenizer implements Tokenizer {
  countTokens(text: string): number {
    let count = 0;
    for (const piece of pieces(text)) count += countPiece(piece);
    return count;
  }

  async countTokensInSlices(text: string): Promise<number> {
    let count = 0;
    let turnEnds = performance.now() + TURN;
    for (const piece of pieces(text)) {
      count += countPiece(piece);
      if (performance.now() < turnEnds) continue;
      await setImmediate();
      turnEnds = performance.now() + TURN;
    }
    return count;
  }
}

function countPiece(piece: string): number {
  return loadEncoding().countTokens(piece, asPlainText);
}
