import { SessionUsageResolver, UsageReportResolver, UserUsageResolver } from './usage.resolver.ts';

export { type BackgroundAnswer, BackgroundCalls } from './background-calls.ts';
export { RequestType, TokenUsage } from './token-usage.entity.ts';
export { runUsage } from './usage.loaders.ts';
export { SessionUsageResolver, UsageReportResolver, UserUsageResolver } from './usage.resolver.ts';
export { UsageRollup } from './usage-rollup.service.ts';
export { type UsageRecord, UsageService } from './usage.service.ts';

export const usageResolvers = [UsageReportResolver, SessionUsageResolver, UserUsageResolver] as const;
