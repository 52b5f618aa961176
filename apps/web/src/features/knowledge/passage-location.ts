import type { PassageFieldsFragment } from '@parley/graphql';
import { t } from './locales/en.ts';

/** Where a passage stands in its document, for people: `page 3`, `lines 10–24`, `rows 1–20`, `$.items[3]`. */
export function locationLabel({ page, line, endLine, row, endRow, path }: PassageFieldsFragment['location']): string {
  const range = (one: 'line' | 'row', from: number, to: number | null) =>
    to === null || to === from ? t(one, { from: String(from) }) : t(`${one}s`, { from: String(from), to: String(to) });
  return [
    ...(page === null ? [] : [t('page', { page: String(page) })]),
    ...(line === null ? [] : [range('line', line, endLine)]),
    ...(row === null ? [] : [range('row', row, endRow)]),
    ...(path === null ? [] : [path]),
  ].join(', ');
}
