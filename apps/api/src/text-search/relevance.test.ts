import { describe, expect, it } from 'vitest';
import { isAboutText } from './relevance.ts';

const english =
  'In April 1815 Tambora produced the largest eruption, and 1816 became known as the year without a summer. It is felt today.';
const russian =
  'Матрёшку придумали в конце девятнадцатого века в Сергиевом Посаде. Их вырезают из липы, потому что она мягкая.';
const chinese = '大运河从北京到杭州，全长约一千八百公里，是世界上最长的人工河。';

describe('isAboutText', () => {
  it.each<[string, string, number | null, boolean]>([
    ['Which mountain erupted?', english, 0.5, true],
    ['What was 1816 called?', english, 0.2, true],
    ['What happened at Tambora?', english, null, true],
    ['How are you today?', english, 0.1, false],
    ['Hello!', english, null, false],
    ['', english, null, false],
    ['Which mountain erupted?', english, 0.2, false],
    ['Из какого дерева вырезают матрёшек?', russian, 0.1, true],
    ['Привет, как дела?', russian, 0.6, false],
    ['大运河有多长？', chinese, null, true],
    ['你好吗？', chinese, 0.7, false],
  ])('%s', (question, text, similarity, expected) => expect(isAboutText(question, text, similarity)).toBe(expected));
});
