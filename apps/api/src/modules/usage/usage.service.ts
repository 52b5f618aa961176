import type { SqlEntityManager } from '@mikro-orm/sql';
import { type Clock, systemClock } from '../../kernel/clock.ts';
import { ParleyError } from '../../kernel/errors.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import { type Metrics, noMetrics } from '../../ports/metrics.ts';
import type { ModelPrices } from '../models/index.ts';
import { User } from '../users/index.ts';
import { type RequestType, TokenUsage } from './token-usage.entity.ts';
import { reportUsage, sessionTotals, userTotals } from './usage-report.ts';
import { costsOf, noUsage, reportPeriod, saneCount, type Totals } from './usage.rules.ts';
import type { UsageReport, UsageReportInput } from './usage.type.ts';

/** One call to a model, as it went. */
export interface UsageRecord {
  userId: string;
  requestType: RequestType;
  modelId: string;
  sessionId?: string | null;
  runId?: string | null;
  promptTokens: number;
  completionTokens: number;
  /** True when the counts were made with a tokenizer. */
  isEstimated: boolean;
  durationMs: number;
  timeToFirstTokenMs?: number | null;
  failed?: boolean;
}

/** The account of calls to models. */
export class UsageService {
  readonly #prices: ModelPrices;
  readonly #clock: Clock;
  readonly #metrics: Metrics;

  constructor(prices: ModelPrices, clock: Clock = systemClock, metrics: Metrics = noMetrics) {
    this.#prices = prices;
    this.#clock = clock;
    this.#metrics = metrics;
  }

  /**
   * Writes down a call that has ended, with its cost at the price that holds now, in the caller’s
   * transaction: it is there when the transaction is.
   */
  async record(tx: SqlEntityManager, call: UsageRecord): Promise<TokenUsage> {
    const usage = await this.entryOf(tx, call);
    tx.persist(usage);
    await tx.flush();
    // Told before the commit: in the rare case of a roll-back the graphs have a call more than the account.
    this.tell(usage);
    return usage;
  }

  /** What {@link record} writes, for whoever writes it with something else and tells of it then. */
  async entryOf(em: SqlEntityManager, call: UsageRecord): Promise<TokenUsage> {
    const now = this.#clock.now();
    const price = await this.#prices.priceAt(em, call.modelId, now);
    const promptTokens = saneCount(call.promptTokens);
    const completionTokens = saneCount(call.completionTokens);
    return Object.assign(new TokenUsage(), {
      createdAt: now,
      user: em.getReference(User, call.userId, { wrapped: true }),
      requestType: call.requestType,
      modelId: call.modelId,
      sessionId: call.sessionId ?? null,
      runId: call.runId ?? null,
      promptTokens,
      completionTokens,
      isEstimated: call.isEstimated,
      ...costsOf(price, promptTokens, completionTokens),
      priceId: price?.id ?? null,
      durationMs: saneCount(call.durationMs),
      timeToFirstTokenMs: call.timeToFirstTokenMs == null ? null : saneCount(call.timeToFirstTokenMs),
      failed: call.failed ?? false,
    });
  }

  /** Tells the graphs of a call that is in the account. */
  tell(usage: TokenUsage): void {
    const { requestType, modelId, promptTokens, completionTokens, totalCost, durationMs, timeToFirstTokenMs } = usage;
    const cost = usage.isPriced() ? Number(totalCost) : null;
    this.#metrics.callEnded({
      kind: requestType,
      modelId,
      promptTokens,
      completionTokens,
      cost,
      durationMs,
      timeToFirstTokenMs,
    });
  }

  /** All a person used so far, or all in one of their conversations. */
  async totalsFor(em: SqlEntityManager, scope: { userId: string; sessionId?: string }): Promise<Totals> {
    if (scope.sessionId === undefined) return userTotals(em, scope.userId);
    const totals = await sessionTotals(em, scope.userId, [scope.sessionId]);
    return totals.get(scope.sessionId) ?? noUsage;
  }

  /**
   * @param options isP95Wanted: false leaves the percentiles null, which takes a fraction of the time.
   * @throws ParleyError FORBIDDEN for everybody’s calls unless the viewer is an administrator,
   * BAD_USER_INPUT field from for a period that ends before it begins.
   */
  async report(
    em: SqlEntityManager,
    viewer: Viewer,
    input: UsageReportInput,
    { isP95Wanted = true }: { isP95Wanted?: boolean } = {},
  ): Promise<UsageReport> {
    if (input.allUsers && viewer.role !== 'ADMIN') {
      throw new ParleyError(
        'FORBIDDEN',
        'Only an administrator can see the usage of all users. Omit allUsers to see your own.',
        { field: 'allUsers' },
      );
    }
    const period = reportPeriod(input.from, input.to, this.#clock.now());
    return reportUsage(em, {
      userId: input.allUsers ? null : viewer.id,
      groupBy: input.groupBy,
      ...period,
      isP95Wanted,
    });
  }
}
