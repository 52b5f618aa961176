import type { ConversationFieldsFragment } from '@parley/graphql';
import { retrievalRanges } from '@parley/inputs';
import type { NumberRule } from '../../typed-number.ts';
import { t } from './locales/en.ts';

/** How a conversation looks into documents, or how a new one will. */
export type RetrievalSettings = Pick<
  ConversationFieldsFragment['retrieval'],
  'isEnabled' | 'mode' | 'topK' | 'minScore' | 'collectionIds' | 'excludedDocumentIds'
>;

/** What holds where nothing was chosen; as the API has it. */
export const defaultRetrieval: RetrievalSettings = {
  isEnabled: true,
  mode: 'HYBRID',
  topK: 5,
  minScore: 0.1,
  collectionIds: null,
  excludedDocumentIds: [],
};

export const searchModes = ['HYBRID', 'KEYWORD', 'SEMANTIC'] as const;

export const modeLabel = (mode: RetrievalSettings['mode']): string =>
  t(mode.toLowerCase() as Lowercase<RetrievalSettings['mode']>);

/** The ways to search, for a control to choose one. */
export const searchModeItems = () => searchModes.map((value) => ({ value, label: modeLabel(value) }));

/** How many of the settings are not as usual. */
export function changedRetrievalCount(choice: RetrievalSettings): number {
  return (Object.keys(defaultRetrieval) as (keyof RetrievalSettings)[]).filter(
    (name) => JSON.stringify(choice[name]) !== JSON.stringify(defaultRetrieval[name]),
  ).length;
}

export const topKRule: NumberRule = { label: () => t('ruleTopK'), ...retrievalRanges.topK };
export const minScoreRule: NumberRule = { label: () => t('ruleMinScore'), ...retrievalRanges.minScore };
export const resultsRule: NumberRule = { label: () => t('ruleResults'), ...retrievalRanges.results };
