import { describe, expect, it } from 'vitest';
import type { Turn } from '../../chat/index.ts';
import { MessageRole } from '../../chat/index.ts';
import { behindSummary, contextMessages, fromQuestion, historyBudget } from './context.rules.ts';

const turn = (role: 'USER' | 'ASSISTANT', text: string): Turn => ({
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
    expect(contextMessages('Be brief.', [turn('USER', 'a'), turn('ASSISTANT', 'b'), turn('USER', 'c')], null)).toEqual([
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'b' },
      { role: 'user', content: 'c' },
    ]);
  });

  it('joins questions between which an answer failed', () => {
    expect(contextMessages(null, [turn('USER', 'a'), turn('ASSISTANT', ''), turn('USER', 'b')], null)).toEqual([
      { role: 'user', content: 'a\n\nb' },
    ]);
  });

  it('has the user say what others wrote, so that the roles alternate and the question comes last', () => {
    const notes = { summary: 'Summary.', material: 'Passages.' };
    const said = (turns: Turn[], continued: string | null = null) =>
      contextMessages('Rules.', turns, continued, notes).map(({ role, content }) => `${role}: ${content}`);
    expect(said([turn('USER', 'a')])).toEqual(['system: Rules.', 'user: Summary.\n\nPassages.\n\na']);
    expect(said([turn('USER', 'a'), turn('ASSISTANT', 'b'), turn('USER', 'c')])).toEqual([
      'system: Rules.',
      'user: Summary.\n\na',
      'assistant: b',
      'user: Passages.\n\nc',
    ]);
    expect(said([turn('ASSISTANT', 'b'), turn('USER', 'c')], 'half').slice(1, 5)).toEqual([
      'user: Summary.',
      'assistant: b',
      'user: Passages.\n\nc',
      'assistant: half',
    ]);
  });

  it('leaves out what is only white space', () => {
    expect(contextMessages(null, [turn('USER', 'a'), turn('ASSISTANT', ' \n'), turn('USER', 'b')], null)).toHaveLength(
      1,
    );
  });

  it('asks to write on after an unfinished answer', () => {
    const messages = contextMessages(null, [turn('USER', 'a')], 'half');
    expect(messages.map(({ role }) => role)).toEqual(['user', 'assistant', 'user']);
    expect(messages[1]!.content).toBe('half');
  });
});

describe('behindSummary', () => {
  /** Turns of 6 tokens each, 10 with what the format adds. */
  const turns = Array.from({ length: 6 }, (_, index) => ({
    ...turn(index % 2 === 0 ? 'USER' : 'ASSISTANT', `turn ${index + 4}`),
    tokenCount: 6,
  }));
  /** The branch has ten, of which four did not fit. */
  const history = { turns, droppedCount: 4 };
  const texts = (messageCount: number, budget: number) => {
    const { turns: kept, droppedCount } = behindSummary(history, messageCount, budget);
    return [kept.map(({ text }) => text), droppedCount];
  };

  it('leaves out what the summary stands for, and nothing else where it fits', () => {
    expect(texts(4, 60)).toEqual([turns.map(({ text }) => text), 0]);
    expect(texts(6, 60)).toEqual([['turn 6', 'turn 7', 'turn 8', 'turn 9'], 0]);
  });

  it('counts what is in neither', () => {
    expect(texts(2, 60)).toEqual([turns.map(({ text }) => text), 2]);
    expect(texts(4, 45)).toEqual([['turn 6', 'turn 7', 'turn 8', 'turn 9'], 2]);
    expect(texts(6, 25)).toEqual([['turn 8', 'turn 9'], 2]);
  });

  it('always sends the newest question', () => {
    expect(texts(4, 0)).toEqual([['turn 9'], 5]);
    expect(texts(10, 100)).toEqual([['turn 9'], 0]);
  });
});

describe('fromQuestion', () => {
  const [question, answer, empty] = [turn('USER', 'q'), turn('ASSISTANT', 'a'), turn('ASSISTANT', '')];
  it.each([
    [[question, answer, question], 0, [question, answer, question], 0],
    [[answer, question], 3, [question], 4],
    [[empty, answer, question, answer, question], 2, [question, answer, question], 4],
    [[question], 0, [question], 0],
    [[answer], 0, [answer], 0],
  ])('begins with a question and counts what is left out', (turns, dropped, kept, left) => {
    expect(fromQuestion({ turns, droppedCount: dropped })).toEqual({ turns: kept, droppedCount: left });
  });
});
