import { formatLocale } from '../../i18n/language.ts';
import { t } from './locales/en.ts';

/** What the grouping needs to know of a conversation. */
export interface Dated {
  /** ISO 8601. */
  lastActivityAt: string;
}

export interface DateGroup<T extends Dated> {
  label: string;
  items: T[];
}

/** The label of the group a moment belongs to, in the reader's own time zone. */
function labelOf(moment: Date, now: Date): string {
  const startOfDay = (daysAgo: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() - daysAgo);
  if (moment >= startOfDay(0)) return t('today');
  if (moment >= startOfDay(1)) return t('yesterday');
  if (moment >= startOfDay(7)) return t('previous7');
  if (moment >= startOfDay(30)) return t('previous30');
  const year = moment.getFullYear() === now.getFullYear() ? undefined : 'numeric';
  return moment.toLocaleDateString(formatLocale.value, { month: 'long', year });
}

/** Cuts a list that is ordered newest first into groups; the order within and of the groups is the list's. */
export function groupByDate<T extends Dated>(items: readonly T[], now: Date): DateGroup<T>[] {
  const groups: DateGroup<T>[] = [];
  for (const item of items) {
    const label = labelOf(new Date(item.lastActivityAt), now);
    const last = groups.at(-1);
    if (last?.label === label) last.items.push(item);
    else groups.push({ label, items: [item] });
  }
  return groups;
}
