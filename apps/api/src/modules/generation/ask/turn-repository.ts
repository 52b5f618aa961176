import type { SqlEntityManager } from '@mikro-orm/sql';
import { ref } from '@mikro-orm/core';
import { type Part, textOf } from '@parley/run-events';
import { sql } from 'kysely';
import { insertOf, writeGuarded, writeBatch } from '../../../db/write-batch.ts';
import { ParleyError } from '../../../kernel/errors.ts';
import { newId } from '../../../kernel/ids.ts';
import { searchVector } from '../../../text-search/search-vector.ts';
import {
  type ChatSession,
  findParts,
  Message,
  MessagePartRow,
  MessageRole,
  MessageStatus,
  PartType,
  TitleSource,
} from '../../chat/index.ts';
import type { GenerationParameters } from '../../models/index.ts';
import type { RunSpec } from '../run/run-spec.ts';
import { leaseEnd } from '../run/lease.ts';
import type { RunTimes } from '../run/run-times.ts';
import { Run, RunStatus } from '../run/run.entity.ts';

/** A question with its answer's rows, made in one transaction. */
export interface Turn {
  session: ChatSession;
  question: Message;
  answer: Message;
  run: Run;
  /** What the question is made of; left out of a turn that was read back. */
  questionParts?: readonly Part[];
}

/** How an answer shall be generated, checked. */
export interface AnswerPlan {
  modelId: string;
  parameters: GenerationParameters;
  systemPrompt: string | null;
  continued: string | null;
  question: AskedQuestion;
  /** Whether its owner has any document to answer from; null when that was not looked up. */
  hasDocuments: boolean | null;
  /** Whether a summary may stand for older messages that do not fit. */
  usesSummaries: boolean;
}

/** What is asked: the words, and the documents that came with them. */
export interface AskedQuestion {
  text: string;
  documentIds: readonly string[];
}

/** A question with what tells a retry of it from another one under the same id. */
export interface QuestionContent extends AskedQuestion {
  id?: string | null;
  tokenCount: number;
  requestHash: string | null;
}

export const runInProgress = (): ParleyError =>
  new ParleyError('RUN_IN_PROGRESS', 'An answer is still being written in this conversation. Wait for it or stop it.');

/** @throws ParleyError RUN_IN_PROGRESS while an answer of the conversation is being written. */
export async function assertIdle(tx: SqlEntityManager, session: ChatSession): Promise<void> {
  const open = await tx.count(Run, { session: session.id, status: { $in: [RunStatus.QUEUED, RunStatus.RUNNING] } });
  if (open > 0) throw runInProgress();
}

/** A question below `parent` with its parts, not saved. */
export function newQuestion(
  session: ChatSession,
  parent: Pick<Message, 'id' | 'depth'> | null,
  content: QuestionContent,
): { question: Message; parts: Part[] } {
  const question = Object.assign(new Message(), {
    ...(content.id && { id: content.id }),
    session: ref(session),
    parentId: parent?.id ?? null,
    depth: parent ? parent.depth + 1 : 0,
    role: MessageRole.USER,
    status: MessageStatus.COMPLETED,
    tokenCount: content.tokenCount,
    requestHash: content.requestHash,
  });
  const files = content.documentIds.map((documentId): Part => ({ type: 'file', id: newId(), documentId }));
  return { question, parts: [{ type: 'text', id: newId(), text: content.text }, ...files] };
}

const textColumns = (text: string) => ({ type: PartType.TEXT, text, search: searchVector(text) });

/** The row of a part of a question. */
const partRow = (question: Message, part: Part, ordinal: number): MessagePartRow =>
  Object.assign(new MessagePartRow(), {
    message: ref(question),
    ordinal,
    partId: part.id,
    ...(part.type === 'file'
      ? { type: PartType.FILE, data: { documentId: part.documentId } }
      : textColumns(part.type === 'text' ? part.text : '')),
  });

/** What a turn adds: the answer and its run always, the question and the conversation when they are new. */
export interface NewTurn {
  session: ChatSession;
  isNewSession?: boolean;
  question: Message;
  questionParts: readonly Part[];
  isNewQuestion?: boolean;
  plan: AnswerPlan;
}

/** A turn with all its rows, not saved. */
export interface PlannedTurn extends NewTurn, Turn {
  questionParts: readonly Part[];
}

