import type { SearchDocumentsInput } from '@parley/graphql';
import type { LocationQuery } from 'vue-router';
import { parseObject } from '../json-object.ts';
import { parseNumber } from '../../../typed-number.ts';
import { minScoreRule, resultsRule, searchModes } from '../retrieval-settings.ts';
import { t } from '../locales/en.ts';

/** What is typed in the form of a search, as the address keeps it. */
export interface SearchForm {
  query: string;
  mode: 'HYBRID' | 'KEYWORD' | 'SEMANTIC';
  collectionId: string | null;
  first: string;
  minScore: string;
  filter: string;
}

export type SearchProblems = Partial<
  Record<'query' | 'mode' | 'collectionId' | 'first' | 'minScore' | 'filter', string>
>;

const names = {
  query: 'q',
  mode: 'mode',
  collectionId: 'collection',
  first: 'first',
  minScore: 'min',
  filter: 'filter',
} as const;

export const emptySearch: SearchForm = {
  query: '',
  mode: 'HYBRID',
  collectionId: null,
  first: '10',
  minScore: '0',
  filter: '',
};

/** The form as an address says it; what it does not say is as usual. */
export function formOf(address: LocationQuery): SearchForm {
  const text = (name: string): string | null => (typeof address[name] === 'string' ? address[name] : null);
  const mode = searchModes.find((value) => value === text(names.mode));
  return {
    query: text(names.query) ?? emptySearch.query,
    mode: mode ?? emptySearch.mode,
    collectionId: text(names.collectionId),
    first: text(names.first) ?? emptySearch.first,
    minScore: text(names.minScore) ?? emptySearch.minScore,
    filter: text(names.filter) ?? emptySearch.filter,
  };
}

/** The address of a search: only what is not as usual. */
export function addressOf(form: SearchForm): Record<string, string> {
  const entries = (Object.keys(names) as (keyof SearchForm)[])
    .filter((key) => form[key] !== emptySearch[key] && form[key] !== null)
    .map((key) => [names[key], String(form[key])] as const);
  return Object.fromEntries(entries);
}

/** How many of the settings that are folded away are not as usual. */
export const foldedCount = (form: SearchForm): number =>
  (['first', 'minScore', 'filter'] as const).filter((key) => form[key].trim() !== emptySearch[key]).length;

/** What the server is asked, or what is wrong in which field. */
export function readSearch(form: SearchForm): { input: SearchDocumentsInput } | { problems: SearchProblems } {
  const first = parseNumber(resultsRule, form.first);
  const minScore = parseNumber(minScoreRule, form.minScore);
  const filter = form.filter.trim() === '' ? { value: null } : parseObject(form.filter);
  const problems: SearchProblems = {
    ...(form.query.trim() === '' && { query: t('typeSomething') }),
    ...('problem' in first && { first: first.problem }),
    ...('problem' in minScore && { minScore: minScore.problem }),
    ...('problem' in filter && { filter: filter.problem }),
  };
  if ('problem' in first || 'problem' in minScore || 'problem' in filter || problems.query) return { problems };
  return {
    input: {
      query: form.query.trim(),
      mode: form.mode,
      collectionId: form.collectionId,
      first: first.value,
      minScore: minScore.value,
      filter: filter.value,
    },
  };
}
