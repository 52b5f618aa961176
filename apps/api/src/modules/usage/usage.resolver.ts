import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, FieldResolver, Info, Query, Resolver, Root } from 'type-graphql';
import { AccessFor } from '../../graphql/access.ts';
import { Costs } from '../../graphql/cost.ts';
import { mayWant } from '../../graphql/asked-fields.ts';
import { notFound } from '../../kernel/errors.ts';
import { type RequestContext, requireViewer } from '../../kernel/request-context.ts';
import { ChatSession } from '../chat/index.ts';
import { User } from '../users/index.ts';
import { usageBySession } from './usage.loaders.ts';
import { noUsage } from './usage.rules.ts';
import type { UsageService } from './usage.service.ts';
import { UsageReport, UsageReportInput, UsageTotals } from './usage.type.ts';

@Resolver(() => UsageReport)
export class UsageReportResolver {
  readonly #usage: UsageService;

  constructor(usage: UsageService) {
    this.#usage = usage;
  }

  @Costs('expensive')
  @AccessFor('user')
  @Query(() => UsageReport, {
    description: 'Usage of models, grouped by day, model or another key: the viewer’s calls, or those of all users.',
  })
  usageReport(
    @Arg('input', () => UsageReportInput, { description: 'Calls to include, and how to group them.' })
    input: UsageReportInput,
    @Ctx() context: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<UsageReport> {
    const isP95Wanted = mayWant(info, 'p95DurationMs');
    return this.#usage.report(context.em, requireViewer(context), input, { isP95Wanted });
  }
}

@Resolver(() => ChatSession)
export class SessionUsageResolver {
  @FieldResolver(() => UsageTotals, {
    description: 'Total usage of the conversation, including deleted messages and generated titles.',
  })
  async usage(@Root() session: ChatSession, @Ctx() context: RequestContext): Promise<UsageTotals> {
    return (await usageBySession(context, session.id)) ?? noUsage;
  }
}

@Resolver(() => User)
export class UserUsageResolver {
  readonly #usage: UsageService;

  constructor(usage: UsageService) {
    this.#usage = usage;
  }

  @FieldResolver(() => UsageTotals, { description: 'Total usage of the user; NOT_FOUND for other users.' })
  usage(@Root() user: User, @Ctx() context: RequestContext): Promise<UsageTotals> {
    const { viewer, em } = context;
    // Without a viewer it is the answer to signing up or in, which is about the caller.
    if (viewer && viewer.id !== user.id && viewer.role !== 'ADMIN') throw notFound('User');
    return this.#usage.totalsFor(em, { userId: user.id });
  }
}
