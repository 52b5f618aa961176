import { FieldResolver, Int, Resolver, Root } from 'type-graphql';
import { RunContext } from './run/run-context.type.ts';

@Resolver(() => RunContext)
export class RunContextResolver {
  @FieldResolver(() => Int, { description: 'Older messages that were told by a summary, because they did not fit.' })
  summarisedMessageCount(@Root() { summary }: RunContext): number {
    return summary?.messageCount ?? 0;
  }

  @FieldResolver(() => Int, { description: 'Tokens of the summary among what was sent.' })
  summaryTokens(@Root() { summary }: RunContext): number {
    return summary?.tokens ?? 0;
  }
}
