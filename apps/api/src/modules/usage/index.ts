export { type BackgroundAnswer, BackgroundCalls } from './background-calls.ts';
export { RequestType, TokenUsage } from './token-usage.entity.ts';
export { runUsage } from './usage.loaders.ts';
export { SessionUsageResolver, UsageReportResolver, UserUsageResolver } from './usage.resolver.ts';
export { type UsageRecord, UsageService } from './usage.service.ts';
