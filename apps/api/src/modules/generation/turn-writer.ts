import type { SqlEntityManager } from '@mikro-orm/sql';
import { ref } from '@mikro-orm/core';
import { ParleyError } from '../../kernel/errors.ts';
import { newId } from '../../kernel/ids.ts';
import {
  type ChatSession,
  Message,
  MessagePartRow,
  MessageRole,
  MessageStatus,
  PartType,
  TitleSource,
} from '../chat/index.ts';
import type { GenerationParameters } from '../models/index.ts';
import type { RunOrder } from './live-run.ts';
import { LEASE_SECONDS } from './lease-keeper.ts';
import { Run, RunStatus } from './run.entity.ts';

/** A question with its answer's rows, made in one transaction. */
export interface Turn {
  session: ChatSession;
  question: Message;
  answer: Message;
  run: Run;
}

/** How an answer shall be generated, checked. */
export interface AnswerPlan {
  modelId: string;
  parameters: GenerationParameters;
  systemPrompt: string | null;
  continued: string | null;
  question: AskedQuestion;
}

/** What is asked: the words, and the documents that came with them. */
export interface AskedQuestion {
  text: string;
  documentIds: readonly string[];
}

/** @throws ParleyError RUN_IN_PROGRESS while an answer of the conversation is being written. */
export async function assertIdle(tx: SqlEntityManager, session: ChatSession): Promise<void> {
  const open = await tx.count(Run, { session: session.id, status: { $in: [RunStatus.QUEUED, RunStatus.RUNNING] } });
  if (open > 0) {
    throw new ParleyError(
      'RUN_IN_PROGRESS',
      'An answer is still being written in this conversation. Wait for it or stop it.',
    );
  }
}

/** Adds a question below `parent`, without saving it. */
export function addQuestion(
  tx: SqlEntityManager,
  session: ChatSession,
  parent: Message | null,
  content: {
    id?: string | null;
    text: string;
    tokenCount: number;
    requestHash: string | null;
    documentIds: readonly string[];
  },
): Message {
  const question = tx.create(Message, {
    id: content.id ?? newId(),
    session: ref(session),
    parentId: parent?.id ?? null,
    depth: parent ? parent.depth + 1 : 0,
    role: MessageRole.USER,
    status: MessageStatus.COMPLETED,
    tokenCount: content.tokenCount,
    requestHash: content.requestHash,
  } as never);
  tx.create(MessagePartRow, {
    message: ref(question),
    ordinal: 0,
    partId: newId(),
    type: PartType.TEXT,
    text: content.text,
  } as never);
  content.documentIds.forEach((documentId, index) => {
    const file = { ordinal: index + 1, partId: newId(), type: PartType.FILE, data: { documentId } };
    tx.create(MessagePartRow, { message: ref(question), ...file } as never);
  });
  session.messageCount++;
  return question;
}

/** Adds the answer to a question and its run, makes it the active leaf, and saves everything. */
export async function addAnswer(
  tx: SqlEntityManager,
  session: ChatSession,
  question: Message,
  plan: AnswerPlan,
  instanceId: string,
): Promise<Turn> {
  const answer = tx.create(Message, {
    id: newId(),
    session: ref(session),
    parentId: question.id,
    depth: question.depth + 1,
    role: MessageRole.ASSISTANT,
    status: MessageStatus.STREAMING,
    modelId: plan.modelId,
  } as never);
  const run = tx.create(Run, {
    owner: session.owner,
    session: ref(session),
    message: ref(answer),
    status: RunStatus.RUNNING,
    modelId: plan.modelId,
    parameters: plan.parameters,
    systemPrompt: plan.systemPrompt,
    leaseOwner: instanceId,
    leaseUntil: new Date(Date.now() + LEASE_SECONDS * 1_000),
  } as never);
  session.messageCount++;
  session.activeLeafId = answer.id;
  session.lastActivityAt = new Date();
  await tx.flush();
  return { session, question, answer, run };
}

/** What the executor needs of a turn that is committed. */
export function orderOf(turn: Turn, plan: AnswerPlan, requestedAt: number): RunOrder {
  const { session, question, answer, run } = turn;
  const isFirst = question.depth === 0;
  const isUntitled = session.titleSource === TitleSource.DEFAULT && isFirst;
  return {
    runId: run.id,
    ownerId: session.owner.id,
    sessionId: session.id,
    messageId: answer.id,
    questionId: question.id,
    modelId: plan.modelId,
    parameters: plan.parameters,
    systemPrompt: plan.systemPrompt,
    continued: plan.continued,
    questionText: plan.question.text,
    firstQuestionTokens: isFirst ? question.tokenCount : null,
    documentIds: plan.question.documentIds,
    titleFrom: isUntitled ? plan.question.text : null,
    requestedAt,
  };
}
