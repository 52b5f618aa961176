import { z } from 'zod';
import { storable } from '../../../kernel/text.ts';

/** JSON may name characters that a prompt cannot hold. */
const text = (most: number) => z.string().max(most).transform(storable).optional();

/** What `/script {…}` in a prompt may say; the whole answer follows from it. */
const scriptSchema = z.strictObject({
  /** What is said. Without it, and with `tokens`, the words are numbered: `w1 w2 w3 …`. */
  text: text(1_000_000),
  /** How many tokens are said; a shorter text begins again. */
  tokens: z.int().min(0).max(1_000_000).optional(),
  /** The wait before each token. */
  delayMs: z.number().min(0).max(60_000).optional(),
  /** Said before the text. */
  reasoning: text(1_000_000),
  /** Fails after so many tokens of the text. */
  failAfter: z.int().min(0).optional(),
  errorCode: z
    .enum([
      'PROVIDER_AUTH',
      'PROVIDER_RATE_LIMITED',
      'PROVIDER_UNAVAILABLE',
      'PROVIDER_TIMEOUT',
      'PROVIDER_BAD_RESPONSE',
    ])
    .optional(),
  /** Says everything and then never ends, until it is aborted. */
  stall: z.boolean().optional(),
  /** False reports no usage. */
  usage: z.boolean().optional(),
  finishReason: text(100),
});

export type Script = z.infer<typeof scriptSchema>;

const command = '/script';

/**
 * The script in a prompt that begins with `/script`; undefined for any other prompt.
 * A script that is not valid becomes one that says what is wrong with it.
 */
export function scriptIn(prompt: string): Script | undefined {
  const text = prompt.trim();
  if (text !== command && !new RegExp(`^${command}\\s`).test(text)) return undefined;
  const parsed = scriptSchema.safeParse(parseJson(text.slice(command.length)));
  if (parsed.success) return parsed.data;
  const fields = Object.keys(scriptSchema.shape).join(', ');
  return {
    text: `This script cannot be followed.\n\n${z.prettifyError(parsed.error)}\n\nIt is JSON with any of: ${fields}. For example:\n\n\`/script {"text": "Hello", "tokens": 200, "delayMs": 20}\``,
  };
}

/** The tokens a script says. */
export function* scriptedTokens(script: Script, words: readonly string[]): Generator<string> {
  const count = script.tokens ?? words.length;
  for (let index = 0; index < count; index += 1) {
    yield words.length === 0 ? `w${index + 1} ` : spaced(words, index);
  }
}

/** A text that begins again needs a space where its end meets its beginning. */
function spaced(words: readonly string[], index: number): string {
  const word = words[index % words.length] ?? '';
  const meetsBeginning = index >= words.length && index % words.length === 0;
  return meetsBeginning ? ` ${word}` : word;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
