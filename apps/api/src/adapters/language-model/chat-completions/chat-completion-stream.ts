import { storable } from '../../../kernel/text.ts';
import type { ReportedUsage } from '../../../ports/language-model.ts';
import type { AnswerDecoder } from '../http/answer-body.ts';
import type { EventSink } from '../http/event-queue.ts';
import { failureIn } from '../http/failure-in-stream.ts';
import { isRecord, parseJson } from '../http/json.ts';
import { badResponseFault, emptyFault, reportedFault, type ProviderIdentity } from '../http/provider-faults.ts';
import { isEndMark } from '../http/sse-parser.ts';
import { ContentDeltaTemplate } from './content-delta-template.ts';
import { finishReasonOf } from '../finish-reason.ts';
import { InlineThoughts } from '../inline-thoughts.ts';
import { hasHiddenThoughts, saidIn } from './message-text.ts';
import { usageIn } from './reported-usage.ts';
import { ToolCalls } from './tool-calls.ts';

type Fields = Record<string, unknown>;

/** The dialect of OpenAI's chat completions, with what its many imitators do differently. */
export class ChatCompletionDecoder implements AnswerDecoder {
  progress: AnswerDecoder['progress'] = 'open';
  readonly #provider: ProviderIdentity;
  readonly #template = new ContentDeltaTemplate();
  readonly #toolCalls = new ToolCalls();
  readonly #inline = new InlineThoughts();
  #hasThought = false;
  /** The field of thoughts, where marks stand in it. */
  #marked: InlineThoughts | undefined;
  #finishReason: string | undefined;
  /** Text came behind a reason to stop, so that its reasons say nothing. */
  #hasIdleReasons = false;
  #hasSpoken = false;
  /** Usage came in a chunk of its own behind the answer, as only the last one has it. */
  #hasFinalUsage = false;
  #dialect: 'unknown' | 'own' | 'other' = 'unknown';
  #usage: ReportedUsage | null = null;
  /** Which of several alternatives is read. */
  #index: unknown;
  /** The text of a server that sends messages instead of deltas; undefined once a delta has come. */
  #messageText: string | undefined = '';

  constructor(provider: ProviderIdentity) {
    this.#provider = provider;
  }

  get mayEnd(): boolean {
    return this.#finishReason !== undefined || this.#hasFinalUsage;
  }

  get isForeign(): boolean {
    return this.#dialect === 'other';
  }

  events(stream: string, start: number, out: EventSink): number {
    const matched = this.#template.matchEvents(stream, start);
    if (!matched) return start;
    this.#say(matched.text, out);
    return matched.end;
  }

  data(data: string, out: EventSink): boolean {
    const text = this.#template.match(data);
    if (text !== undefined) {
      if (text !== '') this.#say(text, out);
      return text !== '';
    }
    if (isEndMark(data)) {
      this.progress = 'done';
      return false;
    }
    const chunks = listed(parseJson(data));
    // All of them are read, whatever they hold.
    return chunks.filter((chunk) => this.#readChunk(chunk, data, out)).length > 0;
  }

  /** @param data what it was read from */
  #readChunk(chunk: Fields, data: string, out: EventSink): boolean {
    const choice = this.#choiceOf(chunk);
    const hasProgressed = choice !== undefined && this.#readChoice(choice, out);
    this.#readCommon(chunk, choice, out);
    const delta = choice?.['delta'];
    const canLearn = this.progress === 'open' && !this.#hasIdleReasons && !isRecord(chunk['usage']);
    if (canLearn && isRecord(delta) && isPlainText(delta)) this.#template.learn(data);
    return hasProgressed;
  }

