import { storable } from '../../kernel/text.ts';
import { asCount } from '../../kernel/token-count.ts';
import type { ModelEvent, ReportedUsage } from '../../ports/language-model.ts';
import type { AnswerDecoder } from './http/answer-body.ts';
import type { EventSink } from './http/event-queue.ts';
import { InlineThoughts } from './inline-thoughts.ts';
import { failureIn } from './http/failure-in-stream.ts';
import { isRecord, parseJson } from './http/json.ts';
import { badResponseFault, emptyFault, reportedFault, type ProviderIdentity } from './http/provider-faults.ts';
import { isEndMark } from './http/sse-parser.ts';
import { finishReasonOf } from './finish-reason.ts';

type Fields = Record<string, unknown>;
type ToolCall = Extract<ModelEvent, { type: 'toolCall' }>;

/** The dialect of Anthropic's Messages API. */
export class AnthropicDecoder implements AnswerDecoder {
  progress: AnswerDecoder['progress'] = 'open';
  readonly #provider: ProviderIdentity;
  /** Gateways put other models behind this dialect. */
  readonly #inline = new InlineThoughts();
  readonly #toolCalls = new Map<unknown, ToolCall>();
  #finishReason: string | undefined;
  #hasSpoken = false;
  /** Events of this dialect have come, and others. */
  #hasOwn = false;
  #hasOther = false;
  /** The counts of all its events by name, each as it came last. */
  #usage: Fields = {};

  constructor(provider: ProviderIdentity) {
    this.#provider = provider;
  }

  get mayEnd(): boolean {
    return this.#finishReason !== undefined;
  }

  get isForeign(): boolean {
    return this.#hasOther && !this.#hasOwn;
  }

  data(data: string, out: EventSink): boolean {
    if (isEndMark(data)) {
      this.progress = 'done';
      return false;
    }
    const event = parseJson(data);
    if (!isRecord(event)) return false;
    const type = event['type'];
    if (typeof type === 'string' && ownTypes.test(type)) this.#hasOwn = true;
    else this.#hasOther = true;
    switch (type) {
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
      case 'message':
        this.whole(event, out);
        return this.#hasSpoken;
      default:
        this.#findFailure(event);
        return false;
    }
  }

  whole(answer: unknown, out: EventSink): void {
    if (isRecord(answer)) this.#findFailure(answer);
    if (!isRecord(answer) || !Array.isArray(answer['content'])) {
      throw badResponseFault(this.#provider, 'returned JSON without an answer. Try again or choose another model.');
    }
    answer['content'].forEach((block, index) => this.#readBlock(index, block, out));
    this.#readUsage(answer['usage']);
    this.#readStopReason(answer);
    this.#finishReason ??= 'stop';
    this.progress = 'done';
  }

  interrupt(out: EventSink): void {
    this.#inline.end(out);
  }

  finish(out: EventSink): void {
    this.#inline.end(out);
    const isEmpty = !this.#hasSpoken && this.#toolCalls.size === 0;
    if (isEmpty && this.#finishReason === undefined) throw emptyFault(this.#provider);
    for (const call of this.#toolCalls.values()) {
      out.add({
        ...call,
        id: storable(call.id),
        name: storable(call.name),
        arguments: storable(call.arguments) || '{}',
      });
    }
    out.add({ type: 'finish', reason: storable(this.#finishReason ?? 'stop'), usage: this.#countedUsage(isEmpty) });
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
    if (thinking !== '') this.#inline.foundElsewhere();
    out.reasoning(thinking);
    this.#inline.text(text, out);
    const isHidden = content['type'] === 'redacted_thinking' || content['type'] === 'signature_delta';
    if (text === '' && thinking === '') return isHidden;
    this.#hasSpoken = true;
    // Text behind a reason to stop: that was none.
    if (this.progress === 'finished') this.progress = 'open';
    return true;
  }

  #readStopReason(source: unknown): void {
    const reason = isRecord(source) ? source['stop_reason'] : undefined;
    if (typeof reason !== 'string') return;
    const meaning = finishReasonOf(reason);
    if (meaning === undefined) return;
    if (meaning === 'error')
      throw reportedFault(this.#provider, { type: 'server_error', message: `stop_reason ${reason}` });
    this.#finishReason = meaning;
    this.progress = 'finished';
  }

  #findFailure(event: Fields): void {
    const failure = failureIn(event, typeof event['type'] === 'string' && event['type'] !== 'error');
    if (failure !== undefined) throw reportedFault(this.#provider, failure);
  }

  /** Counts are totals so far; an event that leaves one out, as the last does with the cache, does not take it back. */
  #readUsage(usage: unknown): void {
    if (!isRecord(usage)) return;
    for (const name of countNames) if (usage[name] != null) this.#usage[name] = usage[name];
  }

  /**
   * Tokens read from and written to the prompt cache are prompt tokens too. One count that cannot be believed leaves nothing
   * to know, and no model is asked with nothing or says something with no tokens: zeros stand for what is not counted.
   */
  #countedUsage(isEmpty: boolean): ReportedUsage | null {
    const [output, ...prompt] = countNames.map((name) => this.#usage[name]);
    if (output == null || prompt[0] == null) return null;
    const completionTokens = asCount(output);
    const promptTokens = prompt.map((count) => asCount(count ?? 0)).reduce(sumOf);
    if (!promptTokens || completionTokens === undefined || (completionTokens === 0 && !isEmpty)) return null;
    return { promptTokens, completionTokens };
  }
}

const countNames = ['output_tokens', 'input_tokens', 'cache_creation_input_tokens', 'cache_read_input_tokens'];

const ownTypes = /^(?:message|content_block|ping)/;

/** Unknown when either is. */
const sumOf = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one + other;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
