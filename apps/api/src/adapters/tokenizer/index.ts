import type { Tokenizer } from '../../ports/tokenizer.ts';
import { O200kTokenizer } from './o200k-tokenizer.ts';

/** The first count loads the tables. */
export const createTokenizer = (): Tokenizer => new O200kTokenizer();
