import { describe, expect, it } from 'vitest';
import { EventQueue } from './http/event-queue.ts';
import { InlineThoughts } from './inline-thoughts.ts';

/** What is thought and what is answered when a text comes in these pieces. */
function read(
  pieces: readonly string[],
  prepare?: (thoughts: InlineThoughts) => void,
): { thought: string; text: string } {
  const queue = new EventQueue();
  const thoughts = new InlineThoughts();
  prepare?.(thoughts);
  for (const piece of pieces) thoughts.text(piece, queue);
  thoughts.end(queue);
  let said = { thought: '', text: '' };
  for (let event = queue.take(); event !== undefined; event = queue.take()) {
    if (event.type === 'text') said.text += event.delta;
    else if (event.type === 'reasoning') said.thought += event.delta;
    else if (event.type === 'textWasReasoning') said = { thought: said.thought + said.text, text: '' };
  }
  return said;
}

const inPieces = (text: string, size: number): string[] => text.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? [];

const parted: [string, string, string, string][] = [
  ['R1', '<think>\nSECRET\n\nplan\n</think>\n\nThe answer is **4**.', 'SECRET\n\nplan', 'The answer is **4**.'],
  ['other names', '<thinking>a</thinking>b', 'a', 'b'],
  ['other cases', ' \n<Thought>a</THOUGHT> b', 'a', 'b'],
  ['Seed', '<seed:think>a</seed:think>b', 'a', 'b'],
  ['Magistral', '[THINK]a [1] b[/THINK]c', 'a [1] b', 'c'],
  ['Kimi', '◁think▷a◁/think▷b', 'a', 'b'],
  ['OpenThinker', '<|begin_of_thought|>a<|end_of_thought|>\n<|begin_of_solution|>b<|end_of_solution|>', 'a', 'b'],
  ['Command A', '<|START_THINKING|>a<|END_THINKING|><|START_RESPONSE|>b<|END_RESPONSE|>', 'a', 'b'],
  ['MedGemma', '<unused94>thought\na<unused95>b', 'a', 'b'],
  ['Gemma', '<|channel>thought\na<channel|>b', 'a', 'b'],
  [
    'gpt-oss',
    '<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>b<|return|>',
    'a',
    'b',
  ],
  ['gpt-oss without ends', '<|channel|>analysis<|message|>a<|start|>assistant<|channel|>final<|message|>b', 'a', 'b'],
  [
    'gpt-oss with two thoughts',
    '<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>commentary<|message|>b<|end|><|start|>assistant<|channel|>final<|message|>c',
    'a\n\nb',
    'c',
  ],
  ['gpt-oss without thoughts', '<|start|>assistant<|channel|>final<|message|>b<|return|>', '', 'b'],
  [
    'gpt-oss with a format',
    '<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final <|constrain|>json<|message|>{}<|return|>',
    'a',
    '{}',
  ],
  ['attributes', '<think duration="3">a</think >b', 'a', 'b'],
  ['a tag that is closed at once', '<think/>\n\nb', '', 'b'],
  ['spaces of no width', '\u200B<think>a</think>b', 'a', 'b'],
  ['bars', '<|think|>a<|/think|>b', 'a', 'b'],
  ['escaped tags', '&lt;think&gt;a&lt;/think&gt;\nb', 'a', 'b'],
  ['a scratchpad', '<scratchpad>a</scratchpad>\nb', 'a', 'b'],
  ['Granite', 'Here is my thought process:\na\nHere is my response:\n\nb', 'Here is my thought process:\na\n', 'b'],
  ['the end of a turn', '<think>a</think>b<|im_end|>\n<|endoftext|>', 'a', 'b'],
  ['the end of a turn of Mistral', 'b</s>', '', 'b'],
  ['Hunyuan', '<think>\na\n</think>\n<answer>\nb</answer>', 'a', 'b'],
  ['nothing thought', '<think>\n\n</think>\n\nb', '', 'b'],
  ['two blocks', '<think>a</think>\n<think>b</think>\nc', 'a\n\nb', 'c'],
  ['an opening written twice', '<think>\n<think>\na</think>b', 'a', 'b'],
  ['blocks in blocks', '<think>a\n<think>b</think>\nc</think>d', 'a\n<think>b\nc', 'd'],
  ['an opening in the thoughts', '<think>a\n<think>\nb</think>\nc', 'a\n<think>\nb', 'c'],
  ['a tag spoken about in the thoughts', '<think>Say `<think>` is a tag.</think>c', 'Say `<think>` is a tag.', 'c'],
  ['no end', '<think>a\n b', 'a\n b', ''],
  ['half an end', '<think>a</thin', 'a</thin', ''],
  ['an opening in the prompt', 'Okay.\n\nSo be it.\n</think>\n\nb <i>c</i>', 'Okay.\n\nSo be it.\n', 'b <i>c</i>'],
  ['an opening in the prompt, all in one line', 'SECRET</think>b', 'SECRET', 'b'],
  ['an opening in the prompt, and a space', 'So be it.</think> b', 'So be it.', 'b'],
  ['an opening in the prompt, and nothing said', 'So be it.\n</think>', 'So be it.\n', ''],
  ['an opening in the prompt, and nothing thought', '</think>\n\nb', '', 'b'],
  ['an opening of Gemma in the prompt', 'a<channel|>b', 'a', 'b'],
];

