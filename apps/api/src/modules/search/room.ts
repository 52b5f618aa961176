import { defineRoom } from '../../room.ts';
import { MessageSearchResolver } from './message-search.resolver.ts';
import { MessageSearch } from './message-search.service.ts';

/** Messages and titles, found by their words. */
export const searchRoom = defineRoom({
  name: 'search',
  resolvers: [MessageSearchResolver],
  create({ add }) {
    add(new MessageSearchResolver(new MessageSearch()));
    return {};
  },
});
