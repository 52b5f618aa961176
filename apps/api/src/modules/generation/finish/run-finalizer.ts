import type { SqlEntityManager } from '@mikro-orm/sql';
import { textOf } from '@parley/run-events';
import { type RawBuilder, sql } from 'kysely';
import { guard, guarded, insertGuarded, type Urgent } from '../../../db/write-batch.ts';
import type { Tokenizer } from '../../../ports/tokenizer.ts';
import { partsInsert } from '../../chat/index.ts';
import { citationsInsert } from '../../knowledge/index.ts';
import { RequestType, type TokenUsage, type UsageRecord, type UsageService } from '../../usage/index.ts';
import { reportedTextTokens } from './answer-tokens.rules.ts';
import type { FinishedRun, RunEnd } from '../run/finished-run.ts';

export interface RunFinalizerParts {
  fork: () => SqlEntityManager;
  urgent: () => Urgent;
  usage: UsageService;
  tokenizer: Tokenizer;
  /** Whether a connection may be lost without anybody noticing. */
  isRemote: boolean;
}

/** How a run was found. */
export interface FoundEnd {
  /** Null while the run is open. */
  end: RunEnd | null;
  /** Whose run it is; null when it was ended in place of its instance. */
  leaseOwner: string | null;
}

/** The one statement that ends runs: text, status, tokens, cost and final event are there together or not at all. */
export class RunFinalizer {
  readonly #parts: RunFinalizerParts;

  constructor(parts: RunFinalizerParts) {
    this.#parts = parts;
  }

  /**
   * Ends runs together: all that can be, or none when the database refuses one of them.
   * @param beforeWrite called when the connection has just been found to work, before what may end the runs is sent; until then
   * their ends may change.
   * @returns the ids of those that are ended now. Somebody else has ended the others; nothing of them is changed.
   */
  async commit(runs: readonly FinishedRun[], beforeWrite: () => void = () => {}): Promise<Set<string>> {
    const { fork, urgent, usage, isRemote } = this.#parts;
    const em = fork();
    const counted: CountedRun[] = [];
    for (const run of runs) {
      const tokens = await this.#countTokens(run);
      counted.push({ run, tokens, usage: await usage.entryOf(em, usageOf(run, tokens)) });
    }
    return urgent()
      .getKysely()
      .connection()
      .execute(async (connection) => {
        if (isRemote) await sql`select`.execute(connection);
        beforeWrite();
        const { rows } = await endRuns(em, counted).execute(connection);
        const ended = new Set(rows.map(({ id }) => id));
        for (const each of counted) if (ended.has(each.run.runId)) usage.tell(each.usage);
        return ended;
      });
  }

