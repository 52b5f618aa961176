import { defineMessages } from '../../../i18n/messages.ts';

export const t = defineMessages('feedback', {
  good: 'Good response',
  bad: 'Bad response',
  incorrect: 'Not correct',
  incomplete: 'Incomplete',
  instructions: 'Ignored instructions',
  style: 'Tone or style',
  unsafe: 'Unsafe',
  slow: 'Too slow',
  whatWentWrong: 'What went wrong?',
  thanks: 'Thanks. What went wrong?',
  categories: 'Categories',
  anythingElseOptional: 'Anything else (optional)',
  anythingElse: 'Anything else',
  notSaved: 'Your feedback was not saved',
});
