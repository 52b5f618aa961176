import { expect, it } from 'vitest';
import { withoutThoughts } from './thoughts.ts';

it.each([
  ['<think>\nplan\n</think>\n\nBread', 'Bread'],
  ['<think></think>Bread', 'Bread'],
  ['<think>a</think><thinking>b</thinking> Bread', 'Bread'],
  ['plan, then\n</think>\nBread', 'Bread'],
  ['<think>cut off', ''],
  ['<thought type="x">a</thought>Bread', 'Bread'],
  ['◁think▷a◁/think▷Bread', 'Bread'],
  ['[THINK]a[/THINK]Bread', 'Bread'],
  ['<|channel|>analysis<|message|>a<|end|><|start|>assistant<|channel|>final<|message|>Bread<|return|>', 'Bread'],
  ['Bread<|im_end|>', 'Bread'],
  ['How to <think> in tags', 'How to <think> in tags'],
])('%j becomes %j', (text, rest) => expect(withoutThoughts(text)).toBe(rest));
