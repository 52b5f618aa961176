import { describe, expect, it } from 'vitest';
import type { HistoryEntry } from '../../chat/index.ts';
import { MessageRole } from '../../chat/index.ts';
import { behindSummary, contextMessages, fromQuestion, historyBudget } from './context.rules.ts';

const entry = (role: 'USER' | 'ASSISTANT', text: string): HistoryEntry => ({
  messageId: text,
  role: MessageRole[role],
  text,
  tokenCount: 1,
});

describe('historyBudget', () => {
  it('leaves room for the answer that was asked for and the system prompt', () => {
    expect(historyBudget(10_000, 100, { maxTokens: 1_000 })).toBe(10_000 - 1_000 - 100 - 4);
  });

  it('never keeps more than half the window for the answer', () => {
    expect(historyBudget(1_000, 0, { maxTokens: 3_000 })).toBe(496);
  });

  it('always leaves something for the question', () => {
    expect(historyBudget(1_000, 5_000, {})).toBe(100);
  });
});

describe('contextMessages', () => {
  it('puts the system prompt first and keeps the order', () => {
    expect(
      contextMessages('Be brief.', [entry('USER', 'a'), entry('ASSISTANT', 'b'), entry('USER', 'c')], null),
    ).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
      { role: 'user', content: 'c' },
    ]);
  });

  it('joins questions between which an answer failed', () => {
    expect(contextMessages(null, [entry('USER', 'a'), entry('ASSISTANT', ''), entry('USER', 'b')], null)).toEqual([
      { role: 'user', content: 'a\n\nb' },
    ]);
  });

  it('has the user say what others wrote, so that the roles alternate and the question comes last', () => {
    const notes = { summary: 'Summary.', material: 'Passages.' };
    const said = (entries: HistoryEntry[], continued: string | null = null) =>
      contextMessages('Rules.', entries, continued, notes).map(({ role, content }) => `${role}: ${content}`);
    expect(said([entry('USER', 'a')])).toEqual(['system: Rules.', 'user: Summary.\n\nPassages.\n\na']);
    expect(said([entry('USER', 'a'), entry('ASSISTANT', 'b'), entry('USER', 'c')])).toEqual([
      'system: Rules.',
      'user: Summary.\n\na',
      'assistant: b',
      'user: Passages.\n\nc',
    ]);
    expect(said([entry('ASSISTANT', 'b'), entry('USER', 'c')], 'half').slice(1, 5)).toEqual([
      'user: Summary.',
      'assistant: b',
      'user: Passages.\n\nc',
      'assistant: half',
    ]);
  });

  it('leaves out what is only white space', () => {
    expect(
      contextMessages(null, [entry('USER', 'a'), entry('ASSISTANT', ' \n'), entry('USER', 'b')], null),
    ).toHaveLength(1);
  });

  it('asks to write on after an unfinished answer', () => {
    const messages = contextMessages(null, [entry('USER', 'a')], 'half');
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(messages[1]!.content).toBe('half');
  });
});

describe('behindSummary', () => {
  /** Turns of 6 tokens each, 10 with what the format adds. */
  const entries = Array.from({ length: 6 }, (_, index) => ({
    ...entry(index % 2 === 0 ? 'USER' : 'ASSISTANT', `turn ${index + 4}`),
    tokenCount: 6,
  }));
  /** The branch has ten, of which four did not fit. */
  const history = { entries, droppedCount: 4 };
  const texts = (messageCount: number, budget: number) => {
    const { entries: kept, droppedCount } = behindSummary(history, messageCount, budget);
    return [kept.map(({ text }) => text), droppedCount];
  };

  it('leaves out what the summary stands for, and nothing else where it fits', () => {
    expect(texts(4, 60)).toEqual([entries.map(({ text }) => text), 0]);
    expect(texts(6, 60)).toEqual([['turn 6', 'turn 7', 'turn 8', 'turn 9'], 0]);
  });

  it('counts what is in neither', () => {
    expect(texts(2, 60)).toEqual([entries.map(({ text }) => text), 2]);
    expect(texts(4, 45)).toEqual([['turn 6', 'turn 7', 'turn 8', 'turn 9'], 2]);
    expect(texts(6, 25)).toEqual([['turn 8', 'turn 9'], 2]);
  });

  it('always sends the newest question', () => {
    expect(texts(4, 0)).toEqual([['turn 9'], 5]);
    expect(texts(10, 100)).toEqual([['turn 9'], 0]);
  });
});

describe('fromQuestion', () => {
  const [question, answer, empty] = [entry('USER', 'q'), entry('ASSISTANT', 'a'), entry('ASSISTANT', '')];
  it.each([
    [[question, answer, question], 0, [question, answer, question], 0],
    [[answer, question], 3, [question], 4],
    [[empty, answer, question, answer, question], 2, [question, answer, question], 4],
    [[question], 0, [question], 0],
    [[answer], 0, [answer], 0],
  ])('begins with a question and counts what is left out', (entries, dropped, kept, left) => {
    expect(fromQuestion({ entries, droppedCount: dropped })).toEqual({ entries: kept, droppedCount: left });
  });
});
