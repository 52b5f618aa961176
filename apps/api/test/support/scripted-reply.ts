/**
 * How the scripted server answers one request. Everything is optional: `{}` is a well-behaved
 * stream of the tokens "Hello", " from", " the", " scripted", " server", ".".
 */
export interface ScriptedReply {
  /** The text of the answer, one delta each. */
  tokens?: Iterable<string>;
  /** Said before the text. */
  reasoning?: readonly string[];
  /** Calls of tools, streamed in pieces after the text. */
  toolCalls?: readonly { id: string; name: string; arguments: string }[];
  /** Null sends none. Default `stop`. */
  finishReason?: string | null;
  /** Null reports none; by default one token for each delta. */
  usage?: { promptTokens: number; completionTokens: number } | null;
  /** Where OpenAI-style usage goes: into a chunk of its own, beside the last choice, or into Groq's own field. */
  usagePlace?: 'own' | 'choice' | 'x_groq';
  /** False leaves out `[DONE]` (OpenAI) or `message_stop` (Anthropic). */
  done?: boolean;
  /** One JSON answer instead of a stream. */
  isWhole?: boolean;

  /** The wait before the first byte of the body. */
  firstTokenDelayMs?: number;
  /** The wait before each token; without it as many as fit go out in one write. */
  paceMs?: number;
  /** Says nothing more after so many tokens, until told to go on. */
  hold?: { after: number; until: Promise<void> };
  /** Tears the body into pieces of so many bytes, each written by itself. */
  splitBytes?: number;
  /** Line ends of the stream. Default LF. */
  lineEnd?: '\n' | '\r\n' | '\r';

  /** Answers with this status, these headers and `body` instead of a stream. */
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
  /** These pieces as they are, with status 200 and the content type of a stream. */
  raw?: readonly (string | Buffer)[];

  /** Closes the connection before anything is answered. */
  reset?: boolean;
  /** Goes silent, connection open: before the headers, or after so many tokens. */
  stall?: 'headers' | number;
  /** Ends after so many tokens: in good order, or by breaking the connection. */
  cut?: { after: number; how: 'end' | 'reset' };
}

const defaultTokens: readonly string[] = ['Hello', ' from', ' the', ' scripted', ' server', '.'];

/** A piece of the body, and how many tokens are out when it is. */
export interface BodyPiece {
  text: string;
  /** True for a piece that holds a delta of text. */
  isToken: boolean;
}

export type Dialect = 'openai' | 'anthropic';

/** The body of a streamed reply in the words of a dialect. */
export function* bodyOf(reply: ScriptedReply, dialect: Dialect, model: string): Generator<BodyPiece> {
  const write = dialect === 'openai' ? openAiBody : anthropicBody;
  const newline = reply.lineEnd ?? '\n';
  for (const { text, isToken } of write(reply, model)) {
    yield { text: newline === '\n' ? text : text.replaceAll('\n', newline), isToken };
  }
}

/** The answer as one JSON document. */
export function wholeBody(reply: ScriptedReply, dialect: Dialect, model: string): string {
  const tokens = [...(reply.tokens ?? defaultTokens)];
  const text = tokens.join('');
  const usage = usageOf(reply, tokens.length);
  if (dialect === 'anthropic') {
    const content = [{ type: 'text', text }];
    return JSON.stringify({
      type: 'message',
      model,
      content,
      stop_reason: anthropicReason(reply),
      usage: usage && anthropicUsage(usage),
    });
  }
  const choice = {
    index: 0,
    message: { role: 'assistant', content: text },
    finish_reason: reply.finishReason ?? 'stop',
  };
  return JSON.stringify({ object: 'chat.completion', model, choices: [choice], usage: usage && openAiUsage(usage) });
}

interface Usage {
  promptTokens: number;
  completionTokens: number;
}

function usageOf(reply: ScriptedReply, count: number): Usage | null {
  return reply.usage === undefined ? { promptTokens: 7, completionTokens: count } : reply.usage;
}

const openAiUsage = ({ promptTokens, completionTokens }: Usage): object => ({
  prompt_tokens: promptTokens,
  completion_tokens: completionTokens,
  total_tokens: promptTokens + completionTokens,
});

