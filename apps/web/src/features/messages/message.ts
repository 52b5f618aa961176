import type { MessageFieldsFragment } from '@parley/graphql';

export type Message = MessageFieldsFragment;
