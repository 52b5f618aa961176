import type { Tokenizer } from '../../ports/tokenizer.ts';
import { O200kTokenizer } from './o200k-tokenizer.ts';

/** Count something once at start: the first count loads the tables. */
export const createTokenizer = (): Tokenizer => new O200kTokenizer();
