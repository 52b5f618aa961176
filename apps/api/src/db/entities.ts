import { AuthSession } from '../modules/auth/auth-session.entity.ts';
import { PasswordCredential } from '../modules/auth/password-credential.entity.ts';
import { ChatSession, Message, MessagePartRow } from '../modules/chat/index.ts';
import { MessageFeedback } from '../modules/feedback/message-feedback.entity.ts';
import { RunLogBatch } from '../modules/generation/log/run-log-batch.entity.ts';
import { Run } from '../modules/generation/run/run.entity.ts';
import { Chunk, Citation, Collection, Document, SessionRetrieval } from '../modules/knowledge/index.ts';
import { ConversationSummary } from '../modules/memory/conversation-summary.entity.ts';
import { ModelPrice } from '../modules/models/index.ts';
import { Preferences } from '../modules/preferences/preferences.entity.ts';
import { TokenUsage } from '../modules/usage/token-usage.entity.ts';
import { User } from '../modules/users/index.ts';
import { RateLimitCounter } from './rate-limit-counter.entity.ts';

/** Every table. */
export const entities = [
  User,
  PasswordCredential,
  AuthSession,
  Preferences,
  ModelPrice,
  ChatSession,
  Message,
  MessagePartRow,
  Run,
  RunLogBatch,
  ConversationSummary,
  Collection,
  Document,
  Chunk,
  Citation,
  SessionRetrieval,
  TokenUsage,
  MessageFeedback,
  RateLimitCounter,
];

/** Tables that are written in SQL alone: entities cannot describe their types, indexes and triggers. */
export const sqlTables = [
  'chunk_vectors',
  'chunk_terms',
  'term_counts',
  'lexicon_totals',
  'installation',
  'usage_days',
] as const;
