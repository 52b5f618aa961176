import type { Part } from '@parley/run-events';
import type { RequestContext } from '../../kernel/request-context.ts';

/** Gives the parts of a message that is still being written; the generation room reads them from the run's log. */
export type LiveParts = (context: RequestContext, messageId: string) => Promise<readonly Part[]>;
