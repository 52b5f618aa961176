import { asCount } from '../../../kernel/token-count.ts';
import type { ReportedUsage } from '../../../ports/language-model.ts';
import { isRecord } from '../http/json.ts';

type Fields = Record<string, unknown>;

/**
 * What a provider says an answer took so far.
 * @returns null for counts that cannot be believed, undefined where nothing is said.
 */
export function usageIn(usage: Fields): ReportedUsage | null | undefined {
  const prompt = firstOf(usage, [
    'prompt_tokens',
    'input_tokens',
    'inputTokens',
    'promptTokenCount',
    'prompt_eval_count',
  ]);
  const completion = firstOf(usage, [
    'completion_tokens',
    'output_tokens',
    'outputTokens',
    'candidatesTokenCount',
    'eval_count',
  ]);
  const total = asCount(firstOf(usage, ['total_tokens', 'totalTokens', 'totalTokenCount']));
  if (prompt == null || (completion == null && total === undefined)) return undefined;
  // No model is asked with nothing: zeros stand for what is not counted.
  if (prompt === 0) return (completion ?? 0) === 0 ? undefined : null;
  const promptTokens = asCount(prompt);
  const completionTokens = asCount(completion ?? 0);
  if (promptTokens === undefined || completionTokens === undefined) return null;
  return withThoughts(
    promptTokens + cachedBeside(promptTokens, completionTokens, total, usage),
    completionTokens,
    total,
    usage,
  );
}

const firstOf = (fields: Fields, names: readonly string[]): unknown =>
  names.map((name) => fields[name]).find((value) => value != null);

/** Tokens of the prompt that came out of a cache and are left out of its count: Anthropic's names say so, elsewhere the total. */
function cachedBeside(prompt: number, completion: number, total: number | undefined, usage: Fields): number {
  const cached = cachedIn(usage);
  const isCountedApart =
    total === undefined
      ? usage['input_tokens'] != null && splitCache(usage) > 0
      : total - prompt - completion === cached;
  return isCountedApart ? cached : 0;
}

/** OpenAI counts thoughts among the tokens of the completion; xAI and Gemini count them beside it, in the total alone. */
function withThoughts(prompt: number, completion: number, total: number | undefined, usage: Fields): ReportedUsage {
  const thoughts = thoughtsIn(usage);
  const beside = total === undefined ? 0 : total - prompt - completion;
  const isThought = beside > 0 && (thoughts === undefined || thoughts === 0 || beside === thoughts);
  if (isThought) return { promptTokens: prompt, completionTokens: completion + beside, reasoningTokens: beside };
  if (thoughts === undefined || thoughts === 0) return { promptTokens: prompt, completionTokens: completion };
  if (thoughts <= completion) return { promptTokens: prompt, completionTokens: completion, reasoningTokens: thoughts };
  // More than all there is: they are beside it, unless the total says that they are not.
  return total === undefined
    ? { promptTokens: prompt, completionTokens: completion + thoughts, reasoningTokens: thoughts }
    : { promptTokens: prompt, completionTokens: completion };
}

function thoughtsIn(usage: Fields): number | undefined {
  const details = [usage['completion_tokens_details'], usage['output_tokens_details'], usage].filter(isRecord);
  return details
    .map((one) => asCount(one['reasoning_tokens'] ?? one['thoughtsTokenCount']))
    .find((count) => count !== undefined);
}

function cachedIn(usage: Fields): number {
  const details = isRecord(usage['prompt_tokens_details']) ? usage['prompt_tokens_details'] : {};
  return asCount(details['cached_tokens']) || splitCache(usage);
}

/** What was read from a cache, and written into it, by Anthropic's names. */
const splitCache = (usage: Fields): number =>
  [usage['cache_read_input_tokens'], usage['cache_creation_input_tokens']]
    .map((count) => asCount(count) ?? 0)
    .reduce((all, count) => all + count, 0);