function* openAiBody(reply: ScriptedReply, model: string): Generator<BodyPiece> {
  const base = { id: 'chatcmpl-scripted', object: 'chat.completion.chunk', created: 1_790_000_000, model };
  const chunk = (delta: object, isToken: boolean, finish: string | null = null, extra: object = {}): BodyPiece => ({
    text: `data: ${JSON.stringify({ ...base, choices: [{ index: 0, delta, finish_reason: finish }], ...extra })}\n\n`,
    isToken,
  });
  let count = 0;
  yield chunk({ role: 'assistant', content: '' }, false);
  for (const thought of reply.reasoning ?? []) yield chunk({ reasoning_content: thought }, false);
  for (const token of reply.tokens ?? defaultTokens) {
    count += 1;
    yield chunk({ content: token }, true);
  }
  yield* openAiToolCalls(reply, chunk);
  const reported = usageOf(reply, count);
  const usage = reported && openAiUsage(reported);
  const place = reply.usagePlace ?? 'own';
  const beside = usage === null ? {} : { own: {}, choice: { usage }, x_groq: { x_groq: { usage } } }[place];
  if (reply.finishReason !== null) yield chunk({}, false, reply.finishReason ?? 'stop', beside);
  if (usage !== null && place === 'own') {
    yield { text: `data: ${JSON.stringify({ ...base, choices: [], usage })}\n\n`, isToken: false };
  }
  if (reply.done !== false) yield { text: 'data: [DONE]\n\n', isToken: false };
}

function* openAiToolCalls(
  reply: ScriptedReply,
  chunk: (delta: object, isToken: boolean) => BodyPiece,
): Generator<BodyPiece> {
  for (const [index, call] of (reply.toolCalls ?? []).entries()) {
    const start = { index, id: call.id, type: 'function', function: { name: call.name, arguments: '' } };
    yield chunk({ tool_calls: [start] }, false);
    for (const piece of call.arguments.match(/[^]{1,5}/gu) ?? []) {
      yield chunk({ tool_calls: [{ index, function: { arguments: piece } }] }, false);
    }
  }
}

const anthropicUsage = ({ promptTokens, completionTokens }: Usage): object => ({
  input_tokens: promptTokens,
  output_tokens: completionTokens,
});

function anthropicReason(reply: ScriptedReply): string {
  const reason = reply.finishReason ?? 'stop';
  return (
    { stop: 'end_turn', length: 'max_tokens', tool_calls: 'tool_use', content_filter: 'refusal' }[reason] ?? reason
  );
}

function* anthropicBody(reply: ScriptedReply, model: string): Generator<BodyPiece> {
  const event = (type: string, fields: object, isToken = false): BodyPiece => ({
    text: `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`,
    isToken,
  });
  const prompt = usageOf(reply, 1);
  const start = prompt === null ? {} : { usage: anthropicUsage({ ...prompt, completionTokens: 1 }) };
  yield event('message_start', { message: { role: 'assistant', model, content: [], ...start } });
  yield event('ping', {});
  let index = 0;
  if (reply.reasoning !== undefined) {
    yield event('content_block_start', { index, content_block: { type: 'thinking', thinking: '' } });
    for (const thinking of reply.reasoning)
      yield event('content_block_delta', { index, delta: { type: 'thinking_delta', thinking } });
    yield event('content_block_stop', { index });
    index += 1;
  }
  yield event('content_block_start', { index, content_block: { type: 'text', text: '' } });
  let count = 0;
  for (const text of reply.tokens ?? defaultTokens) {
    count += 1;
    yield event('content_block_delta', { index, delta: { type: 'text_delta', text } }, true);
  }
  yield event('content_block_stop', { index });
  for (const call of reply.toolCalls ?? []) {
    index += 1;
    yield event('content_block_start', {
      index,
      content_block: { type: 'tool_use', id: call.id, name: call.name, input: {} },
    });
    for (const piece of call.arguments.match(/[^]{1,5}/gu) ?? []) {
      yield event('content_block_delta', { index, delta: { type: 'input_json_delta', partial_json: piece } });
    }
    yield event('content_block_stop', { index });
  }
  if (reply.finishReason !== null) {
    const usage = usageOf(reply, count);
    const end = usage === null ? {} : { usage: { output_tokens: usage.completionTokens } };
    yield event('message_delta', { delta: { stop_reason: anthropicReason(reply) }, ...end });
  }
  if (reply.done !== false) yield event('message_stop', {});
}
