import type { ConversationFieldsFragment } from '@parley/graphql';
import { common } from '../../i18n/locales/en.ts';
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

interface NumberRule {
  label: () => string;
  min: number;
  max: number;
  isWhole: boolean;
}

export const topKRule: NumberRule = { label: () => t('ruleTopK'), min: 1, max: 20, isWhole: true };
export const minScoreRule: NumberRule = { label: () => t('ruleMinScore'), min: 0, max: 1, isWhole: false };
export const resultsRule: NumberRule = { label: () => t('ruleResults'), min: 1, max: 100, isWhole: true };

/** What was typed, as a number within the rule. */
export function parseNumber(rule: NumberRule, typed: string): { value: number } | { problem: string } {
  const text = typed.trim().replace(',', '.');
  const value = Number(text);
  const isFine = text !== '' && value >= rule.min && value <= rule.max && (!rule.isWhole || Number.isInteger(value));
  if (isFine) return { value };
  return {
    problem: common('outOfRange', {
      name: rule.label(),
      kind: common(rule.isWhole ? 'wholeNumber' : 'anyNumber'),
      min: rule.min,
      max: rule.max,
    }),
  };
}
