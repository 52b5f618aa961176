import { describe, expect, it } from 'vitest';
import { cleanTitle, titlePrompt } from './title.rules.ts';

describe('cleanTitle', () => {
  it.each([
    ['"Baking bread."', 'Baking bread'],
    ['**Bread**\nHere is why', 'Bread'],
    ['\n\n# Title: Über Brot', 'Über Brot'],
    ['Title: Bread', 'Bread'],
    ['“Brot backen”', 'Brot backen'],
    ['<think>\nThe user wants a title\n</think>\n\nBread', 'Bread'],
    ['```json\n{ "title": "Baking bread" }\n```', 'Baking bread'],
    ['Here is the JSON:\n```json\n{"title":"Baking \\"good\\" bread"}\n```\nEnjoy!', 'Baking "good" bread'],
    ['{"title": "Baking bread', 'Baking bread'],
    ['{"titles": ["Baking bread", "Bread"]}', 'Baking bread'],
    ['["Baking bread"]', 'Baking bread'],
    ['{"conversation_title":"Bread","emoji":"x"}', 'Bread'],
    ["{'title': 'Baking bread'}", 'Baking bread'],
    ['{title: "Baking bread"}', 'Baking bread'],
    ['<response><title>Baking bread</title></response>', 'Baking bread'],
    ['\\boxed{Baking bread}', 'Baking bread'],
    ['$\\boxed{\\text{Baking bread}}$', 'Baking bread'],
    ['[Baking bread](https://example.org)', 'Baking bread'],
    ['"\\u041f\\u0440\\u0438"', 'При'],
    ['User: How do I bake?\nTitle: Baking bread', 'Baking bread'],
    ['Here is my thought process:\nIt is on bread.\n\nHere is my response:\nBaking bread', 'Baking bread'],
    ['<scratchpad>bread</scratchpad>\nBaking bread', 'Baking bread'],
    ['```\nBaking bread\n```', 'Baking bread'],
    ['```title\nBaking bread\n```', 'Baking bread'],
    ['Sure! Here is a title: Baking bread', 'Baking bread'],
    ["Sure! Here's a title for the conversation:\n\n**Baking bread**", 'Baking bread'],
    ['Sure!\nBaking bread', 'Baking bread'],
    ['The title is "Baking bread".', 'Baking bread'],
    ['**Title:** Baking bread', 'Baking bread'],
    ['**Title**: Baking bread', 'Baking bread'],
    ['**Title: Baking bread**', 'Baking bread'],
    ['<title>Baking bread</title>', 'Baking bread'],
    ['Conversation title: "Baking bread."', 'Baking bread'],
    ['Titel: Brot backen', 'Brot backen'],
    ['标题：面包', '面包'],
    ['タイトル：「パン」', 'パン'],
    ['Название: «Хлеб»', 'Хлеб'],
    ['《面包》', '面包'],
    ['《三体》讨论', '《三体》讨论'],
    ['„Brot backen“', 'Brot backen'],
    ['« Le pain »', 'Le pain'],
    ['1. Baking bread\n2. Bread', 'Baking bread'],
    ['- Baking bread', 'Baking bread'],
    ['🍞 Baking bread', 'Baking bread'],
    ['Bread 🍞', 'Bread 🍞'],
    ['Baking bread。', 'Baking bread'],
    ['"""Baking bread"""', 'Baking bread'],
    ['`Array.map` in JavaScript', '`Array.map` in JavaScript'],
    ["'Hello' in French", "'Hello' in French"],
    ['"Baking bread', 'Baking bread'],
    ['3.14 and other numbers', '3.14 and other numbers'],
    ['Using <div> in HTML', 'Using <div> in HTML'],
    ['C++ or C#?', 'C++ or C#?'],
    ['[WIP] Bread', '[WIP] Bread'],
    ['Subject matter experts', 'Subject matter experts'],
    ['Here comes the sun', 'Here comes the sun'],
    ['OK Computer by Radiohead', 'OK Computer by Radiohead'],
    ['Baking bread<|im_end|>', 'Baking bread'],
    ['Bread…', 'Bread…'],
    ['Wait...', 'Wait...'],
  ])('%j becomes %j', (answer, title) => expect(cleanTitle(answer)).toBe(title));

  it.each([
    '',
    '  \n ',
    '""',
    '<think>The user wants',
    '```json',
    '```json\n{}\n```',
    '{',
    '---',
    'Untitled',
    "I'm sorry, but I cannot help with that.",
    `Bread is baked of dough, ${'which is made of flour and water and '.repeat(8)}`,
  ])('%j is no title', (answer) => expect(cleanTitle(answer)).toBeNull());

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
