/** Words for the same reasons, in lower case and without a prefix. */
const words: Readonly<Record<string, readonly string[]>> = {
  none: ['', 'null', 'none', 'undefined', 'unspecified', 'not_finished', 'in_progress'],
  stop: [
    'stop',
    'eos',
    'eos_token',
    'stop_sequence',
    'stop_token',
    'end',
    'end_turn',
    'eot',
    'complete',
    'completed',
    'done',
    'finished',
    'normal',
    'success',
  ],
  length: [
    'length',
    'max_tokens',
    'max_token',
    'max_length',
    'max_output_tokens',
    'max_completion_tokens',
    'max_new_tokens',
    'model_length',
    'context_length',
    'model_context_window_exceeded',
    'context_window_exceeded',
    'token_limit',
    'truncated',
    'incomplete',
  ],
  tool_calls: ['tool_calls', 'tool_call', 'tool_use', 'function_call', 'function_calls'],
  content_filter: [
    'content_filter',
    'content_filtered',
    'contentfilter',
    'safety',
    'image_safety',
    'recitation',
    'blocklist',
    'prohibited_content',
    'spii',
    'refusal',
    'sensitive',
    'blocked',
    'guardrail_intervened',
    'error_toxic',
  ],
  error: [
    'error',
    'err',
    'failed',
    'failure',
    'fail',
    'exception',
    'abort',
    'aborted',
    'cancel',
    'cancelled',
    'canceled',
    'interrupted',
    'timeout',
    'timed_out',
    'network_error',
    'server_error',
    'internal_error',
    'internal_server_error',
    'api_error',
    'model_error',
    'system_error',
    'overloaded',
    'engine_overloaded',
    'insufficient_system_resource',
    'unavailable',
    'malformed_function_call',
    'malformed_response',
  ],
};

const meanings: ReadonlyMap<string, string> = new Map(
  Object.entries(words).flatMap(([meaning, all]) => all.map((word): [string, string] => [word, meaning])),
);

/**
 * What a `finish_reason` means: `stop`, `length`, `tool_calls`, `content_filter`, `error` for an answer that was broken
 * off, or a provider's own word; undefined where it is none, which many servers put into words.
 */
export function finishReasonOf(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  const word = value
    .trim()
    .toLowerCase()
    .replaceAll(/[\s-]+/g, '_')
    .replace(/^finish_?reason[._]/, '');
  const meaning = meanings.get(word) ?? value.trim();
  return meaning === 'none' ? undefined : meaning;
}
