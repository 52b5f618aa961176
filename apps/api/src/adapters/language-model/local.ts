import type { Embedder, EmbeddingCall } from '../../ports/embedder.ts';
import {
  ModelError,
  type LanguageModelProvider,
  type ListedModel,
  type ModelEvent,
  type ModelRequest,
} from '../../ports/language-model.ts';
import { extractiveAnswer } from './local/extractive-answer.ts';
import { localAnswer, localSmallTalk } from './local/local-answer.ts';
import { pacedText, wordsOf } from './paced-text.ts';

const modelName = 'parley';
const wordsPerSecond = 60;

/**
 * Parley's built-in assistant: needs nothing, is not a language model and says so, and helps to add one. Of the
 * user's documents it answers with their own sentences.
 */
export class LocalProvider implements LanguageModelProvider {
  readonly id = 'local';
  readonly label = 'Parley’s built-in assistant';
  readonly isLocal = true;
  readonly isImitation = true;
  readonly unavailableReason = null;
  readonly #delayMs: number;
  readonly #embedder: Embedder | null;

  /** `delayMs` is the wait before each word; `embedder` compares sentences with the question. */
  constructor({
    delayMs = 1000 / wordsPerSecond,
    embedder = null,
  }: { delayMs?: number; embedder?: Embedder | null } = {}) {
    this.#delayMs = delayMs;
    this.#embedder = embedder;
  }

  async listModels(): Promise<ListedModel[]> {
    return [{ name: modelName }];
  }

  async *stream(request: ModelRequest): AsyncGenerator<ModelEvent, void, undefined> {
    const { model, messages, signal } = request;
    signal.throwIfAborted();
    if (model !== modelName) {
      throw new ModelError(
        'PROVIDER_BAD_RESPONSE',
        `${this.label} says: model not found. Its only model is ${modelName}.`,
      );
    }
    const question = request.question ?? messages.findLast((message) => message.role === 'user')?.content ?? '';
    const answer = await this.#answer(question, request);
    yield* pacedText('text', wordsOf(answer), this.#delayMs, signal);
    // No tokens were bought: the caller estimates how long the texts are.
    yield { type: 'finish', reason: 'stop', usage: null };
  }

  async #answer(question: string, request: ModelRequest): Promise<string> {
    const chunks = request.chunks ?? [];
    const smallTalk = localSmallTalk(question);
    if (smallTalk !== null || chunks.length === 0) return smallTalk ?? localAnswer(question);
    const compare = (asked: string, texts: readonly string[]) => this.#compare(asked, texts, request);
    const answer = await extractiveAnswer(question, chunks, compare);
    return answer.kind === 'offTopic' ? localAnswer(question) : answer.text;
  }

  /** Cosines, or null when nothing can be compared: the answer is then chosen by words alone. */
  async #compare(
    question: string,
    texts: readonly string[],
    { signal, onEmbedding }: ModelRequest,
  ): Promise<number[] | null> {
    if (this.#embedder === null) return null;
    const { id, maxBatch } = this.#embedder;
    const onCall = (call: EmbeddingCall): void => onEmbedding?.(id, call);
    try {
      const asked = (await this.#embedder.embed([question], 'query', signal, onCall))[0]!;
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += maxBatch) {
        const batch = texts.slice(start, start + maxBatch);
        vectors.push(...(await this.#embedder.embed(batch, 'passage', signal, onCall)));
      }
      return vectors.map((vector) => vector.reduce((sum, value, index) => sum + value * asked[index]!, 0));
    } catch (error) {
      if (error instanceof ModelError) return null;
      throw error;
    }
  }
}
