import type { SessionRowFragment } from '@parley/graphql';
import { groupByDate } from './group-by-date.ts';
import { t } from './locales/en.ts';

/** A line of the sidebar: the heading of a group, or a conversation. */
export type ListRow =
  | { kind: 'heading'; key: string; label: string }
  | { kind: 'session'; key: string; session: SessionRowFragment };

function rowsOf(label: string, sessions: readonly SessionRowFragment[]): ListRow[] {
  const rows = sessions.map((session): ListRow => ({ kind: 'session', key: session.id, session }));
  return rows.length === 0 ? [] : [{ kind: 'heading', key: `group:${label}`, label }, ...rows];
}

/** The lines of the list: the pinned ones first, the others by date. */
export function listRows(
  pinned: readonly SessionRowFragment[],
  others: readonly SessionRowFragment[],
  now: Date,
): ListRow[] {
  return [
    ...rowsOf(t('pinned'), pinned),
    ...groupByDate(others, now).flatMap(({ label, items }) => rowsOf(label, items)),
  ];
}
