import { countingLog } from '../../kernel/log.ts';
import { defineRoom } from '../../room.ts';
import { MessageResolver } from '../chat/index.ts';
import { chatRoom } from '../chat/room.ts';
import { knowledgeRoom } from '../knowledge/room.ts';
import { ConversationMemory, SummaryWriter } from '../memory/index.ts';
import { modelsRoom } from '../models/room.ts';
import { preferencesRoom } from '../preferences/room.ts';
import { BackgroundCalls } from '../usage/index.ts';
import { usageRoom } from '../usage/room.ts';
import { AnswerService } from './ask/answer.service.ts';
import { QuestionService } from './ask/question.service.ts';
import { TurnStarter } from './ask/turn-starter.ts';
import { FinalizeRetry } from './finish/finalize-retry.ts';
import { Heartbeat } from './finish/heartbeat.ts';
import { Reaper } from './finish/reaper.ts';
import { RunFinalizer } from './finish/run-finalizer.ts';
import { RunTakeover } from './finish/run-takeover.ts';
import { RunService } from './finish/run.service.ts';
import { RemoteRunMonitor } from './follow/remote-run-monitor.ts';
import { RunEventFeed } from './follow/run-event-feed.ts';
import { GenerationResolver } from './generation.resolver.ts';
import { LiveRuns } from './live/live-runs.ts';
import { RunLogBatch } from './log/run-log-batch.entity.ts';
import { RunLog } from './log/run-log.ts';
import { RunExecutor } from './produce/run-executor.ts';
import { TitleWriter } from './produce/title-writer.ts';
import { ContextBuilder } from './prompt/context-builder.ts';
import { RunContextResolver } from './run-context.resolver.ts';
import { CitationAddedResolver, RunEndedResolver, RunEventResolver, RunStartedResolver } from './run-event.resolver.ts';
import { CitationAdded, ReasoningDelta, TextDelta, ToolAnswered, ToolCalled } from './run-event.type.ts';
import { MessageRunResolver, RunResolver, SessionRunResolver } from './run.resolver.ts';
import { findLatestAnswer } from './run/latest-answer.ts';
import { runPromptBytes } from './run/prompt-bytes.ts';
import { type RunTimes, usualTimes } from './run/run-times.ts';
import { Run } from './run/run.entity.ts';

/** Asking, answering, watching, and picking up what a dead server left. Tests make its times shorter. */
export const generationRoomWith = (times: RunTimes) =>
  defineRoom({
    name: 'generation',
    entities: [Run, RunLogBatch],
    resolvers: [
      GenerationResolver,
      RunResolver,
      RunContextResolver,
      MessageRunResolver,
      SessionRunResolver,
      RunEventResolver,
      RunStartedResolver,
      CitationAddedResolver,
      RunEndedResolver,
    ],
    orphanedTypes: [CitationAdded, TextDelta, ReasoningDelta, ToolCalled, ToolAnswered],
    create(dependencies) {
      const { add, bus, fork, instanceId, isEmbedded, limiter, load, metrics, queue, tokenizer, tracer, urgent, use } =
        dependencies;
      const { catalogue } = use(modelsRoom);
      const { preferences } = use(preferencesRoom);
      const { chat, sessions } = use(chatRoom);
      const { usage } = use(usageRoom);
      const { documents, embeddings, retrieval } = use(knowledgeRoom);
      // What goes wrong here goes wrong for all that are being written, at once.
      const log = countingLog(dependencies.log);
      const live = add(new LiveRuns());
      const runLog = add(new RunLog(urgent));
      const ending = add(new RunFinalizer({ fork, urgent, usage, tokenizer, isRemote: !isEmbedded }));
      const foreign = new RemoteRunMonitor(fork, bus, log);
      const stream = add(new RunEventFeed({ fork, bus, live, log: runLog, foreign }));
      const calls = new BackgroundCalls(catalogue, usage, tokenizer);
      const titles = add(new TitleWriter({ fork, queue, catalogue, calls, sessions, log }));
      const summaries = add(
        new SummaryWriter({
          fork,
          queue,
          catalogue,
          calls,
          tokenizer,
          preferences,
          sessions,
          latestAnswer: findLatestAnswer,
          log,
        }),
      );
      const memory = new ConversationMemory(tokenizer);
      const context = add(new ContextBuilder(fork, catalogue, tokenizer, retrieval, memory));
      const saver = new FinalizeRetry({ ending, live, log, times });
      const executor = add(
        new RunExecutor({
          instanceId,
          load,
          bus,
          log,
          live,
          runLog,
          catalogue,
          context,
          embeddings,
          saver,
          titles,
          summaries,
          sessions,
          metrics,
          tracer,
          times,
        }),
      );
      const takeover = new RunTakeover({ urgent, bus, log, runLog, ending, sessions, metrics });
      const heartbeat = new Heartbeat({ instanceId, urgent, log, live, times });
      const reaper = new Reaper({ instanceId, urgent, bus, log, live, heartbeat, takeover, times });
      const runs = add(new RunService(fork, bus, live, takeover));
      const turns = new TurnStarter({ instanceId, fork, catalogue, preferences, sessions, executor, runLog, times });
      const questions = add(new QuestionService({ chat, documents, tokenizer, turns, fork }));
      const answers = add(new AnswerService(chat, turns));

      add(new MessageResolver(chat, (_context, messageId) => stream.partsOf(messageId)));
      add(new GenerationResolver(questions, answers, limiter, executor.admission));
      add(new RunResolver(runs));
      add(new MessageRunResolver(chat, runs));
      add(new SessionRunResolver(chat, runs));

      return {
        async start() {
          await reaper.start(isEmbedded);
          heartbeat.start();
          await titles.start();
          await summaries.start();
        },
        drain: (graceMs) => executor.drain(graceMs),
        async stop() {
          heartbeat.stop();
          reaper.stop();
          await runLog.flush();
        },
        housekeeping: { 'sweep-run-log': () => runLog.sweep(undefined, fork()) },
        gauges(gauges) {
          gauges.gauge('parley_runs_active', 'Answers this instance is writing.', [], () => [{ value: live.size }]);
          gauges.gauge('parley_run_log_lag_seconds', 'How long the oldest event waits for the disk.', [], () => [
            { value: runLog.lagMs / 1_000 },
          ]);
        },
        storedBytes: async (em, ownerId) => ({ text: await runPromptBytes(em, ownerId) }),
      };
    },
  });

export const generationRoom = generationRoomWith(usualTimes);
