import type { ChatMessage } from '../../ports/language-model.ts';

const LONGEST_TITLE = 80;
const LONGEST_QUESTION = 2_000;

/** Asks for a title; the question is quoted so that it is not answered. */
export function titlePrompt(question: string): ChatMessage[] {
  return [
    {
      role: 'system',
      content:
        'You name conversations. Answer with a title of two to six words for a conversation that starts with the quoted message, in its language, without quotation marks and without a full stop. Do not answer the message.',
    },
    { role: 'user', content: `"""${question.slice(0, LONGEST_QUESTION)}"""` },
  ];
}

/** The title in a model's answer: its first line without decoration, or null when nothing is left. */
export function cleanTitle(answer: string): string | null {
  const line = answer
    .split('\n')
    .map((each) => each.trim())
    .find((each) => each !== '');
  if (!line) return null;
  const title = line
    .replace(/^(#+\s*|title:\s*)/i, '')
    .replaceAll(/^["'“”«»*_`]+|["'“”«»*_`.]+$/g, '')
    .replaceAll(/[\0\s]+/g, ' ')
    .toWellFormed()
    .trim();
  return title === '' ? null : shorten(title);
}

function shorten(title: string): string {
  let short = '';
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(title)) {
    if (short.length + segment.length > LONGEST_TITLE) return `${short.trimEnd()}…`;
    short += segment;
  }
  return short;
}
