import { defineRoom } from '../../room.ts';
import { modelsRoom } from '../models/room.ts';
import { TokenUsage } from './token-usage.entity.ts';
import { SessionUsageResolver, UsageReportResolver, UserUsageResolver } from './usage.resolver.ts';
import { UsageRollup } from './usage-rollup.service.ts';
import { UsageService } from './usage.service.ts';

/** What requests to models took and cost. */
export const usageRoom = defineRoom({
  name: 'usage',
  entities: [TokenUsage],
  tables: ['usage_days'],
  resolvers: [UsageReportResolver, SessionUsageResolver, UserUsageResolver],
  create({ add, fork, metrics, use }) {
    const usage = add(new UsageService(use(modelsRoom).prices, undefined, metrics));
    const rollup = new UsageRollup(fork);
    add(new UsageReportResolver(usage));
    add(new UserUsageResolver(usage));
    return {
      offers: { usage },
      housekeeping: { 'roll-up-usage': (signal) => rollup.run(new Date(), signal) },
    };
  },
});
