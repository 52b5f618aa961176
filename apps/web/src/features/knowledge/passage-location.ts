import type { PassageFieldsFragment } from '@parley/graphql';

/** Where a passage stands in its document, for people: `page 3`, `lines 10–24`, `rows 1–20`, `$.items[3]`. */
export function locationLabel({ page, line, endLine, row, endRow, path }: PassageFieldsFragment['location']): string {
  const range = (one: string, many: string, from: number, to: number | null) =>
    to === null || to === from ? `${one} ${from}` : `${many} ${from}–${to}`;
  return [
    ...(page === null ? [] : [`page ${page}`]),
    ...(line === null ? [] : [range('line', 'lines', line, endLine)]),
    ...(row === null ? [] : [range('row', 'rows', row, endRow)]),
    ...(path === null ? [] : [path]),
  ].join(', ');
}