/** Makes the rows of the answer. @param instanceId who will generate it. @param logSegmentId where it will be logged. */
export function planTurn(turn: NewTurn, instanceId: string, logSegmentId: string): PlannedTurn {
  const { session, question, plan } = turn;
  const answer = Object.assign(new Message(), {
    session: ref(session),
    parentId: question.id,
    depth: question.depth + 1,
    role: MessageRole.ASSISTANT,
    status: MessageStatus.STREAMING,
    modelId: plan.modelId,
  });
  const run = Object.assign(new Run(), {
    owner: session.owner,
    session: ref(session),
    message: ref(answer),
    status: RunStatus.RUNNING,
    modelId: plan.modelId,
    parameters: plan.parameters,
    systemPrompt: plan.systemPrompt,
    leaseOwner: instanceId,
    logSegmentId,
  });
  return { ...turn, answer, run };
}

/**
 * Saves a turn with one statement, with the lease of its instance, and makes its answer the active leaf.
 * @returns false when the conversation has changed since it was read, so that nothing was written.
 */
export async function saveTurn(em: SqlEntityManager, turn: PlannedTurn, times: RunTimes): Promise<boolean> {
  const { session, isNewSession, question, questionParts, isNewQuestion, answer, run } = turn;
  const parts = questionParts.map((part, ordinal) => partRow(question, part, ordinal));
  const messages = isNewQuestion ? [question, ...parts, answer] : [answer];
  const computed = { lease_until: leaseEnd(times) };
  const added = isNewQuestion ? 2 : 1;
  const previousLeafId = session.activeLeafId;
  session.activeLeafId = answer.id;
  session.lastActivityAt = session.updatedAt = new Date();
  if (isNewSession) {
    session.messageCount = added;
    const inserts = [session, ...messages].map((row) => insertOf(em, row));
    await writeBatch(em, [...inserts, insertOf(em, run, { computed })]);
    return true;
  }
  const inserts = messages.map((row) => insertOf(em, row, { isGuarded: true }));
  const condition = sessionUpdate(session, previousLeafId, added);
  const written = await writeGuarded(em, condition, [...inserts, insertOf(em, run, { isGuarded: true, computed })]);
  if (!written) return false;
  session.title = written.title;
  session.messageCount = written.message_count;
  return true;
}

/**
 * Finds a run that was saved although nobody said so, and takes its lease anew.
 * @returns false when there is none, or it is over.
 */
export async function renewUnconfirmedLease(em: SqlEntityManager, { run }: Turn, times: RunTimes): Promise<boolean> {
  const { rows } = await sql`
    update runs set lease_until = ${leaseEnd(times)}
    where id = ${run.id} and lease_owner = ${run.leaseOwner} and ended_at is null returning id`.execute(em.getKysely());
  return rows.length > 0;
}

/**
 * What a turn changes in its conversation, if that is still there, still ends where it did, and nothing is answered: its end may
 * have gone elsewhere and come back. A given name stays.
 */
const sessionUpdate = (session: ChatSession, previousLeafId: string | null, added: number) => sql<{
  title: string;
  message_count: number;
}>`
  update chat_sessions set title = case when title_source = 'DEFAULT' then ${session.title} else title end,
    title_search = case when title_source = 'DEFAULT' then ${searchVector(session.title)}::tsvector else title_search end,
    message_count = message_count + ${added}, active_leaf_id = ${session.activeLeafId},
    last_activity_at = ${session.lastActivityAt}, updated_at = ${session.updatedAt}
  where id = ${session.id} and deleted_at is null and active_leaf_id is not distinct from ${previousLeafId}
    and not exists (select from runs where session_id = ${session.id} and status in ('QUEUED', 'RUNNING'))
  returning title, message_count`;

/** What the executor needs of a turn that is committed. */
export function runSpecOf(turn: PlannedTurn, requestedAt: number): RunSpec {
  const { session, question, answer, run, plan } = turn;
  const isFirst = question.depth === 0;
  return {
    runId: run.id,
    ownerId: session.owner.id,
    sessionId: session.id,
    segmentId: run.logSegmentId,
    messageId: answer.id,
    questionId: question.id,
    modelId: plan.modelId,
    parameters: plan.parameters,
    systemPrompt: plan.systemPrompt,
    continued: plan.continued,
    questionText: plan.question.text,
    firstQuestionTokens: isFirst ? question.tokenCount : null,
    documentIds: plan.question.documentIds,
    hasDocuments: plan.hasDocuments,
    usesSummaries: plan.usesSummaries,
    answer,
    isUntitled: isFirst && session.titleSource === TitleSource.DEFAULT,
    requestedAt,
  };
}

/** What an earlier question asked. */
export async function findAskedQuestion(
  em: SqlEntityManager,
  question: Message,
): Promise<AskedQuestion & { parts: readonly Part[] }> {
  const parts = (await findParts(em, [question.id])).get(question.id) ?? [];
  const documentIds = parts.flatMap((part) => (part.type === 'file' ? [part.documentId] : []));
  return { text: textOf(parts), documentIds, parts };
}
