import { defineMessages } from '../../../i18n/messages.ts';

export const t = defineMessages('markdown', {
  wrapLines: 'Wrap long lines',
  copyCode: 'Copy code',
  diagram: 'Diagram: {source}',
  source: 'Source',
  footnote: 'Footnote {label}',
  backToMark: 'Back to footnote mark {label}',
  image: 'Image',
  table: 'Table',
  done: 'Done',
  toDo: 'To do',
  plainText: 'Text',
  note: 'Note',
  tip: 'Tip',
  important: 'Important',
  warning: 'Warning',
  caution: 'Caution',
});