  whole(given: unknown, out: EventSink): void {
    let isAnswer = false;
    for (const chunk of listed(given)) {
      const choice = this.#choiceOf(chunk);
      if (choice !== undefined) this.#readChoice(choice, out);
      this.#readCommon(chunk, choice, out);
      isAnswer ||= choice !== undefined;
    }
    if (!isAnswer) {
      throw badResponseFault(this.#provider, 'returned JSON without an answer. Try again or choose another model.');
    }
    this.#finishReason ??= 'stop';
    this.progress = 'done';
  }

  interrupt(out: EventSink): void {
    this.#endThoughts(out);
    this.#inline.end(out);
  }

  finish(out: EventSink): void {
    this.#endThoughts(out);
    this.#inline.end(out);
    const calls = this.#toolCalls.all();
    const isEmpty = !this.#hasSpoken && calls.length === 0;
    if (isEmpty && this.#finishReason === undefined) throw emptyFault(this.#provider);
    for (const call of calls) out.add(call);
    // Who has said something cannot have said it with no tokens.
    const usage = this.#usage?.completionTokens === 0 && !isEmpty ? null : this.#usage;
    out.add({ type: 'finish', reason: storable(this.#finishReason ?? 'stop'), usage });
  }

  #say(text: string, out: EventSink): void {
    this.#reopen();
    this.#inline.text(text, out);
  }

  /** Something was said: behind a reason to stop, that was none. */
  #reopen(): void {
    this.#hasSpoken = true;
    if (this.#finishReason === undefined || this.#hasIdleReasons) return;
    this.#hasIdleReasons = true;
    this.progress = 'open';
  }

  /** What any chunk may hold: usage in one of several places, or a failure. */
  #readCommon(chunk: Fields, choice: Fields | undefined, out: EventSink): void {
    const groq = isRecord(chunk['x_groq']) ? chunk['x_groq']['usage'] : undefined;
    // Gemini's own dialect, and Ollama's, whose counts stand in the last chunk itself.
    const native = chunk['usageMetadata'] ?? (chunk['eval_count'] == null ? undefined : chunk);
    const usage = chunk['usage'] ?? groq ?? choice?.['usage'] ?? native;
    const found = isRecord(usage) ? usageIn(usage) : undefined;
    if (found !== undefined) this.#usage = found;
    const isAnswer = choice !== undefined || Array.isArray(chunk['choices']) || isRecord(usage);
    if (isAnswer) this.#dialect = 'own';
    else if (this.#dialect === 'unknown' && Object.keys(chunk).length > 0) this.#dialect = 'other';
    if (choice === undefined) this.#readFinishReason(chunk, false);
    this.#hasFinalUsage = choice === undefined && found !== undefined && this.#hasSpoken;
    const failure = failureIn(chunk, isAnswer) ?? (choice && failureIn({ error: choice['error'] }, true));
    if (failure !== undefined) this.#fail(failure, out);
    if (this.#finishReason === 'error') {
      this.#fail(
        { type: 'server_error', message: `finish_reason ${String(choice?.['finish_reason'] ?? 'error')}` },
        out,
      );
    }
  }

  #fail(failure: unknown, out: EventSink): never {
    this.#endThoughts(out);
    this.#inline.end(out);
    throw reportedFault(this.#provider, failure);
  }

  #readChoice(choice: Fields, out: EventSink): boolean {
    const message = this.#messageOf(choice);
    const { text, thought } = saidIn(message);
    const hasToolCalls = this.#toolCalls.add(message['tool_calls'] ?? callOfOld(message['function_call']));
    const hasSaid = `${text}${thought}` !== '';
    if (hasSaid) this.#reopen();
    if (thought !== '') this.#inline.foundElsewhere();
    this.#think(thought, out);
    if (text !== '') this.#endThoughts(out);
    this.#inline.text(text, out);
    this.#readFinishReason(choice, text !== '');
    return hasSaid || hasToolCalls || hasHiddenThoughts(message);
  }

  /** Some servers leave the marks in the field of thoughts, and all that follows them: then the answer is in there, too. */
  #think(thought: string, out: EventSink): void {
    if (thought === '') return;
    if (!this.#hasThought && thought.trimStart().startsWith('<think>')) this.#marked = new InlineThoughts();
    this.#hasThought = true;
    if (this.#marked === undefined) out.reasoning(thought);
    else this.#marked.text(thought, out);
  }

  #endThoughts(out: EventSink): void {
    this.#marked?.end(out);
    this.#marked = undefined;
  }

  /** What a chunk adds. Some servers send messages instead of deltas, in pieces or all of it so far, or a text alone. */
  #messageOf(choice: Fields): Fields {
    const { delta, message } = choice;
    if (delta != null) {
      const fields = isRecord(delta) ? delta : { content: delta };
      if (Object.values(saidIn(fields)).some((said) => said !== '')) this.#messageText = undefined;
      if (!isRecord(message)) return fields;
    }
    if (!isRecord(message)) return { content: choice['text'] };
    // A message that repeats the deltas at the end.
    if (this.#messageText === undefined) return isRecord(delta) ? delta : {};
    const { text } = saidIn(message);
    const known = this.#messageText;
    const isWholeSoFar = known.trim() !== '' && text.startsWith(known);
    this.#messageText = isWholeSoFar ? text : known + text;
    return isWholeSoFar ? { content: text.slice(known.length) } : message;
  }

  #readFinishReason(choice: Fields, hasText: boolean): void {
    const reason = finishReasonOf(choice['finish_reason']);
    if (reason === undefined) return;
    this.#finishReason = reason;
    // With text, it may stand in every chunk; where it has, only silence can tell that it is true.
    if (hasText) this.progress = this.#hasIdleReasons ? 'open' : 'ending';
    else this.progress = this.#hasIdleReasons ? 'ending' : 'finished';
  }

  /** The answer; of several alternatives the first. */
  #choiceOf(chunk: Fields): Fields | undefined {
    const listed: unknown[] = Array.isArray(chunk['choices']) ? chunk['choices'] : [];
    const choices = listed.filter(isRecord);
    if (choices.length === 0) return nativeChoice(chunk);
    const first = choices.find((choice) => Number(choice['index'] ?? 0) === 0) ?? choices[0]!;
    this.#index ??= Number(first['index'] ?? 0);
    return choices.find((choice) => Number(choice['index'] ?? 0) === this.#index);
  }
}

/** A call as OpenAI wrote it before there could be several. */
const callOfOld = (call: unknown): unknown => (isRecord(call) ? [{ index: 0, function: call }] : undefined);

/** Google puts its errors into a list, and some gateways all chunks of a stream. */
const listed = (value: unknown): Fields[] => (Array.isArray(value) ? value : [value]).filter(isRecord);

/** Ollama's own dialect, which some servers speak under this address too. */
function nativeChoice({ message, response, done, done_reason: reason }: Fields): Fields | undefined {
  if (typeof done !== 'boolean') return undefined;
  const delta = isRecord(message) ? message : { content: response };
  return { delta, finish_reason: done ? (reason ?? 'stop') : null };
}

/** True for a delta with text and nothing else that matters. */
function isPlainText(delta: Fields): boolean {
  return (
    typeof delta['content'] === 'string' &&
    Object.entries(delta).every(([key, value]) => key === 'content' || key === 'role' || isEmpty(value))
  );
}

const isEmpty = (value: unknown): boolean =>
  value === null || value === '' || (Array.isArray(value) && value.length === 0);
