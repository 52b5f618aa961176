import type { TextsLike } from '../../../i18n/messages.ts';
import type { t } from './en.ts';

export default {
  good: 'Gute Antwort',
  bad: 'Schlechte Antwort',
  incorrect: 'Nicht richtig',
  incomplete: 'Unvollständig',
  instructions: 'Anweisungen missachtet',
  style: 'Ton oder Stil',
  unsafe: 'Bedenklich',
  slow: 'Zu langsam',
  whatWentWrong: 'Was war das Problem?',
  thanks: 'Danke. Was war das Problem?',
  categories: 'Kategorien',
  anythingElseOptional: 'Sonst noch etwas (optional)',
  anythingElse: 'Sonst noch etwas',
  notSaved: 'Das Feedback wurde nicht gespeichert',
} satisfies TextsLike<typeof t>;
