import { Initial } from './0001-initial.ts';
import { Knowledge } from './0002-knowledge.ts';
import { Retrieval } from './0003-retrieval.ts';
import { MessageSearchIndex } from './0004-message-search.ts';
import { RunLogStorage } from './0005-run-log-storage.ts';
import { Operations } from './0006-operations.ts';
import { SessionRetrievals } from './0008-session-retrieval.ts';
import { RunLogWithoutKey } from './0009-run-log-without-key.ts';
import { RunLogSegments } from './0010-run-log-segments.ts';
import { SearchWithoutStatistics } from './0011-search-without-statistics.ts';
import { ConversationSummaries } from './0012-conversation-summaries.ts';
import { UsageDays } from './0013-usage-days.ts';
import { UnknownPrices } from './0014-unknown-prices.ts';
import { SearchVectors } from './0015-search-vectors.ts';
import { QuestionVectors } from './0016-question-vectors.ts';

/** In order; a migration that has shipped never changes. */
export const migrations = [
  { name: '0001-initial', class: Initial },
  { name: '0002-knowledge', class: Knowledge },
  { name: '0003-retrieval', class: Retrieval },
  { name: '0004-message-search', class: MessageSearchIndex },
  { name: '0005-run-log-storage', class: RunLogStorage },
  { name: '0006-operations', class: Operations },
  { name: '0008-session-retrieval', class: SessionRetrievals },
  { name: '0009-run-log-without-key', class: RunLogWithoutKey },
  { name: '0010-run-log-segments', class: RunLogSegments },
  { name: '0011-search-without-statistics', class: SearchWithoutStatistics },
  { name: '0012-conversation-summaries', class: ConversationSummaries },
  { name: '0013-usage-days', class: UsageDays },
  { name: '0014-unknown-prices', class: UnknownPrices },
  { name: '0015-search-vectors', class: SearchVectors },
  { name: '0016-question-vectors', class: QuestionVectors },
];
