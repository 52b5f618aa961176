import { storable } from '../../../kernel/text.ts';
import { asCount } from '../../../kernel/token-count.ts';
import type { ReportedUsage } from '../../../ports/language-model.ts';
import type { AnswerDecoder } from '../http/answer-body.ts';
import type { EventSink } from '../http/event-queue.ts';
import { isRecord } from '../http/json.ts';
import { badResponseFault, reportedFault, type ProviderIdentity } from '../http/provider-faults.ts';
import { ContentDeltaTemplate } from './content-delta-template.ts';
import { ToolCalls } from './tool-calls.ts';

type Fields = Record<string, unknown>;

/** The dialect of OpenAI's chat completions, with what its many imitators do differently. */
export class ChatCompletionDecoder implements AnswerDecoder {
  progress: 'open' | 'finished' | 'done' = 'open';
  readonly #provider: ProviderIdentity;
  readonly #template = new ContentDeltaTemplate();
  readonly #toolCalls = new ToolCalls();
  #finishReason = 'stop';
  #usage: ReportedUsage | null = null;

  constructor(provider: ProviderIdentity) {
    this.#provider = provider;
  }

  events(stream: string, start: number, out: EventSink): number {
    const matched = this.#template.matchEvents(stream, start);
    if (!matched) return start;
    out.text(matched.text);
    return matched.end;
  }

  data(data: string, out: EventSink): boolean {
    const text = this.#template.match(data);
    if (text !== undefined) {
      out.text(text);
      return text !== '';
    }
    if (data.trimEnd() === '[DONE]') {
      this.progress = 'done';
      return false;
    }
    const chunk: unknown = JSON.parse(data);
    if (!isRecord(chunk)) return false;
    this.#readCommon(chunk);
    const choice = firstChoice(chunk);
    if (choice === undefined) return false;
    const delta = isRecord(choice['delta']) ? choice['delta'] : {};
    const hasProgressed = this.#readMessage(delta, out);
    this.#readFinishReason(choice);
    if (isPlainText(delta) && this.progress === 'open' && !isRecord(chunk['usage'])) this.#template.learn(data);
    return hasProgressed;
  }

  whole(answer: unknown, out: EventSink): void {
    const choice = isRecord(answer) ? (this.#readCommon(answer), firstChoice(answer)) : undefined;
    const message = choice?.['message'];
    if (choice === undefined || !isRecord(message)) {
      throw badResponseFault(this.#provider, 'sent JSON that holds no answer. Try again or choose another model.');
    }
    this.#readMessage(message, out);
    this.#readFinishReason(choice);
    this.progress = 'done';
  }

  finish(out: EventSink): void {
    for (const call of this.#toolCalls.all()) out.add(call);
    out.add({ type: 'finish', reason: storable(this.#finishReason), usage: this.#usage });
  }

  /** What any chunk may hold: a failure, or usage in one of three places. */
  #readCommon(chunk: Fields): void {
    if (chunk['error'] !== undefined && chunk['error'] !== null) throw reportedFault(this.#provider, chunk['error']);
    const groq = isRecord(chunk['x_groq']) ? chunk['x_groq']['usage'] : undefined;
    const usage = chunk['usage'] ?? groq;
    if (isRecord(usage)) this.#readUsage(usage);
  }

  /** Counts are totals so far: one that cannot be believed leaves nothing to know. */
  #readUsage(usage: Fields): void {
    const { prompt_tokens: prompt, completion_tokens: completion, completion_tokens_details: details } = usage;
    if (prompt == null || completion == null) return;
    const promptTokens = asCount(prompt);
    const completionTokens = asCount(completion);
    const isKnown = promptTokens !== undefined && completionTokens !== undefined;
    const reasoningTokens = isRecord(details) ? asCount(details['reasoning_tokens']) : undefined;
    this.#usage = isKnown ? { promptTokens, completionTokens, ...(reasoningTokens && { reasoningTokens }) } : null;
  }

  #readMessage(message: Fields, out: EventSink): boolean {
    const reasoning = textOf(message['reasoning_content']) || textOf(message['reasoning']);
    out.reasoning(reasoning);
    const { text, thought } = contentOf(message['content']);
    out.reasoning(thought);
    out.text(text);
    const refusal = textOf(message['refusal']);
    out.text(refusal);
    const hasToolCalls = this.#toolCalls.add(message['tool_calls']);
    return hasToolCalls || `${reasoning}${thought}${text}${refusal}` !== '';
  }

  #readFinishReason(choice: Fields): void {
    const reason = choice['finish_reason'];
    if (typeof reason !== 'string' || reason === '') return;
    this.#finishReason = reason;
    this.progress = 'finished';
  }
}

/** The answer; of several alternatives the first. */
function firstChoice(chunk: Fields): Fields | undefined {
  const choices: unknown[] = Array.isArray(chunk['choices']) ? chunk['choices'] : [];
  return choices.filter(isRecord).find((choice) => (choice['index'] ?? 0) === 0);
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

/** Text is a string nearly everywhere; Mistral sends a list of typed pieces when a model thinks. */
function contentOf(content: unknown): { text: string; thought: string } {
  if (!Array.isArray(content)) return { text: textOf(content), thought: '' };
  const pieces = content.filter(isRecord);
  return {
    text: pieces.map((piece) => textOf(piece['text'])).join(''),
    thought: pieces
      .map((piece) => (Array.isArray(piece['thinking']) ? contentOf(piece['thinking']).text : ''))
      .join(''),
  };
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
