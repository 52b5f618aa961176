import {
  ModelError,
  type LanguageModelProvider,
  type ListedModel,
  type ModelEvent,
  type ModelRequest,
} from '../../ports/language-model.ts';
import { localAnswer } from './local/local-answer.ts';
import { pacedText, wordsOf } from './paced-text.ts';

const modelName = 'parley';
const wordsPerSecond = 60;

/** Parley's own voice: needs nothing, is not a language model and says so, and helps to add one. */
export class LocalProvider implements LanguageModelProvider {
  readonly id = 'local';
  readonly label = 'Local';
  readonly isLocal = true;
  readonly isImitation = true;
  readonly unavailableReason = null;
  readonly #delayMs: number;

  /** @param delayMs the wait before each word. */
  constructor(delayMs: number = 1000 / wordsPerSecond) {
    this.#delayMs = delayMs;
  }

  async listModels(): Promise<ListedModel[]> {
    return [{ name: modelName }];
  }

  async *stream({ model, messages, signal }: ModelRequest): AsyncGenerator<ModelEvent, void, undefined> {
    signal.throwIfAborted();
    if (model !== modelName) {
      throw new ModelError('PROVIDER_BAD_RESPONSE', `Local says: model not found. Its only model is ${modelName}.`);
    }
    const question = messages.findLast((message) => message.role === 'user')?.content ?? '';
    yield* pacedText('text', wordsOf(localAnswer(question)), this.#delayMs, signal);
    // No tokens were bought: the caller estimates how long the texts are.
    yield { type: 'finish', reason: 'stop', usage: null };
  }
}
