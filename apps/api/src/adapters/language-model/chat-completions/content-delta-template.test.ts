import { describe, expect, it } from 'vitest';
import { ContentDeltaTemplate } from './content-delta-template.ts';

const chunk = (content: string, extra: object = {}): string =>
  JSON.stringify({ id: 'x', choices: [{ index: 0, delta: { content }, finish_reason: null }], usage: null, ...extra });

/** Escapes random characters in the various ways JSON allows. */
function asJsonString(text: string, random: () => number): string {
  const escaped = Array.from({ length: text.length }, (_, index) => {
    const unit = text[index] ?? '';
    const code = `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return random() < 0.2 ? code : JSON.stringify(unit).slice(1, -1);
  });
  return escaped.join('');
}

/** Numbers from 0 to 1, the same ones in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const alphabet = [
  'a',
  ' ',
  '"',
  '\\',
  '\n',
  '\t',
  '\0',
  '\u001f',
  '/',
  'ü',
  '漢',
  '\ud83c',
  '\udf0a',
  '\u2028',
  '{',
  '}',
  ',',
  ':',
  '"content":"',
];

const randomText = (random: () => number): string =>
  Array.from({ length: Math.floor(random() * 12) }, () => alphabet[Math.floor(random() * alphabet.length)]).join('');

describe('ContentDeltaTemplate', () => {
  it('reads what JSON.parse reads, for any text in any escaping', () => {
    const random = seeded(42);
    for (let round = 0; round < 3_000; round += 1) {
      const template = new ContentDeltaTemplate();
      template.learn(chunk('seed'));
      const text = randomText(random);
      const data = chunk('@@').replace('@@', () => asJsonString(text, random));
      expect(template.match(data)).toBe(JSON.parse(data).choices[0].delta.content);
    }
  });

  it('leaves alone what is not the same around the text', () => {
    const template = new ContentDeltaTemplate();
    expect(template.match(chunk('a'))).toBeUndefined();
    template.learn(chunk('a'));
    for (const other of [
      chunk('a', { usage: {} }),
      chunk('a').replace('null', '"stop"'),
      chunk('a').replace('"content"', '"refusal"'),
      chunk('a","role":"x'.replaceAll('"', '@')).replaceAll('@', '"'),
      chunk('a').slice(0, -1),
      chunk('a').replace('"a"', '"a\nb"'),
      chunk('a').replace('"a"', '"a\\x"'),
      chunk('a').replace('"a"', '"a\\"'),
      chunk('a').replace('"a"', 'null'),
      '[DONE]',
      '',
    ]) {
      expect(template.match(other)).toBeUndefined();
    }
    expect(template.match(chunk('b'))).toBe('b');
  });

  it('does not learn a text in another place', () => {
    const template = new ContentDeltaTemplate();
    const elsewhere = '{"content":"x","choices":[{"delta":{"content":"y"}}]}';
    template.learn(elsewhere);
    expect(template.match(elsewhere)).toBeUndefined();
    const several = '{"choices":[{"index":1,"delta":{"content":"x"}},{"index":0,"delta":{"content":"y"}}]}';
    template.learn(several);
    expect(template.match(several)).toBeUndefined();
  });

  it('learns anew when the surroundings change, and gives up when they always do', () => {
    const template = new ContentDeltaTemplate();
    template.learn(chunk('a', { created: 1 }));
    expect(template.match(chunk('b', { created: 1 }))).toBe('b');
    template.learn(chunk('c', { created: 2 }));
    expect(template.match(chunk('d', { created: 2 }))).toBe('d');
    for (let created = 3; created < 100; created += 1) template.learn(chunk('e', { created }));
    expect(template.match(chunk('f', { created: 99 }))).toBeUndefined();
  });

  it('reads rows of events as it reads them one by one, and stops where one does not fit', () => {
    const random = seeded(7);
    const others = [
      chunk('x', { usage: {} }),
      '[DONE]',
      chunk('x').replace('"x"', '"x\\'),
      chunk('x').slice(0, -2),
      '{}',
    ];
    for (let round = 0; round < 3_000; round += 1) {
      const template = new ContentDeltaTemplate();
      template.learn(chunk('seed'));
      const fitting = Array.from({ length: Math.floor(random() * 6) }, () =>
        chunk('@@').replace('@@', () => asJsonString(randomText(random), random)),
      );
      const asEvents = (data: readonly string[]): string => data.map((each) => `data: ${each}\n\n`).join('');
      const before = random() < 0.5 ? '' : ': hi\n\n';
      const after = random() < 0.3 ? '' : asEvents([others[Math.floor(random() * others.length)]!, chunk('more')]);
      const text = fitting.map((data) => template.match(data)).join('');
      const matched = template.matchEvents(before + asEvents(fitting) + after, before.length);
      expect(matched).toEqual(text === '' ? undefined : { text, end: before.length + asEvents(fitting).length });
    }
  });

  it('does not take what is put together from two halves for an escape', () => {
    const template = new ContentDeltaTemplate();
    template.learn(chunk('seed'));
    const [half, rest] = [chunk('@').replace('@', '\\u12'), chunk('34')];
    expect(template.matchEvents(`data: ${half}\n\ndata: ${rest}\n\n`, 0)).toBeUndefined();
    expect(template.matchEvents(`data: ${rest}\n\ndata: ${half}\n\n`, 0)?.text).toBe('34');
  });
});
