import { FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { RunContext } from './run/run-context.type.ts';

@Resolver(() => RunContext)
export class RunContextResolver {
  @FieldResolver(() => Int, {
    description: 'Older messages replaced by a summary because they exceeded the context window.',
  })
  summarisedMessageCount(@Root() { summary }: RunContext): number {
    return summary?.messageCount ?? 0;
  }

  @FieldResolver(() => Int, { description: 'Tokens of the summary that was sent.' })
  summaryTokens(@Root() { summary }: RunContext): number {
    return summary?.tokens ?? 0;
  }
}
