import { describe, expect, it } from 'vitest';
import { cleanTitle, titlePrompt } from './title.rules.ts';

describe('cleanTitle', () => {
  it.each([
    ['"Baking bread."', 'Baking bread'],
    ['**Bread**\nHere is why', 'Bread'],
    ['\n\n# Title: Über Brot', 'Title: Über Brot'],
    ['Title: Bread', 'Bread'],
    ['“Brot backen”', 'Brot backen'],
  ])('%j becomes %j', (answer, title) => expect(cleanTitle(answer)).toBe(title));

  it.each(['', '  \n ', '""'])('%j is no title', (answer) => expect(cleanTitle(answer)).toBeNull());

  it('is cut between graphemes', () => {
    const title = cleanTitle('👨‍👩‍👧‍👦'.repeat(30))!;
    expect(title).toBe(`${'👨‍👩‍👧‍👦'.repeat(7)}…`);
  });
});

describe('titlePrompt', () => {
  it('sends no more of a long question than a title needs', () => {
    expect(titlePrompt('x'.repeat(100_000)).at(-1)!.content.length).toBeLessThan(2_100);
  });
});
