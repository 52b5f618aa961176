import { t } from './locales/en.ts';

const names: Readonly<Record<string, () => string>> = {
  'read-document': () => t('readDocument'),
  'embed-collection': () => t('embedCollection'),
  'sync-metadata': () => t('syncMetadata'),
  'write-title': () => t('writeTitle'),
  'write-summary': () => t('writeSummary'),
  housekeeping: () => t('housekeeping'),
};

/** Kinds whose failure takes nothing from anybody: the app goes on without. */
const harmless: Readonly<Record<string, () => string>> = {
  'write-title': () => t('writeTitleHarmless'),
  'write-summary': () => t('writeSummaryHarmless'),
};

/** What a kind of job does. One this app does not know yet is called by its name. */
export const jobLabel = (kind: string): string => names[kind]?.() ?? kind;

/** What a failure of this kind means for people, where it takes nothing from them; null where it matters. */
export const harmlessFailure = (kind: string): string | null => harmless[kind]?.() ?? null;
