import type { SqlEntityManager } from '@mikro-orm/sql';
import { ParleyError } from '../../kernel/errors.ts';
import type { Viewer } from '../../kernel/request-context.ts';
import type { ChatSession, SessionEvents } from '../chat/index.ts';
import {
  checkParameters,
  type GenerationParameters,
  type GenerationParametersInput,
  mergeParameters,
  type ModelCatalogue,
} from '../models/index.ts';
import type { PreferencesService } from '../preferences/index.ts';
import type { RunExecutor } from './run-executor.ts';
import {
  type AnswerPlan,
  type AskedQuestion,
  type NewTurn,
  orderOf,
  runInProgress,
  type Turn,
  writeTurn,
} from './turn-writer.ts';

export interface TurnStarterParts {
  instanceId: string;
  catalogue: ModelCatalogue;
  preferences: PreferencesService;
  sessions: SessionEvents;
  executor: RunExecutor;
}

/** How a person wants an answer, where it differs from what is usual. */
export interface AskedFor {
  modelId?: string | null;
  parameters?: GenerationParametersInput | null;
}

/** A turn in a transaction that holds the conversation. */
export interface WrittenTurn {
  turn: Turn | null;
  plan: AnswerPlan;
}

/** Plans the answers of turns, writes them, and starts their runs once they are committed. */
export class TurnStarter {
  readonly #parts: TurnStarterParts;

  constructor(parts: TurnStarterParts) {
    this.#parts = parts;
  }

  /** @throws ParleyError RATE_LIMITED while the server shuts down. */
  assertAccepting(): void {
    if (this.#parts.executor.acceptsRuns) return;
    throw new ParleyError('RATE_LIMITED', 'The server is restarting. Try again in a few seconds.', { retryAfter: 10 });
  }

  /** Checks how the answer shall be generated, with what its owner prefers where nothing else is said. */
  async plan(
    tx: SqlEntityManager,
    viewer: Viewer,
    session: ChatSession,
    asked: AskedFor,
    usualModel: string,
    question: AskedQuestion,
  ): Promise<AnswerPlan> {
    const { parameters } = await this.#parts.preferences.preferencesOf(tx, viewer.id);
    return this.planFor(session, asked, usualModel, question, { preferred: parameters, hasDocuments: null });
  }

  /** The same, for whoever knows what is preferred. */
  planFor(
    session: ChatSession,
    asked: AskedFor,
    usualModel: string,
    question: AskedQuestion,
    { preferred, hasDocuments }: { preferred: GenerationParameters; hasDocuments: boolean | null },
  ): AnswerPlan {
    const { catalogue } = this.#parts;
    const modelId = asked.modelId ?? usualModel;
    catalogue.resolve(modelId);
    const maxOutputTokens = catalogue.maxOutputTokens(modelId);
    const own = checkParameters(asked.parameters, maxOutputTokens);
    const parameters = mergeParameters(own, session.parameters, preferred);
    if (parameters.maxTokens) parameters.maxTokens = Math.min(parameters.maxTokens, maxOutputTokens);
    return { modelId, parameters, systemPrompt: session.systemPrompt, continued: null, question, hasDocuments };
  }

  /**
   * Saves a turn with the lease of this instance.
   * @returns null when the conversation has changed since it was read, so that nothing was written.
   */
  write(em: SqlEntityManager, turn: Omit<NewTurn, 'instanceId'>): Promise<Turn | null> {
    return writeTurn(em, { ...turn, instanceId: this.#parts.instanceId });
  }

  /** Runs the transaction, and only after its commit starts the run and tells the lists. */
  async transact(
    em: SqlEntityManager,
    viewer: Viewer,
    requestedAt: number,
    work: (tx: SqlEntityManager) => Promise<WrittenTurn>,
  ): Promise<Turn> {
    const { turn, plan } = await em.transactional(async (transaction) => {
      const written = await work(transaction as SqlEntityManager);
      // What changed is written: the unit of work has nothing to add.
      transaction.clear();
      return written;
    });
    if (!turn) throw runInProgress();
    return this.begin(viewer, turn, plan, requestedAt);
  }

  /** Starts the run of a turn that is committed, and tells the lists. */
  begin(viewer: Viewer, turn: Turn, plan: AnswerPlan, requestedAt: number): Turn {
    this.#parts.executor.start(orderOf(turn, plan, requestedAt));
    this.#parts.sessions.publish(viewer.id, turn.session.id);
    return turn;
  }
}
