import { JobResolver } from './job.resolver.ts';

export { JobResolver };
export { JobService } from './job.service.ts';

export const jobResolvers = [JobResolver] as const;
