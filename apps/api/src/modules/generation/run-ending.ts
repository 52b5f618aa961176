import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Part, textOf } from '@parley/run-events';
import type { ReportedUsage } from '../../ports/language-model.ts';
import type { Tokenizer } from '../../ports/tokenizer.ts';
import { insertParts } from '../chat/index.ts';
import { insertCitations } from '../knowledge/index.ts';
import { RequestType, type UsageService } from '../usage/index.ts';
import type { GivenCitation, RunEnd } from './run-recorder.ts';
import { RunEventBatch } from './run-event-batch.entity.ts';
import { Run, type RunContext } from './run.entity.ts';
import type { RunShape } from './run-shape.rules.ts';

/** Everything that is known when a run is over. */
export interface FinishedRun {
  runId: string;
  ownerId: string;
  sessionId: string;
  messageId: string;
  modelId: string;
  /** The instance that must still hold the lease; null for the reaper, which takes it over. */
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

/** The one transaction that ends a run: text, status, tokens, cost and final event are there together or not at all. */
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
    return this.#fork().transactional(async (transaction) => {
      const tx = transaction as SqlEntityManager;
      if (!(await endRun(tx, run))) return false;
      await insertParts(tx, run.messageId, run.parts);
      await insertCitations(tx, run.messageId, run.citations, textOf(run.parts));
      await this.#usage.record(tx, {
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
      await closeMessage(tx, run, tokens);
      return true;
    });
  }

  /** How a run was ended by somebody else; null while it is open. What was logged after its end is removed. */
  async foundEnd(runId: string): Promise<RunEnd | null> {
    const em = this.#fork();
    const run = await em.findOne(Run, { id: runId, endedAt: { $ne: null } });
    if (!run) return null;
    await em.nativeDelete(RunEventBatch, { run: runId });
    const status = run.status as RunEnd['status'];
    return { status, errorCode: run.errorCode, errorMessage: run.errorMessage };
  }

  async #countTokens(
    run: FinishedRun,
  ): Promise<{ prompt: number; completion: number; text: number; isEstimated: boolean }> {
    const text = await this.#tokenizer.countTokensInSlices(textOf(run.parts));
    if (run.usage) {
      return { prompt: run.usage.promptTokens, completion: run.usage.completionTokens, text, isEstimated: false };
    }
    const reasoning = run.parts.reduce((all, part) => (part.type === 'reasoning' ? all + part.text : all), '');
    const prefix = run.prefix ? await this.#tokenizer.countTokensInSlices(run.prefix) : 0;
    const completion = Math.max(0, text - prefix) + (await this.#tokenizer.countTokensInSlices(reasoning));
    return { prompt: run.wasCharged ? (run.context?.promptTokens ?? 0) : 0, completion, text, isEstimated: true };
  }
}

async function endRun(tx: SqlEntityManager, run: FinishedRun): Promise<boolean> {
  const rows = await tx.execute<{ id: string }[]>(
    `update runs set status = ?, error_code = ?, error_message = ?, finish_reason = ?, last_sequence = ?, context = ?,
            shape = ?, time_to_first_token_ms = ?, duration_ms = ?, ended_at = now(), lease_owner = null, lease_until = null
     where id = ? and status in ('QUEUED', 'RUNNING') and (lease_owner = ? or ?::boolean) returning id`,
    [
      run.end.status,
      run.end.errorCode,
      run.end.errorMessage,
      run.finishReason?.slice(0, 100) ?? null,
      run.lastSequence,
      run.context ? JSON.stringify(run.context) : null,
      JSON.stringify(run.shape),
      run.timeToFirstTokenMs,
      run.durationMs,
      run.runId,
      run.leaseOwner,
      run.leaseOwner === null,
    ],
  );
  return rows.length > 0;
}

/** What a run leaves in its message and conversation, in one statement; its log has nothing more to say. */
async function closeMessage(
  tx: SqlEntityManager,
  run: FinishedRun,
  tokens: { prompt: number; completion: number; text: number },
): Promise<void> {
  await tx.execute(
    `with message as (update messages set status = ?, token_count = ? where id = ?),
          log as (delete from run_event_batches where run_id = ?)
     update chat_sessions set context_tokens = ?, updated_at = now() where id = ?`,
    [run.end.status, tokens.text, run.messageId, run.runId, tokens.prompt + tokens.completion, run.sessionId],
  );
}
