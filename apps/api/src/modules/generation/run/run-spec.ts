import type { Message } from '../../chat/index.ts';
import type { GenerationParameters } from '../../models/index.ts';

/** What a run is started with, all of it committed. */
export interface RunSpec {
  runId: string;
  ownerId: string;
  sessionId: string;
  /** Whose rows of the log it shares. */
  segmentId: string;
  /** The answer's message. */
  messageId: string;
  /** The message it answers. */
  questionId: string;
  modelId: string;
  parameters: GenerationParameters;
  systemPrompt: string | null;
  /** Text of an unfinished answer to write on. */
  continued: string | null;
  questionText: string;
  /** Tokens of the question when it is the first of its branch, so that no history need be read; else null. */
  firstQuestionTokens: number | null;
  /** Documents that came with the question: then only these are looked into. */
  documentIds: readonly string[];
  /** Whether its owner has any document to answer from; null when that was not looked up. */
  hasDocuments: boolean | null;
  /** Whether a summary stands for older messages that do not fit. */
  usesSummaries: boolean;
  /** The question is its first, and the conversation has no title of its own yet. */
  isUntitled: boolean;
  /** The message it writes, as it was saved. */
  answer: Message;
  /** When the request came, in milliseconds of `performance.now()`. */
  requestedAt: number;
}
