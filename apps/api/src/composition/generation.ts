import { MessageResolver } from '../modules/chat/index.ts';
import {
  AnswerService,
  CitationAddedResolver,
  ContextBuilder,
  findLatestAnswer,
  RemoteRunMonitor,
  GenerationResolver,
  Heartbeat,
  LiveRuns,
  MessageRunResolver,
  QuestionService,
  Reaper,
  RunContextResolver,
  RunEndedResolver,
  RunFinalizer,
  RunEventResolver,
  RunExecutor,
  RunLog,
  RunResolver,
  FinalizeRetry,
  RunService,
  RunStartedResolver,
  RunEventFeed,
  RunTakeover,
  type RunTimes,
  SessionRunResolver,
  TitleWriter,
  TurnStarter,
} from '../modules/generation/index.ts';
import { ConversationMemory, SummaryWriter } from '../modules/memory/index.ts';
import { countingLog } from '../kernel/log.ts';
import { BackgroundCalls } from '../modules/usage/index.ts';
import type { Services } from '../services.ts';
import type { Adapters } from './adapters.ts';
import type { Conversations } from './conversations.ts';
import type { Knowledge } from './knowledge.ts';
import type { People } from './people.ts';

/** Asking, answering, watching, and picking up what a dead server left. */
export function composeGeneration(
  services: Services,
  adapters: Adapters,
  { catalogue, preferences }: People,
  { chat, sessions, usage }: Conversations,
  { documents, embeddings, retrieval }: Knowledge,
  times: RunTimes,
) {
  const { bus, fork, instanceId, isEmbedded, limiter, load, metrics, queue, tokenizer, tracer, urgent } = adapters;
  // What goes wrong here goes wrong for all that are being written, at once.
  const log = countingLog(adapters.log);
  const live = services.add(new LiveRuns());
  const runLog = services.add(new RunLog(urgent));
  const ending = services.add(new RunFinalizer({ fork, urgent, usage, tokenizer, isRemote: !isEmbedded }));
  const foreign = new RemoteRunMonitor(fork, bus, log);
  const stream = services.add(new RunEventFeed({ fork, bus, live, log: runLog, foreign }));
  const calls = new BackgroundCalls(catalogue, usage, tokenizer);
  const titles = services.add(new TitleWriter({ fork, queue, catalogue, calls, sessions, log }));
  const summaries = services.add(
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
  const context = services.add(new ContextBuilder(fork, catalogue, tokenizer, retrieval, memory));
  const saver = new FinalizeRetry({ ending, live, log, times });
  const executor = services.add(
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
  const runs = services.add(new RunService(fork, bus, live, takeover));
  const turns = new TurnStarter({ instanceId, fork, catalogue, preferences, sessions, executor, runLog, times });
  const questions = services.add(new QuestionService({ chat, documents, tokenizer, turns, fork }));
  const answers = services.add(new AnswerService(chat, turns));

  services.add(new MessageResolver(chat, (_context, messageId) => stream.partsOf(messageId)));
  services.add(new GenerationResolver(questions, answers, limiter, executor.admission));
  services.add(new RunResolver(runs));
  services.add(new RunContextResolver());
  services.add(new MessageRunResolver(chat, runs));
  services.add(new SessionRunResolver(chat, runs));
  services.add(new RunEventResolver());
  services.add(new RunStartedResolver());
  services.add(new CitationAddedResolver());
  services.add(new RunEndedResolver());
  return { executor, heartbeat, live, reaper, runLog, summaries, titles };
}
