import { expect, test } from 'vitest';
import { foundWords, piecesOf } from './found-text.ts';

test('a text is cut at what was found in it', () => {
  const ranges = [
    { start: 0, end: 4 },
    { start: 8, end: 12 },
  ];
  expect(piecesOf('Café or café.', ranges)).toEqual([
    { text: 'Café', isFound: true },
    { text: ' or ', isFound: false },
    { text: 'café', isFound: true },
    { text: '.', isFound: false },
  ]);
  expect(foundWords('Café or Café.', ranges)).toEqual(['Café']);
  expect(piecesOf('nothing', [])).toEqual([{ text: 'nothing', isFound: false }]);
});