  /** How these runs are stored; those that were erased are not among them. */
  async findEnds(runIds: readonly string[]): Promise<Map<string, FoundEnd>> {
    const { rows } = await sql<FoundRow>`
      select id, status, error_code, error_message, lease_owner, ended_at is not null as is_over
      from runs where id = any(${`{${runIds.join()}}`}::uuid[])`.execute(this.#parts.urgent().getKysely());
    return new Map(
      rows.map(({ id, status, error_code, error_message, lease_owner, is_over }) => {
        const end = { status, errorCode: error_code, errorMessage: error_message };
        return [id, { end: is_over ? end : null, leaseOwner: lease_owner }];
      }),
    );
  }

  async #countTokens(run: FinishedRun): Promise<Tokens> {
    const answer = textOf(run.parts);
    const reported = reportedTextTokens(run.parts, answer, run.prefix, run.usage);
    const text = reported ?? (await this.#parts.tokenizer.countTokensInSlices(answer));
    if (run.usage) {
      return { prompt: run.usage.promptTokens, completion: run.usage.completionTokens, text, isEstimated: false };
    }
    const reasoning = run.parts.reduce((all, part) => (part.type === 'reasoning' ? all + part.text : all), '');
    const prefix = run.prefix ? await this.#parts.tokenizer.countTokensInSlices(run.prefix) : 0;
    const completion = Math.max(0, text - prefix) + (await this.#parts.tokenizer.countTokensInSlices(reasoning));
    return { prompt: run.wasCharged ? (run.context?.promptTokens ?? 0) : 0, completion, text, isEstimated: true };
  }
}

interface Tokens {
  prompt: number;
  completion: number;
  text: number;
  isEstimated: boolean;
}

interface CountedRun {
  run: FinishedRun;
  tokens: Tokens;
  usage: TokenUsage;
}

interface FoundRow {
  id: string;
  status: RunEnd['status'];
  error_code: RunEnd['errorCode'];
  error_message: string | null;
  lease_owner: string | null;
  is_over: boolean;
}

const usageOf = (run: FinishedRun, tokens: Tokens): UsageRecord => ({
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

/** All that ends runs and what they leave, each unless somebody else has ended it. */
function endRuns(em: SqlEntityManager, counted: readonly CountedRun[]): RawBuilder<{ id: string }> {
  const runs = counted.map(({ run }) => run);
  const parts = partsInsert(runs);
  const citations = citationsInsert(runs.map((run) => ({ ...run, text: textOf(run.parts) })));
  const statements = [
    ...(parts ? [parts] : []),
    ...(citations ? [citations] : []),
    insertGuarded(
      em,
      counted.map(({ run, usage }) => [run.runId, usage]),
    ),
    closeMessages(counted),
    closeSessions(counted),
  ];
  return guarded(closeRuns(runs), statements, runs.length === 1);
}

/** @returns the runs that nobody has ended yet. In the order of their ids, as heartbeats lock them. */
const closeRuns = (runs: readonly FinishedRun[]): RawBuilder<{ id: string }> => sql`
  update runs set status = over.status, error_code = over.error_code, error_message = over.error_message,
    finish_reason = over.finish_reason, last_sequence = over.last_sequence, context = over.context, layout = over.layout,
    parameters = coalesce(over.parameters, runs.parameters),
    time_to_first_token_ms = over.time_to_first_token_ms, duration_ms = over.duration_ms,
    ended_at = now(), lease_owner = over.lease_owner, lease_until = null
  from (values ${sql.join(runs.map(overRow))}) as over (id, status, error_code, error_message, finish_reason, last_sequence,
    context, layout, parameters, time_to_first_token_ms, duration_ms, lease_owner)
  where runs.id = over.id and runs.status in ('QUEUED', 'RUNNING')
    and (over.lease_owner is null or runs.lease_owner = over.lease_owner)
    ${runs.length === 1 ? sql`` : sql`and runs.id in (select id from runs where id = any(${`{${runs.map(({ runId }) => runId).join()}}`}::uuid[]) order by id for no key update)`}
  returning runs.id`;

const overRow = (run: FinishedRun): RawBuilder<unknown> => sql`(${run.runId}::uuid, ${run.end.status}::run_status,
  ${run.end.errorCode}::text, ${run.end.errorMessage}::text, ${run.finishReason?.slice(0, 100) ?? null}::text,
  ${run.lastSequence}::int, ${run.context ? JSON.stringify(run.context) : null}::jsonb, ${JSON.stringify(run.layout)}::jsonb,
  ${run.sent ? JSON.stringify(run.sent) : null}::jsonb,
  ${run.timeToFirstTokenMs}::int, ${run.durationMs}::int, ${run.leaseOwner}::uuid)`;

const closeMessages = (counted: readonly CountedRun[]): RawBuilder<unknown> => sql`
  update messages set status = over.status, token_count = over.tokens
  from (values ${sql.join(
    counted.map(
      ({ run, tokens }) =>
        sql`(${run.runId}::uuid, ${run.messageId}::uuid, ${run.end.status}::message_status, ${tokens.text}::int)`,
    ),
  )}) as over (run_id, id, status, tokens)
  join ${guard} on guard.id = over.run_id where messages.id = over.id`;

const closeSessions = (counted: readonly CountedRun[]): RawBuilder<unknown> => sql`
  update chat_sessions set context_tokens = over.tokens, updated_at = now()
  from (values ${sql.join(
    counted.map(
      ({ run, tokens }) => sql`(${run.runId}::uuid, ${run.sessionId}::uuid, ${tokens.prompt + tokens.completion}::int)`,
    ),
  )}) as over (run_id, id, tokens)
  join ${guard} on guard.id = over.run_id where chat_sessions.id = over.id`;
