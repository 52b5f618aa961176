import type { RunEvent as RunEventValue } from '@parley/run-events';
import { Arg, Ctx, FieldResolver, ID, Int, Resolver, Root, Subscription } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { resolvedField } from '../../kernel/resolved-fields.ts';
import type { RequestContext } from '../../kernel/request-context.ts';
import { Message, messagesById } from '../chat/index.ts';
import { Chunk, Citation } from '../knowledge/index.ts';
import { CitationAdded, RunEnded, RunEvent, RunStarted } from './run-event.type.ts';
import { watchRun } from './follow/watch-run.ts';

@Resolver()
export class RunEventResolver {
  @AccessFor('user')
  @Subscription(() => RunEvent, {
    description:
      'Emits every event with a sequence greater than `after`, in order and exactly once, then live events, until RunEnded.',
    subscribe: ({ args, context }: { args: { runId: string; after?: number | null }; context: RequestContext }) =>
      watchRun(context, args.runId, args.after ?? -1),
  })
  runEvents(
    @Arg('runId', () => ID, { description: 'The run.' }) _runId: string,
    @Arg('after', () => Int, {
      nullable: true,
      defaultValue: -1,
      description: 'Sequence number of the last event the client has; -1 for none.',
    })
    _after: number | null,
    @Root() event: RunEventValue,
  ): RunEventValue {
    return event;
  }
}

@Resolver(() => RunStarted)
export class RunStartedResolver {
  @FieldResolver(() => Message, { description: 'The answer that is being written.' })
  message(@Root() event: RunStarted, @Ctx() context: RequestContext): Promise<Message | undefined> {
    return messagesById(context, event.messageId);
  }
}

@Resolver(() => CitationAdded)
export class CitationAddedResolver {
  @FieldResolver(() => Citation, { description: 'The passage with its number.' })
  citation(@Root() { number, chunkId, score }: CitationAdded, @Ctx() { em }: RequestContext): Citation {
    const chunk = em.getReference(Chunk, chunkId, { wrapped: true });
    return Object.assign(new Citation(), { number, score, chunk });
  }
}

@Resolver(() => RunEnded)
export class RunEndedResolver {
  @FieldResolver(() => Message, { description: 'The answer as it was saved.' })
  message(@Root() event: RunEnded, @Ctx() context: RequestContext): Promise<Message | undefined> | Message {
    return resolvedField<Message>(event, 'message') ?? messagesById(context, event.messageId);
  }
}
