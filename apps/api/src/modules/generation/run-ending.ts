import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Part, textOf } from '@parley/run-events';
import { type RawBuilder, sql } from 'kysely';
import { guard, insertOf, writeGuarded } from '../../db/write-together.ts';
import type { ReportedUsage } from '../../ports/language-model.ts';
import type { Tokenizer } from '../../ports/tokenizer.ts';
import { partsInsert } from '../chat/index.ts';
import { citationsInsert } from '../knowledge/index.ts';
import { RequestType, type UsageService } from '../usage/index.ts';
import { reportedTextTokens } from './answer-tokens.rules.ts';
import type { GivenCitation, RunEnd } from './run-recorder.ts';
import type { RunContext } from './run-context.type.ts';
import { Run } from './run.entity.ts';
import type { RunShape } from './run-shape.rules.ts';

/** Everything that is known when a run is over. */
export interface FinishedRun {
  runId: string;
  ownerId: string;
  sessionId: string;
  messageId: string;
  modelId: string;
  /** The instance that must still hold the lease; null for whoever ends it in place of that one. */
  leaseOwner: string | null;
  end: RunEnd;
  parts: readonly Part[];
  /** Passages it was given. */
  citations: readonly GivenCitation[];
  shape: RunShape;
  lastSequence: number;
  finishReason: string | null;
  /** Text that was there before the run and is not its work. */
  prefix: string;
  context: RunContext | null;
  /** What the provider reported; null is estimated. */
  usage: ReportedUsage | null;
  /** False when the provider refused before it did any work. */
  wasCharged: boolean;
  timeToFirstTokenMs: number | null;
  durationMs: number;
}

/** The one statement that ends a run: text, status, tokens, cost and final event are there together or not at all. */
export class RunEnding {
  readonly #fork: () => SqlEntityManager;
  readonly #usage: UsageService;
  readonly #tokenizer: Tokenizer;

  constructor(fork: () => SqlEntityManager, usage: UsageService, tokenizer: Tokenizer) {
    this.#fork = fork;
    this.#usage = usage;
    this.#tokenizer = tokenizer;
  }

  /** @returns false when the run had been ended by somebody else; nothing is changed then. */
  async commit(run: FinishedRun): Promise<boolean> {
    const tokens = await this.#countTokens(run);
    const em = this.#fork();
    const usage = await this.#usage.entryOf(em, {
      userId: run.ownerId,
      requestType: RequestType.CHAT,
      modelId: run.modelId,
      sessionId: run.sessionId,
      runId: run.runId,
      promptTokens: tokens.prompt,
      completionTokens: tokens.completion,
      isEstimated: tokens.isEstimated,
      durationMs: run.durationMs,
      timeToFirstTokenMs: run.timeToFirstTokenMs,
      failed: run.end.status === 'FAILED',
    });
    const parts = partsInsert(run.messageId, run.parts);
    const citations = citationsInsert(run.messageId, run.citations, textOf(run.parts));
    const ended = await writeGuarded(em, endRun(run), [
      ...(parts ? [parts] : []),
      ...(citations ? [citations] : []),
      insertOf(em, usage, { isGuarded: true }),
      ...closeMessage(run, tokens),
    ]);
    if (!ended) return false;
    this.#usage.tell(usage);
    return true;
  }

  /** How a run was ended by somebody else; null while it is open. */
  async foundEnd(runId: string): Promise<RunEnd | null> {
    const run = await this.#fork().findOne(Run, { id: runId, endedAt: { $ne: null } });
    if (!run) return null;
    const status = run.status as RunEnd['status'];
    return { status, errorCode: run.errorCode, errorMessage: run.errorMessage };
  }

  async #countTokens(
    run: FinishedRun,
  ): Promise<{ prompt: number; completion: number; text: number; isEstimated: boolean }> {
    const answer = textOf(run.parts);
    const reported = reportedTextTokens(run.parts, answer, run.prefix, run.usage);
    const text = reported ?? (await this.#tokenizer.countTokensInSlices(answer));
    if (run.usage) {
      return { prompt: run.usage.promptTokens, completion: run.usage.completionTokens, text, isEstimated: false };
    }
    const reasoning = run.parts.reduce((all, part) => (part.type === 'reasoning' ? all + part.text : all), '');
    const prefix = run.prefix ? await this.#tokenizer.countTokensInSlices(run.prefix) : 0;
    const completion = Math.max(0, text - prefix) + (await this.#tokenizer.countTokensInSlices(reasoning));
    return { prompt: run.wasCharged ? (run.context?.promptTokens ?? 0) : 0, completion, text, isEstimated: true };
  }
}

/** Ends the run unless somebody else has. */
const endRun = (run: FinishedRun): RawBuilder<unknown> => sql`
  update runs set status = ${run.end.status}, error_code = ${run.end.errorCode}, error_message = ${run.end.errorMessage},
    finish_reason = ${run.finishReason?.slice(0, 100) ?? null}, last_sequence = ${run.lastSequence},
    context = ${run.context ? JSON.stringify(run.context) : null}, shape = ${JSON.stringify(run.shape)},
    time_to_first_token_ms = ${run.timeToFirstTokenMs}, duration_ms = ${run.durationMs},
    ended_at = now(), lease_owner = ${run.leaseOwner}, lease_until = null
  where id = ${run.runId} and status in ('QUEUED', 'RUNNING')
    and ${run.leaseOwner === null ? sql`true` : sql`lease_owner = ${run.leaseOwner}`} returning id`;

/** What a run leaves in its message and conversation. */
const closeMessage = (
  { messageId, sessionId, end }: FinishedRun,
  tokens: { prompt: number; completion: number; text: number },
): RawBuilder<unknown>[] => [
  sql`update messages set status = ${end.status}, token_count = ${tokens.text} from ${guard} where messages.id = ${messageId}`,
  sql`update chat_sessions set context_tokens = ${tokens.prompt + tokens.completion}, updated_at = now()
    from ${guard} where chat_sessions.id = ${sessionId}`,
];
