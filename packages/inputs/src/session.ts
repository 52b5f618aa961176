import { maxLengths } from './limits.ts';
import { changesOf } from './options.ts';
import { generationParameters } from './parameters.ts';
import { name, optionalText, optionalWords } from './text.ts';
import { z } from './z.ts';

/** What a model is told before a conversation. */
export const systemPrompt = optionalText(20_000);

/** How the answers of a conversation are made, with what holds where nothing was chosen. */
const sessionOptions = z.object({
  parameters: z._default(generationParameters(), {}),
  systemPrompt: z._default(systemPrompt, null),
  /** Null as its owner prefers. */
  autoSummarisation: z._default(z.nullable(z.boolean()), null),
});

export type SessionOptions = z.output<typeof sessionOptions>;

const optionChanges = (maxTokens?: number) => ({
  ...changesOf(sessionOptions).shape,
  // Null changes none of them.
  parameters: z.pipe(
    z.nullish(generationParameters(maxTokens)),
    z.transform((given) => given ?? {}),
  ),
});

/** @param maxTokens the ceiling of the model that answers. */
export const createSessionInput = (maxTokens?: number) =>
  z.object({ title: z.optional(optionalWords(maxLengths.title)), ...optionChanges(maxTokens) });

export const updateSessionInput = (maxTokens?: number) =>
  z.object({ title: z.nullish(name(maxLengths.title)), ...optionChanges(maxTokens) });
