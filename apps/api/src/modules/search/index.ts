import { MessageSearchResolver } from './message-search.resolver.ts';

export { MessageSearchResolver };
export { MessageSearch } from './message-search.service.ts';

export const searchResolvers = [MessageSearchResolver] as const;
