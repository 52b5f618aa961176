import type { EmbeddingCall } from './embedder.ts';
import type { ErrorCode } from '../kernel/errors.ts';

export interface ChatMessage {
  role: 'system' | 'user' | 'assistant';
  content: string;
}

/** How an answer is generated; what is undefined is left to the provider. */
export interface GenerationSettings {
  temperature?: number;
  topP?: number;
  topK?: number;
  maxTokens?: number;
  seed?: number;
}

/** A chunk of the user's documents that an answer may be made of. */
export interface GivenChunk {
  /** How the answer refers to it, from 1: `[1]`. */
  number: number;
  text: string;
  documentName: string;
  /** How well it fits the question among those given, 0 to 1. */
  score: number;
  /** Cosine to the question, or null where nothing was compared by meaning. */
  similarity: number | null;
}

export interface ModelRequest {
  /** The provider's own name of the model, without the `provider:` prefix. */
  model: string;
  messages: readonly ChatMessage[];
  /**
   * The question as the user wrote it: in the messages, chunks and a summary may stand before it. Only a provider that
   * reads no prompt needs it; undefined where the last message of the user is all there is to read.
   */
  question?: string | undefined;
  /**
   * What was found in the user's documents, best first; undefined when nothing was looked for. They are in the
   * messages as well, in words: only a provider that reads no prompt needs them here.
   */
  chunks?: readonly GivenChunk[] | undefined;
  settings: GenerationSettings;
  /** Told which settings are really sent, before each attempt: some models refuse some. */
  onSent?: ((settings: GenerationSettings) => void) | undefined;
  /** Told of each request to an embedding service that the answer takes. */
  onEmbedding?: ((modelId: string, call: EmbeddingCall) => void) | undefined;
  /**
   * Aborting frees the provider's connection at once; the stream then throws the signal's reason.
   * Leaving the loop frees it too, but only between two events: a stop while waiting needs the signal.
   */
  signal: AbortSignal;
}

export interface ReportedUsage {
  promptTokens: number;
  completionTokens: number;
  /** Those of the completion that its text does not show. */
  reasoningTokens?: number | undefined;
}

/**
 * What a model says. All text of one network read comes as one event, so the cost of an event is
 * paid per read, not per token. Deltas are never empty, well-formed and without NUL: they can be
 * stored as they are. `finish` comes once, last; a stream that is cut throws instead.
 */
export type ModelEvent =
  | { type: 'text'; delta: string }
  | { type: 'reasoning'; delta: string }
  /** All text so far was reasoning: the model only now closed what its prompt had opened. */
  | { type: 'textWasReasoning' }
  /** A complete call; `arguments` is what the model wrote, which should be JSON. They come before `finish`. */
  | { type: 'toolCall'; id: string; name: string; arguments: string }
  /** `reason` is `stop`, `length`, `tool_calls`, `content_filter`, or a provider's own word. */
  | { type: 'finish'; reason: string; usage: ReportedUsage | null };

/** One provider, reachable under one id. */
export interface LanguageModelProvider {
  /** The prefix of its model ids, for example `openai`. */
  readonly id: string;
  /** For people: "OpenAI", "Ollama". */
  readonly label: string;
  /** Runs on this server or needs no key. */
  readonly isLocal: boolean;
  /** True for what only imitates a model (local, scripted): it is never asked for titles. */
  readonly isImitation?: boolean;
  /** Why none of its models can be used (no key), or null. */
  readonly unavailableReason: string | null;
  /**
   * The models it offers, asked from the provider where that is possible.
   * @throws ModelError when the provider cannot be asked.
   */
  listModels(signal: AbortSignal): Promise<ListedModel[]>;
  /** @throws ModelError, before the first event or in the middle. */
  stream(request: ModelRequest): AsyncIterable<ModelEvent>;
}

export interface ListedModel {
  name: string;
  contextWindow?: number;
}

/** PAYLOAD_TOO_LARGE: longer than the model takes. QUOTA_EXCEEDED: the key's credit or quota is used up. */
export type ProviderErrorCode =
  | Extract<ErrorCode, `PROVIDER_${string}`>
  | Extract<ErrorCode, 'PAYLOAD_TOO_LARGE' | 'QUOTA_EXCEEDED'>;

/** A provider's failure in our words; `message` is safe to show: no key, no URL, no body of the provider. */
export class ModelError extends Error {
  readonly code: ProviderErrorCode;
  /** True when the same request may succeed a moment later. */
  readonly isTransient: boolean;
  readonly retryAfterMs: number | undefined;
  /** True when the provider said no to the request, and so did no work for it. */
  readonly isRefusal: boolean;

  constructor(
    code: ProviderErrorCode,
    message: string,
    details: { isTransient?: boolean; retryAfterMs?: number; isRefusal?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: details.cause });
    this.name = 'ModelError';
    this.code = code;
    this.isTransient = details.isTransient ?? false;
    this.retryAfterMs = details.retryAfterMs;
    this.isRefusal = details.isRefusal ?? false;
  }
}
