import type { TextsLike } from '../../../i18n/messages.ts';
import type { t } from './en.ts';

export default {
  wrapLines: 'Lange Zeilen umbrechen',
  copyCode: 'Code kopieren',
  diagram: 'Diagramm: {source}',
  source: 'Quelltext',
  footnote: 'Fußnote {label}',
  backToMark: 'Zurück zum Verweis auf Fußnote {label}',
  image: 'Bild',
  table: 'Tabelle',
  done: 'Erledigt',
  toDo: 'Offen',
  plainText: 'Text',
  note: 'Hinweis',
  tip: 'Tipp',
  important: 'Wichtig',
  warning: 'Warnung',
  caution: 'Vorsicht',
} satisfies TextsLike<typeof t>;
