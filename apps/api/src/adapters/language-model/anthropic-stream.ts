import { storable } from '../../kernel/text.ts';
import { asCount } from '../../kernel/token-count.ts';
import type { ModelEvent } from '../../ports/language-model.ts';
import type { AnswerDecoder } from './http/answer-body.ts';
import type { EventSink } from './http/event-queue.ts';
import { isRecord } from './http/json.ts';
import { badResponseFault, reportedFault, type ProviderIdentity } from './http/provider-faults.ts';

type Fields = Record<string, unknown>;
type ToolCall = Extract<ModelEvent, { type: 'toolCall' }>;

/** The reasons to stop in the words the other providers use. */
const finishReasons: Readonly<Record<string, string>> = {
  end_turn: 'stop',
  stop_sequence: 'stop',
  max_tokens: 'length',
  model_context_window_exceeded: 'length',
  tool_use: 'tool_calls',
  refusal: 'content_filter',
};

/** The dialect of Anthropic's Messages API. */
export class AnthropicDecoder implements AnswerDecoder {
  progress: 'open' | 'finished' | 'done' = 'open';
  readonly #provider: ProviderIdentity;
  readonly #toolCalls = new Map<unknown, ToolCall>();
  #finishReason = 'stop';
  #promptTokens: number | undefined;
  #completionTokens: number | undefined;

  constructor(provider: ProviderIdentity) {
    this.#provider = provider;
  }

  data(data: string, out: EventSink): boolean {
    const event: unknown = JSON.parse(data);
    if (!isRecord(event)) return false;
    switch (event['type']) {
      case 'message_start':
        this.#readUsage(isRecord(event['message']) ? event['message']['usage'] : undefined);
        return false;
      case 'content_block_start':
        return this.#readBlock(event['index'], event['content_block'], out);
      case 'content_block_delta':
        return this.#readDelta(event['index'], event['delta'], out);
      case 'message_delta':
        this.#readUsage(event['usage']);
        this.#readStopReason(event['delta']);
        return false;
      case 'message_stop':
        this.progress = 'done';
        return false;
      case 'error':
        throw reportedFault(this.#provider, event['error']);
      default:
        return false;
    }
  }

  whole(answer: unknown, out: EventSink): void {
    if (isRecord(answer) && isRecord(answer['error'])) throw reportedFault(this.#provider, answer['error']);
    if (!isRecord(answer) || !Array.isArray(answer['content'])) {
      throw badResponseFault(this.#provider, 'sent JSON that holds no answer. Try again or choose another model.');
    }
    answer['content'].forEach((block, index) => this.#readBlock(index, block, out));
    this.#readUsage(answer['usage']);
    this.#readStopReason(answer);
    this.progress = 'done';
  }

  finish(out: EventSink): void {
    for (const call of this.#toolCalls.values()) {
      out.add({
        ...call,
        id: storable(call.id),
        name: storable(call.name),
        arguments: storable(call.arguments) || '{}',
      });
    }
    const isKnown = this.#promptTokens !== undefined && this.#completionTokens !== undefined;
    const usage = isKnown
      ? { promptTokens: this.#promptTokens ?? 0, completionTokens: this.#completionTokens ?? 0 }
      : null;
    out.add({ type: 'finish', reason: storable(this.#finishReason), usage });
  }

  /** A block may begin with some of its content, and in an answer that is not streamed has all of it. */
  #readBlock(index: unknown, block: unknown, out: EventSink): boolean {
    if (!isRecord(block)) return false;
    if (block['type'] === 'tool_use') {
      const input =
        isRecord(block['input']) && Object.keys(block['input']).length > 0 ? JSON.stringify(block['input']) : '';
      this.#toolCalls.set(index, {
        type: 'toolCall',
        id: textOf(block['id']),
        name: textOf(block['name']),
        arguments: input,
      });
      return true;
    }
    return this.#readContent(block, out);
  }

  #readDelta(index: unknown, delta: unknown, out: EventSink): boolean {
    if (!isRecord(delta)) return false;
    const call = this.#toolCalls.get(index);
    if (delta['type'] === 'input_json_delta' && call !== undefined) {
      call.arguments += textOf(delta['partial_json']);
      return true;
    }
    return this.#readContent(delta, out);
  }

  #readContent(content: Fields, out: EventSink): boolean {
    const text = textOf(content['text']);
    const thinking = textOf(content['thinking']);
    out.reasoning(thinking);
    out.text(text);
    return text !== '' || thinking !== '';
  }

  #readStopReason(source: unknown): void {
    const reason = isRecord(source) ? source['stop_reason'] : undefined;
    if (typeof reason !== 'string') return;
    this.#finishReason = finishReasons[reason] ?? reason;
    this.progress = 'finished';
  }

  /**
   * Counts are totals so far, and one that cannot be believed leaves nothing to know. Tokens read from and written to the
   * prompt cache are prompt tokens too.
   */
  #readUsage(usage: unknown): void {
    if (!isRecord(usage)) return;
    const { input_tokens: input, output_tokens: output } = usage;
    if (input != null) {
      const cached = [usage['cache_creation_input_tokens'], usage['cache_read_input_tokens']];
      this.#promptTokens = [input, ...cached.map((count) => count ?? 0)].map(asCount).reduce(sumOf);
    }
    if (output != null) this.#completionTokens = asCount(output);
  }
}

/** Unknown when either is. */
const sumOf = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one + other;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
