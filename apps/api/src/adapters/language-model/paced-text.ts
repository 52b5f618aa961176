import { setImmediate as nextImmediate } from 'node:timers/promises';
import type { ModelEvent } from '../../ports/language-model.ts';
import { pause } from './pause.ts';

/** Tokens between two turns of the event loop for a text without a pace: nobody else may wait for it. */
const tokensPerTurn = 64;

/** The text in pieces of a word and the white space after it; joined they are the text. */
export const wordsOf = (text: string): string[] => text.match(/\S+\s*|\s+/gu) ?? [];

/**
 * One event per token.
 * @param delayMs the wait before each token; with 0 they come as fast as they are taken.
 * @throws the signal's reason when it aborts.
 */
export async function* pacedText(
  type: 'text' | 'reasoning',
  tokens: Iterable<string>,
  delayMs: number,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, void, undefined> {
  let count = 0;
  for (const delta of tokens) {
    signal.throwIfAborted();
    if (delayMs > 0) await pause(delayMs, signal);
    else if (count % tokensPerTurn === 0) await nextImmediate();
    count += 1;
    yield { type, delta };
  }
  signal.throwIfAborted();
}
