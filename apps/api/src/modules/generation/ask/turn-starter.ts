import { setTimeout as sleep } from 'node:timers/promises';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { generationParameters } from '@parley/inputs';
import { databaseTrouble } from '../../../db/errors/database-away.ts';
import { checkInput } from '../../../graphql/check-input.ts';
import type { Viewer } from '../../../kernel/request-context.ts';
import type { ChatSession, SessionEvents } from '../../chat/index.ts';
import { type GenerationParametersInput, mergeParameters, type ModelCatalogue } from '../../models/index.ts';
import type { Preferences, PreferencesService } from '../../preferences/index.ts';
import type { RunExecutor } from '../produce/run-executor.ts';
import type { RunLog } from '../log/run-log.ts';
import type { RunTimes } from '../run/run-times.ts';
import {
  type AnswerPlan,
  type AskedQuestion,
  type NewTurn,
  runSpecOf,
  type PlannedTurn,
  planTurn,
  renewUnconfirmedLease,
  runInProgress,
  saveTurn,
  type Turn,
} from './turn-repository.ts';

/** How often, and for how long, a turn is looked for whose saving was not confirmed: an outage, in milliseconds. */
const LOOK_INTERVAL = 500;
const MAX_LOOKS = 120;

export interface TurnStarterParts {
  instanceId: string;
  fork: () => SqlEntityManager;
  catalogue: ModelCatalogue;
  preferences: PreferencesService;
  sessions: SessionEvents;
  executor: RunExecutor;
  runLog: RunLog;
  times: RunTimes;
}

/** How a person wants an answer, where it differs from what is usual. */
export interface AnswerOptions {
  modelId?: string | null;
  parameters?: GenerationParametersInput | null;
}

/** What is known of the person before an answer is planned. */
export interface KnownPreferences {
  preferences: Preferences;
  /** Whether there is any document to answer from; null when that was not looked up. */
  hasDocuments: boolean | null;
}

/** Plans the answers of turns, writes them, and starts their runs once they are committed. */
export class TurnStarter {
  readonly #parts: TurnStarterParts;

  constructor(parts: TurnStarterParts) {
    this.#parts = parts;
  }

  /** @throws ParleyError UNAVAILABLE while the server shuts down. */
  assertAccepting(): void {
    this.#parts.executor.admission.assertOpen();
  }

  /** Checks how the answer shall be generated, with what its owner prefers where nothing else is said. */
  async plan(
    tx: SqlEntityManager,
    viewer: Viewer,
    session: ChatSession,
    asked: AnswerOptions,
    usualModel: string,
    question: AskedQuestion,
  ): Promise<AnswerPlan> {
    const preferences = await this.#parts.preferences.preferencesOf(tx, viewer.id);
    return this.planFor(session, asked, usualModel, question, { preferences, hasDocuments: null });
  }

  /** The same, for whoever knows what is preferred. */
  planFor(
    session: ChatSession,
    asked: AnswerOptions,
    usualModel: string,
    question: AskedQuestion,
    { preferences, hasDocuments }: KnownPreferences,
  ): AnswerPlan {
    const { catalogue } = this.#parts;
    const modelId = asked.modelId ?? usualModel;
    catalogue.resolve(modelId);
    const maxOutputTokens = catalogue.maxOutputTokens(modelId);
    const own = checkInput(generationParameters(maxOutputTokens), asked.parameters ?? {}, 'parameters');
    const parameters = mergeParameters(own, session.parameters, preferences.parameters);
    if (parameters.maxTokens) parameters.maxTokens = Math.min(parameters.maxTokens, maxOutputTokens);
    const { systemPrompt } = session;
    const usesSummaries = session.autoSummarisation ?? preferences.autoSummarisation;
    return { modelId, parameters, systemPrompt, continued: null, question, hasDocuments, usesSummaries };
  }

  /**
   * Saves a turn, starts its run and tells the lists.
   * @returns null when the conversation has changed since it was read, so that nothing was written.
   */
  start(em: SqlEntityManager, viewer: Viewer, turn: NewTurn, requestedAt: number): Promise<Turn | null> {
    return this.#parts.executor.admission.admit(async () => {
      const planned = this.#planned(turn);
      const isSaved = await saveTurn(em, planned, this.#parts.times).catch((error: unknown) => {
        this.#handleLoss(error, viewer, planned, requestedAt);
        throw error;
      });
      return isSaved ? this.#begin(viewer, planned, requestedAt) : null;
    });
  }

  /** Does the same in a transaction that holds the conversation. @throws ParleyError RUN_IN_PROGRESS when it has changed. */
  transact(
    em: SqlEntityManager,
    viewer: Viewer,
    requestedAt: number,
    prepare: (tx: SqlEntityManager) => Promise<NewTurn>,
  ): Promise<Turn> {
    return this.#parts.executor.admission.admit(async () => {
      let planned: PlannedTurn | undefined;
      const saving = em.transactional(async (transaction) => {
        const tx = transaction as SqlEntityManager;
        planned = this.#planned(await prepare(tx));
        if (!(await saveTurn(tx, planned, this.#parts.times))) throw runInProgress();
        // What changed is written: the unit of work has nothing to add.
        tx.clear();
        return planned;
      });
      const saved = await saving.catch((error: unknown) => {
        if (planned) this.#handleLoss(error, viewer, planned, requestedAt);
        throw error;
      });
      return this.#begin(viewer, saved, requestedAt);
    });
  }

  #planned(turn: NewTurn): PlannedTurn {
    return planTurn(turn, this.#parts.instanceId, this.#parts.runLog.assignSegment());
  }

  #begin(viewer: Viewer, turn: PlannedTurn, requestedAt: number): Turn {
    this.#parts.executor.start(runSpecOf(turn, requestedAt));
    this.#parts.sessions.publish(viewer.id, turn.session.id);
    return turn;
  }

  /** When the database went away while a turn was being saved, it may have been: then it is answered all the same. */
  #handleLoss(error: unknown, viewer: Viewer, turn: PlannedTurn, requestedAt: number): void {
    if (databaseTrouble(error) === 'away') void this.#beginIfSaved(viewer, turn, requestedAt);
  }

  async #beginIfSaved(viewer: Viewer, turn: PlannedTurn, requestedAt: number): Promise<void> {
    const { executor, fork } = this.#parts;
    const { admission } = executor;
    for (let looks = 0; looks < MAX_LOOKS && admission.isOpen; looks++) {
      await sleep(LOOK_INTERVAL, undefined, { ref: false });
      const look = async (): Promise<boolean> => {
        const isSaved = await renewUnconfirmedLease(fork(), turn, this.#parts.times);
        if (isSaved) this.#begin(viewer, turn, requestedAt);
        return isSaved;
      };
      if ((await admission.admit(look).catch(() => null)) !== null) return;
    }
  }
}
