import {
  ModelError,
  type ChatMessage,
  type LanguageModelProvider,
  type ListedModel,
  type ModelEvent,
  type ModelRequest,
  type ReportedUsage,
} from '../../ports/language-model.ts';
import { pacedText, wordsOf } from './paced-text.ts';
import { pause } from './pause.ts';
import { echoAnswer } from './scripted/echo-answer.ts';
import { longMarkdown } from './scripted/long-markdown.ts';
import { scriptedTokens, scriptIn, type Script } from './scripted/script.ts';

const slowDelayMs = 50;
const contextWindow = 32_768;
const modelNames = ['echo', 'slow', 'markdown'];
const hourMs = 3_600_000;

/**
 * A model for tests and demos that says exactly what the last user message makes it say:
 * `/script {"text": "…", "tokens": 200, …}` (see scripted/script.ts) word for word, anything else
 * by the model's name: `echo` a short answer about the question, `slow` the same at 20 tokens a
 * second, `markdown` about 14,000 characters with everything Markdown has.
 */
export class ScriptedProvider implements LanguageModelProvider {
  readonly id = 'scripted';
  readonly label = 'Scripted';
  readonly isLocal = true;
  readonly isImitation = true;
  readonly unavailableReason = null;

  async listModels(): Promise<ListedModel[]> {
    return modelNames.map((name) => ({ name, contextWindow }));
  }

  async *stream(request: ModelRequest): AsyncGenerator<ModelEvent, void, undefined> {
    const { model, messages, signal } = request;
    signal.throwIfAborted();
    if (!modelNames.includes(model)) {
      throw new ModelError(
        'PROVIDER_BAD_RESPONSE',
        `Scripted says: model not found. Choose one of ${modelNames.join(', ')}.`,
      );
    }
    const script = scriptFor(request);
    const delayMs = script.delayMs ?? (model === 'slow' ? slowDelayMs : 0);
    const thoughts = wordsOf(script.reasoning ?? '');
    const tokens = [...scriptedTokens(script, wordsOf(script.text ?? ''))];

    yield* pacedText('reasoning', thoughts, delayMs, signal);
    yield* pacedText('text', tokens.slice(0, script.failAfter), delayMs, signal);
    if (script.failAfter !== undefined || script.errorCode !== undefined) throw scriptedFailure(script);
    while (script.stall === true) await pause(hourMs, signal);
    const usage = { promptTokens: promptTokens(messages), completionTokens: thoughts.length + tokens.length };
    yield finishEvent(script, usage);
  }
}

function scriptFor({ model, messages, settings, question }: ModelRequest): Script {
  const prompt = question ?? messages.findLast((message) => message.role === 'user')?.content ?? '';
  const script = scriptIn(prompt);
  if (script !== undefined) return script;
  const text = model === 'markdown' ? longMarkdown() : echoAnswer(prompt);
  const count = wordsOf(text).length;
  const isCut = settings.maxTokens !== undefined && settings.maxTokens < count;
  return isCut ? { text, tokens: settings.maxTokens, finishReason: 'length' } : { text };
}

function scriptedFailure(script: Script): ModelError {
  const code = script.errorCode ?? 'PROVIDER_UNAVAILABLE';
  return new ModelError(code, 'Scripted failed as scripted. Try again or choose another model.');
}

function finishEvent(script: Script, usage: ReportedUsage): ModelEvent {
  return { type: 'finish', reason: script.finishReason ?? 'stop', usage: script.usage === false ? null : usage };
}

/** A word is a token here, and each message has one of its own. */
function promptTokens(messages: readonly ChatMessage[]): number {
  return messages.reduce((sum, message) => sum + 1 + wordsOf(message.content).length, 0);
}