const plain: string[] = [
  'Hello.',
  '',
  ' \n',
  '  Hello.\n',
  '<',
  '<thin',
  '<thinker>a</thinker>',
  '<b>x</b> < y </i>',
  '[1] says so.',
  '[think about it](https://example.org)',
  'analysis of it: assistantfinal',
  'Analysis',
  '```xml\n<think>\na\n</think>\n```\n',
  'Models write <think>, then </think>\n and answer.',
  'The tag `</think>` ends it. "</think>" too, or </think>.',
  'Write </think> behind it.',
  'A tag (</think>) ends it: </think',
  'İİ</ thinkİ',
  'Sure! <think>a</think> b',
  'a </answer> b',
  'ChatML ends a turn with <|im_end|>',
  'It is <|im_end|>.',
  'a<|im_end|>\nb',
];

describe('InlineThoughts', () => {
  it.each(parted)('parts thoughts and answer: %s', (_name, whole, thought, text) => {
    for (const size of [1, 2, 3, 7, 1_000]) expect(read(inPieces(whole, size))).toEqual({ thought, text });
  });

  it.each(plain)('leaves %j as it is', (text) => {
    for (const size of [1, 2, 3, 7, 1_000]) expect(read(inPieces(text, size))).toEqual({ thought: '', text });
  });

  it('leaves later marks alone once there were thoughts', () => {
    const text = 'a\n</think>\nb';
    expect(read([`<think>x</think>${text}`])).toEqual({ thought: 'x', text });
    expect(read([text], (thoughts) => thoughts.foundElsewhere())).toEqual({ thought: '', text });
  });

  it('knows gpt-oss where a server has removed its marks', () => {
    const whole = 'analysisWe add.assistantfinalFour.';
    for (const size of [3, 8, 1_000]) {
      expect(read(inPieces(whole, size))).toEqual({ thought: 'analysisWe add.', text: 'Four.' });
    }
  });

  it('does not wait where nothing is open', () => {
    const queue = new EventQueue();
    const thoughts = new InlineThoughts();
    const said = (delta: string): unknown => (thoughts.text(delta, queue), queue.take());
    expect(said('Hel')).toEqual({ type: 'text', delta: 'Hel' });
    expect(said('lo <')).toEqual({ type: 'text', delta: 'lo ' });
    expect(said('b>')).toEqual({ type: 'text', delta: '<b>' });
  });
});
