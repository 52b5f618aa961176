import { defineRoom } from '../../room.ts';
import { JobResolver } from './job.resolver.ts';
import { JobService } from './job.service.ts';

/** Background work, for administrators. */
export const jobsRoom = defineRoom({
  name: 'jobs',
  resolvers: [JobResolver],
  create({ add, queue }) {
    add(new JobResolver(new JobService(queue)));
    return {
      gauges: (metrics) =>
        metrics.gauge(
          'parley_jobs',
          'Jobs of the whole installation; COMPLETED ones are kept a day.',
          ['kind', 'state'],
          async () =>
            (await queue.counts()).flatMap(({ kind, counts }) =>
              Object.entries(counts).map(([state, value]) => ({ labels: { kind, state }, value })),
            ),
        ),
    };
  },
});
