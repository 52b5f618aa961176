import { t } from './locales/en.ts';

/** A card of the start page: words that fill the composer, to be changed before they are sent, or a page to open. */
export interface Example {
  icon: string;
  title: string;
  text: string;
  /** The page it opens; left out, the text goes into the composer. */
  path?: string;
}

/** What a newcomer can begin with where a language model answers. */
export const examplePrompts = (): readonly Example[] => [
  {
    icon: 'i-lucide-lightbulb',
    title: t('explainTitle'),
    text: t('explainText'),
  },
  {
    icon: 'i-lucide-pen-line',
    title: t('draftTitle'),
    text: t('draftText'),
  },
  {
    icon: 'i-lucide-code',
    title: t('codeTitle'),
    text: t('codeText'),
  },
  {
    icon: 'i-lucide-scale',
    title: t('compareTitle'),
    text: t('compareText'),
  },
];

/** What works before a language model is connected: every one of these leads somewhere. */
export const builtInExamples = (): readonly Example[] => [
  {
    icon: 'i-lucide-upload',
    title: t('uploadTitle'),
    text: t('uploadText'),
    path: '/documents',
  },
  {
    icon: 'i-lucide-table-properties',
    title: t('viewerTitle'),
    text: t('viewerText'),
    path: '/viewer',
  },
  {
    icon: 'i-lucide-circle-question-mark',
    title: t('assistantTitle'),
    text: t('assistantText'),
  },
  {
    icon: 'i-lucide-plug',
    title: t('connectTitle'),
    text: t('connectText'),
  },
];

interface Named {
  displayName: string;
  email: string;
}

/** The first of somebody's names; nothing when all that is known is the address. */
function firstNameOf({ displayName, email }: Named): string {
  const isOfAddress = displayName.trim().toLowerCase() === email.slice(0, email.lastIndexOf('@')).toLowerCase();
  return isOfAddress ? '' : (displayName.trim().split(/\s+/)[0] ?? '');
}

/** `Good morning, Ada`: by the hour of the day, 0 to 23. */
export function greetingAt(hour: number, viewer: Named | null): string {
  const time =
    hour < 5 ? t('goodEvening') : hour < 12 ? t('goodMorning') : hour < 18 ? t('goodAfternoon') : t('goodEvening');
  const first = viewer === null ? '' : firstNameOf(viewer);
  return first ? t('greeting', { greeting: time, name: first }) : time;
}
